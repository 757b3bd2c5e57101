// Saved views, with and without scripts: keep a filter, open it by its link, see that it was changed, put the change in.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { PHONE, WIDE } from './lib/browser.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { people, views } from './site.mjs';

const session = useSession();
const as = async (login) => session.stateOf(session.people.find((p) => p.login === login));

for (const js of [true, false]) {
  test(`a filter is kept, opened by its link and updated, ${js ? 'with' : 'without'} scripts`, async () => {
    const name = js ? '缺项的行' : '缺项的行二';
    await session.withPage({ state: await as(people.coordinator), js }, async (page) => {
      await page.goto(js ? '/ledger?gaps=1' : '/ledger?gaps=1&sort=lead');
      await views.save(page).click();
      await views.name(page).fill(name);
      await views.scope(page).selectOption('organization');
      await Promise.all([page.waitForURL(/\/ledger\?gaps=1/), views.submit(page).click()]);
      expect((await views.current(page).textContent()) === name, 'the place says which view it shows');
      await page.goto(`${new URL(page.url()).pathname}${new URL(page.url()).search}&group=lead`);
      const badge = page.locator('.views .badge');
      expect((await badge.textContent()) === '已改动', 'the place says that the address differs');
      await page.getByRole('button', { name: `更新“${name}”` }).click();
      await page.waitForURL(/group=lead/);
      expect((await badge.count()) === 0, 'after the update the address is the view again');
    });
  });
}

test('the link of a view of the organisation works for a colleague and leads a stranger nowhere', async () => {
  let link;
  await session.withPage({ state: await as(people.coordinator) }, async (page) => {
    await page.goto('/views');
    link = await page.getByRole('link', { name: '缺项的行', exact: true }).getAttribute('href');
  });
  await session.withPage({ state: await as(people.liaison) }, async (page) => {
    await page.goto(link);
    expect(new URL(page.url()).pathname === '/ledger', 'it leads to the ledger');
  });
  await session.withPage({ state: await as(people.otherOrganisation), allow: [/404/] }, async (page) => {
    const answer = await page.goto(link);
    expect(answer.status() === 404, 'another organisation does not find it');
  });
});

for (const way of [
  { viewport: WIDE, theme: 'light' },
  { viewport: PHONE, theme: 'dark' },
]) {
  test(`open menus and forms of views are accessible at ${way.viewport.width}`, async () => {
    await session.withPage({ state: await as(people.coordinator), ...way }, async (page) => {
      await page.goto('/problems?state=working');
      await views.menu(page).click();
      await expectAccessible(page);
      await views.menu(page).click();
      await views.save(page).click();
      await expectAccessible(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide <= way.viewport.width, `the page is ${wide} wide`);
      await page.goto('/views');
      await expectAccessible(page);
    });
  });
}
