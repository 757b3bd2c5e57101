// The keyboard alone is enough.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { frame, login, widestPerson } from './site.mjs';

const TABS_MAX = 40;

const session = useSession();
const signedIn = async () => ({ state: await session.stateOf(widestPerson(session.people)) });

test('the first Tab reaches the skip link, and it leads into the main part', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/problems');
    await page.keyboard.press('Tab');
    expect(await isFocused(frame.skipLink(page)), 'the skip link has the focus');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await frame.main(page).evaluate((main) => main.contains(document.activeElement));
    expect(inside, 'the next Tab is inside the main part');
  });
});

test('/ focuses the search box, and letters typed there are text', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/problems');
    await page.keyboard.press('/');
    expect(await waitFor(page, frame.isSearch), 'a search box has the focus');
    await page.keyboard.type('gl?');
    expect((await page.evaluate(() => document.activeElement.value)) === 'gl?', 'the letters stand in the box');
    expect(new URL(page.url()).pathname === '/problems', 'g l did not lead away');
    expect(!(await frame.shortcuts(page).isVisible()), '? did not open the table');
  });
});

test('/, words and Enter search', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/');
    await page.keyboard.press('/');
    expect(await waitFor(page, frame.isSearch), 'a search box has the focus');
    await page.keyboard.type('难题');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === '难题');
  });
});

test('g l goes to the ledger', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/');
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL((url) => url.pathname === '/ledger');
  });
});

test('? opens the table of keys, Esc closes it and gives the focus back', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/problems');
    await page.keyboard.press('Tab');
    await page.keyboard.press('?');
    await frame.shortcuts(page).waitFor();
    expect((await frame.shortcuts(page).innerText()).includes('台账'), 'the table names g l');
    expect(await frame.shortcuts(page).evaluate((dialog) => dialog.contains(document.activeElement)), 'the focus is inside');
    await page.keyboard.press('Tab'); // past the last control the browser's own come, and never the page behind
    const behind = await frame.main(page).evaluate(() => document.activeElement.closest('.app') !== null);
    expect(!behind, 'the page behind has the focus');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await frame.shortcuts(page).waitFor({ state: 'hidden' });
    expect(await isFocused(frame.skipLink(page)), 'the focus is where it was');
    expect(new URL(page.url()).pathname === '/problems', 'the page is the same');
  });
});

test('from the table of keys, g l and / work as the table says', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/problems');
    await page.keyboard.press('?');
    await frame.shortcuts(page).waitFor();
    await page.keyboard.press('/');
    expect(await waitFor(page, frame.isSearch), 'a search box has the focus');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL((url) => url.pathname === '/ledger');
  });
});

test('every other key of the table leads to its page', async () => {
  await session.withPage(await signedIn(), async (page) => {
    const places = { h: '/', p: '/problems', s: '/supervision', t: '/lists', a: '/activities', o: '/outcomes' };
    for (const [key, path] of Object.entries(places)) {
      await page.goto('/units');
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForURL((url) => url.pathname === path);
    }
    await page.keyboard.press('n');
    await page.waitForURL((url) => url.pathname === '/problems/new');
  });
});

test('? without JavaScript changes nothing, and the table stands on the help page', async () => {
  await session.withPage({ ...(await signedIn()), js: false }, async (page) => {
    await page.goto('/problems');
    await page.keyboard.press('?');
    expect(!(await frame.shortcuts(page).isVisible()), 'no dialog is in the way');
    await page.getByRole('link', { name: '帮助' }).first().click();
    await page.waitForURL((url) => url.pathname === '/help');
    expect((await page.locator('#keys').innerText()).includes('台账'), 'the table names g l');
  });
});

for (const js of [true, false]) {
  test(`signs in by keyboard only, JavaScript ${js ? 'on' : 'off'}`, async () => {
    await session.withPage({ js }, async (page) => {
      const person = widestPerson(session.people);
      await page.goto(login.path);
      if (!(await login.account(page).isVisible())) {
        await tabTo(page, login.disclosure(page));
        await page.keyboard.press('Enter');
      }
      await tabTo(page, login.account(page));
      await page.keyboard.type(person.login);
      await tabTo(page, login.password(page));
      await page.keyboard.type(person.password);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === '/');
      await page.locator('h1').waitFor();
    });
  });
}

const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);

async function tabTo(page, locator) {
  for (let tabs = 0; tabs <= TABS_MAX; tabs += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press('Tab');
  }
  expect(false, `${TABS_MAX} Tabs do not reach ${locator}`);
}

/** Waits until the focused element satisfies a test that runs in the page. */
async function waitFor(page, holds) {
  const until = Date.now() + 2000;
  while (Date.now() < until) {
    const active = await page.evaluateHandle(() => document.activeElement);
    if (await active.evaluate(holds)) return true;
    await page.waitForTimeout(50);
  }
  return false;
}
