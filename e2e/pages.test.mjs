// Every page, at both widths, light and dark, with and without JavaScript: readable by everyone and clean.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { PHONE, WIDE } from './lib/browser.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { PAGES, addressOf, widestPerson } from './site.mjs';

const PAGE = { timeout: 60_000 };
const WAYS = [
  { name: '1440 light', viewport: WIDE, theme: 'light' },
  { name: '1440 dark', viewport: WIDE, theme: 'dark' },
  { name: '390 light', viewport: PHONE, theme: 'light' },
  { name: '390 dark', viewport: PHONE, theme: 'dark' },
];

const session = useSession();
const found = []; // PAGES with the address that each has in this demo

test('the demo links to a page of every kind', async (t) => {
  const state = await session.stateOf(widestPerson(session.people));
  const { page, close } = await session.open({ state });
  t.after(close);
  for (const known of PAGES) {
    const address = await addressOf(page, known);
    if (address) found.push({ ...known, address });
    if (!known.may) await t.test(known.path, () => expect(address, `no link to ${known.path}`));
  }
});

for (const signedOut of [false, true]) {
  const who = signedOut ? 'signed out' : 'signed in';

  for (const way of WAYS) {
    test(`${who}, ${way.name}`, async (t) => {
      const opened = await opening(t, signedOut, way);
      for (const { path, address } of pagesFor(signedOut)) {
        await t.test(`${path} is clean and accessible`, PAGE, async () => {
          await visit(opened, address);
          await expectOneHeading(opened.page);
          await expectNoSidewaysScroll(opened.page, way.viewport.width);
          await expectAccessible(opened.page);
          opened.check();
        });
      }
    });
  }

  // axe needs scripts in the page, so here only the heading is asked for.
  test(`${who}, without JavaScript`, async (t) => {
    const opened = await opening(t, signedOut, { js: false });
    for (const { path, address } of pagesFor(signedOut)) {
      await t.test(`${path} shows its heading`, PAGE, async () => {
        await visit(opened, address);
        await expectOneHeading(opened.page);
        opened.check();
      });
    }
  });
}

function pagesFor(signedOut) {
  const mine = found.filter((page) => Boolean(page.signedOut) === signedOut);
  expect(mine.length, 'no page to test: the demo could not be walked');
  return mine;
}

async function opening(t, signedOut, way) {
  const state = signedOut ? undefined : await session.stateOf(widestPerson(session.people));
  const opened = await session.open({ ...way, state });
  t.after(opened.close);
  return opened;
}

async function visit({ page, forget }, address) {
  forget();
  const response = await page.goto(address);
  expect(response.status() === 200, `${address} answers ${response.status()}`);
  const arrived = new URL(page.url()).pathname;
  expect(arrived === address.split('?')[0], `${address} leads to ${arrived}`);
}

async function expectOneHeading(page) {
  const headings = await page.locator('h1').allInnerTexts();
  expect(headings.length === 1 && headings[0].trim(), `one h1 with words is wanted, found ${JSON.stringify(headings)}`);
}

async function expectNoSidewaysScroll(page, width) {
  const { scrollWidth, widest } = await page.evaluate((limit) => {
    const past = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > limit + 1);
    const named = past.slice(0, 3).map((element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}">`);
    return { scrollWidth: document.documentElement.scrollWidth, widest: named.join(' ') };
  }, width);
  expect(scrollWidth <= width, `the page is ${scrollWidth} px wide at ${width}; past the edge: ${widest}`);
}
