// What every test file begins with: a server, a browser and signed-in people, started before its tests and ended after them.
import { after, before } from 'node:test';
import { login } from '../site.mjs';
import { launch, open, withPage } from './browser.mjs';
import { startServer } from './server.mjs';

/**
 * Call it at the top of a test file or of a group; what it returns is filled in by the time a test runs.
 * `env` gives settings of the server, when it is about to start.
 */
export function useSession({ env = () => ({}) } = {}) {
  const session = {
    url: '',
    people: [],
    /** The cookies of a person; signs in once and keeps them, since a sign-in is slow on purpose. */
    async stateOf(person) {
      if (!states.has(person.login)) states.set(person.login, await signedInState(person));
      return states.get(person.login);
    },
    /** Everybody signs in anew: after so much time that sign-ins are over. */
    forgetSignIns: () => states.clear(),
    /** Opens a page of this server; see `open` in browser.mjs for the options. */
    open: (options) => open(browser, { url: session.url, ...options }),
    /** Opens a page, runs the body, checks and closes. */
    withPage: (options, body) => withPage(browser, { url: session.url, ...options }, body),
  };
  const states = new Map();
  let server;
  let browser;

  async function signedInState(person) {
    const { page, context, close } = await session.open();
    try {
      await login.signIn(page, person);
      return await context.storageState();
    } finally {
      await close();
    }
  }

  before(async () => {
    server = await startServer({ env: await env() });
    Object.assign(session, { url: server.url, people: server.people });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  return session;
}
