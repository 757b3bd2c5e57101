// Pictures of pages: wide and phone, light and dark.
//   node screens.mjs FOLDER [--as LOGIN] [PATH…]      a path may be /problems/* : the first one
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { PHONE, WIDE, launch, open } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { SCREENS, addressOf, login, widestPerson } from './site.mjs';

const WAYS = [
  { name: 'wide-light', viewport: WIDE, theme: 'light' },
  { name: 'wide-dark', viewport: WIDE, theme: 'dark' },
  { name: 'phone-light', viewport: PHONE, theme: 'light' },
  { name: 'phone-dark', viewport: PHONE, theme: 'dark' },
];

const { folder, as, paths } = asked(process.argv.slice(2));
mkdirSync(folder, { recursive: true });
const server = await startServer();
const browser = await launch();
try {
  await takeAll();
} catch (error) {
  console.error(`screens: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.stop();
}

async function takeAll() {
  const person = as ? server.people.find(({ login: name }) => name === as) : widestPerson(server.people);
  if (!person) throw new Error(`the demo has no ${as}; it has ${server.people.map(({ login: name }) => name).join(', ')}`);
  const first = await open(browser, { url: server.url });
  await login.signIn(first.page, person);
  const state = await first.context.storageState();
  const addresses = [];
  for (const pattern of paths) {
    const address = await addressOf(first.page, { path: pattern });
    if (!address) throw new Error(`no link to ${pattern}`);
    addresses.push({ name: nameOf(pattern), address });
  }
  await first.close();

  for (const way of WAYS) {
    const { page, close, check } = await open(browser, { url: server.url, state, ...way });
    for (const { name, address } of addresses) {
      await page.goto(address);
      await page.evaluate(() => document.fonts.ready);
      const file = path.join(folder, `${name}.${way.name}.png`);
      await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
      console.log(file);
    }
    check();
    await close();
  }
}

/** "/problems/*" -> "problems-one", "/" -> "home". */
function nameOf(pattern) {
  const name = pattern.split('?')[0].split('/').filter(Boolean).map((part) => (part === '*' ? 'one' : part)).join('-');
  return name || 'home';
}

function asked(words) {
  const at = words.indexOf('--as');
  const as = at >= 0 ? words.splice(at, 2)[1] : undefined;
  const [folder, ...paths] = words;
  if (!folder) {
    console.error('usage: node screens.mjs FOLDER [--as LOGIN] [PATH…]');
    process.exit(2);
  }
  return { folder, as, paths: paths.length ? paths : SCREENS };
}
