// The palette: opened and used by the keyboard alone, quiet while an input method composes, and no barrier without scripts.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { PHONE, WIDE } from './lib/browser.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { palette, people } from './site.mjs';

const session = useSession();
const as = async (login) => session.stateOf(session.people.find((p) => p.login === login));

test('/ and Ctrl K open it, arrows choose, Enter goes, Esc gives the focus back', async () => {
  await session.withPage({ state: await as(people.coordinator) }, async (page) => {
    await page.goto('/problems');
    const skip = page.getByRole('link', { name: '跳到正文' });
    await skip.focus();
    await page.keyboard.press('Control+k');
    await palette.dialog(page).waitFor();
    await page.keyboard.press('Escape');
    await palette.dialog(page).waitFor({ state: 'hidden' });
    expect(await skip.evaluate((e) => e === document.activeElement), 'the focus is where it was');
    await palette.open(page);
    await page.keyboard.type('台账');
    await page.locator('#palette mark').first().waitFor();
    const first = await palette.chosen(page).getAttribute('id');
    await page.keyboard.press('ArrowDown');
    const second = await palette.chosen(page).getAttribute('id');
    expect(first !== second, 'an arrow chooses the next one');
    expect((await palette.field(page).getAttribute('aria-activedescendant')) === second, 'the field names what is chosen');
    await page.keyboard.press('ArrowUp');
    while (!(await palette.chosen(page).textContent()).startsWith('台账')) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/ledger');
  });
});

test('a problem is found by its number and by its words, a unit by its name', async () => {
  await session.withPage({ state: await as(people.coordinator) }, async (page) => {
    await page.goto('/problems');
    const row = page.locator('tr[data-row^="problem:"]', { hasText: /难题〔\d+〕\d+ ?号/ }).first();
    const href = await row.getByRole('link').first().getAttribute('href');
    const [, year, number] = /难题〔(\d+)〕(\d+) ?号/.exec(await row.textContent());
    await palette.open(page);
    await page.keyboard.type(`${year}-${number}`);
    await page.locator('#palette [role=group][aria-label="编号"] [role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === href);
  });
});

test('it offers only what the reader may create', async () => {
  const offered = async (login) => {
    const found = [];
    await session.withPage({ state: await as(login) }, async (page) => {
      await page.goto('/problems');
      await palette.open(page);
      const group = page.locator('#palette [role=group][aria-label="新建"] [role=option]');
      await group.first().waitFor();
      found.push(...(await group.allTextContents()));
    });
    return found;
  };
  const coordinator = await offered(people.coordinator);
  const leader = await offered(people.leader);
  expect(coordinator.includes('筹备年度行动'), `the coordinator plans campaigns: ${coordinator}`);
  expect(!leader.includes('筹备年度行动') && leader.includes('提难题'), `the leader does not: ${leader}`);
});

test('keys of an input method are left alone', async () => {
  await session.withPage({ state: await as(people.coordinator) }, async (page) => {
    await page.goto('/problems');
    await palette.open(page);
    const stays = await palette.field(page).evaluate((input) => {
      input.value = 'tai';
      const enter = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      return input.dispatchEvent(enter);
    });
    expect(stays, 'Enter that ends a composition is not taken');
    expect(new URL(page.url()).pathname === '/problems', 'and leads nowhere');
  });
});

test('what cannot be found and what cannot be asked is said in words', async () => {
  await session.withPage({ state: await as(people.coordinator), allow: [/ERR_FAILED|Failed to load/] }, async (page) => {
    await page.goto('/problems');
    await palette.open(page);
    await page.keyboard.type('绝对没有的词语');
    await page.locator('.palette__say', { hasText: '没有找到' }).waitFor();
    await page.route('**/palette?*', (route) => route.abort());
    await page.keyboard.type('啊');
    await page.locator('.palette__say', { hasText: '断网' }).waitFor();
  });
});

for (const way of [
  { viewport: WIDE, theme: 'light' },
  { viewport: WIDE, theme: 'dark' },
  { viewport: PHONE, theme: 'light' },
  { viewport: PHONE, theme: 'dark' },
]) {
  test(`it is accessible at ${way.viewport.width} ${way.theme}`, async () => {
    await session.withPage({ state: await as(people.coordinator), ...way }, async (page) => {
      await page.goto('/problems');
      await palette.open(page);
      await expectAccessible(page);
      await page.keyboard.type('学');
      await page.locator('#palette mark').first().waitFor();
      await expectAccessible(page);
    });
  });
}

test('without scripts the search field finds', async () => {
  await session.withPage({ state: await as(people.coordinator), js: false }, async (page) => {
    await page.goto('/problems');
    await page.locator('#search').fill('学');
    await page.locator('#search').press('Enter');
    await page.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === '学');
  });
});
