// Real receivers of messages: a mail server and a webhook on loopback that keep what they were sent.
import { createServer as createHttp } from 'node:http';
import { createServer as createTcp } from 'node:net';

const listening = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

/** @returns {Promise<{url: string, mails: {id: string, to: string}[], stop: () => Promise<void>}>} */
export async function startMail() {
  const mails = [];
  const server = createTcp((socket) => {
    let typed = '';
    let to = '';
    let isData = false;
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.write('220 listener\r\n');
    socket.on('data', (chunk) => {
      typed += chunk;
      for (;;) {
        const end = typed.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const said = typed.slice(0, end);
        typed = typed.slice(end + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          mails.push({ id: /^Message-ID: <([^@>]+)@/im.exec(said)?.[1] ?? '', to });
          socket.write('250 kept\r\n');
          continue;
        }
        const verb = said.slice(0, 4).toUpperCase();
        if (verb === 'RCPT') to = /<([^>]*)>/.exec(said)?.[1] ?? '';
        isData = verb === 'DATA';
        socket.write(isData ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 listener\r\n');
        if (verb === 'QUIT') socket.end();
      }
    });
  });
  const port = await listening(server);
  return { url: `smtp+plain://127.0.0.1:${port}`, mails, stop: () => new Promise((done) => server.close(done)) };
}

/** @returns {Promise<{url: string, calls: {id: string, body: object}[], stop: () => Promise<void>}>} */
export async function startHook() {
  const calls = [];
  const server = createHttp((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      calls.push({ id: request.headers['webhook-id'], body: JSON.parse(text) });
      response.writeHead(204).end();
    });
  });
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}/in`, calls, stop: () => new Promise((done) => server.close(done)) };
}
