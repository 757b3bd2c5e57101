// Two windows: what one changes appears in the other by itself, what is being typed is left alone.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { people } from './site.mjs';

const session = useSession();
const as = async (login) => session.stateOf(session.people.find((p) => p.login === login));

/** Changes the title of a problem in a window of its own. */
async function retitle(login, path, title) {
  await session.withPage({ state: await as(login) }, async (page) => {
    await page.goto(`${path}/edit`);
    await page.locator('#title').fill(title);
    await Promise.all([page.waitForURL((url) => url.pathname === path), page.locator('main form[method=post] button').last().click()]);
  });
}

test('a title that a colleague changes appears in an open list, marked with the name', async () => {
  await session.withPage({ state: await as(people.liaison) }, async (page) => {
    await page.goto('/problems');
    const row = page.locator('tr[data-row^="problem:"]').first();
    const path = await row.getByRole('link').first().getAttribute('href');
    const others = await page.locator('tr[data-row]').nth(1).evaluateHandle((tr) => tr);
    const title = '别的窗口里改过的题';
    await retitle(people.coordinator, path, title);
    const changed = page.locator('tr[data-row]', { hasText: title });
    await changed.waitFor();
    await changed.locator('.live', { hasText: '刚由' }).waitFor();
    expect(await others.evaluate((tr) => tr.isConnected), 'rows that did not change were not touched');
    await page.locator('#live', { hasText: '1 行有改动' }).waitFor();
    await expectAccessible(page);
  });
});

test('a row in which somebody types is not swapped but marked', async () => {
  await session.withPage({ state: await as(people.liaison) }, async (page) => {
    await page.goto('/problems');
    const row = page.locator('tr[data-row^="problem:"]').nth(1);
    const path = await row.getByRole('link').first().getAttribute('href');
    const key = await row.getAttribute('data-row');
    await row.evaluate((tr) => {
      const input = document.createElement('input');
      input.setAttribute('aria-label', '正在改');
      tr.querySelector('.cell').append(input);
      input.value = '打到一半';
      input.focus();
    });
    await retitle(people.coordinator, path, '又一次改过的题');
    await page.locator(`tr[data-row="${key}"] .live--clash`, { hasText: '刚改了这一行' }).waitFor();
    expect((await page.locator(`tr[data-row="${key}"] input`).inputValue()) === '打到一半', 'what was typed stands');
  });
});

test('a new problem appears as a new row', async () => {
  await session.withPage({ state: await as(people.coordinator) }, async (page) => {
    await page.goto('/problems');
    const before = await page.locator('tr[data-row]').count();
    await session.withPage({ state: await as(people.liaison) }, async (other) => {
      await other.goto('/problems/new');
      await other.locator('#title').fill('刚提的一道题');
      await other.locator('#hurts').fill('看不到更新');
      await other.getByLabel('提出单位').selectOption({ index: 1 });
      await other.locator('input[name="theme_id"]').first().check({ force: true });
      await Promise.all([other.waitForURL(/\/problems\/\d+$/), other.getByRole('button', { name: '提交' }).click()]);
    });
    await page.locator('tr[data-row]', { hasText: '刚提的一道题' }).waitFor();
    expect((await page.locator('tr[data-row]').count()) === before + 1, 'one row more');
    await page.locator('#live', { hasText: '有 1 行新的' }).waitFor();
  });
});

test('a window of another organisation does not hear of it', async () => {
  await session.withPage({ state: await as(people.otherOrganisation) }, async (page) => {
    const heard = [];
    page.on('request', (request) => heard.push(new URL(request.url()).pathname));
    await page.goto('/problems');
    heard.length = 0;
    await session.withPage({ state: await as(people.coordinator) }, async (own) => {
      await own.goto('/problems?state=working');
      const path = await own.locator('tr[data-row^="problem:"]').nth(1).getByRole('link').first().getAttribute('href');
      await retitle(people.coordinator, path, '别的组织看不到的题');
      await own.locator('tr[data-row]', { hasText: '别的组织看不到的题' }).waitFor();
    });
    expect(!heard.includes('/problems'), `the stranger's page read itself again: ${heard}`);
  });
});

test('a hidden window follows nothing and catches up when it is seen', async () => {
  await session.withPage({ state: await as(people.liaison) }, async (page) => {
    await page.goto('/problems');
    const hide = (hidden) => page.evaluate((h) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => h });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await hide(true);
    const path = await page.locator('tr[data-row^="problem:"]').nth(3).getByRole('link').first().getAttribute('href');
    await retitle(people.coordinator, path, '没看着的时候改的题');
    const is = page.locator('tr[data-row]', { hasText: '没看着的时候改的题' });
    expect((await is.count()) === 0, 'nothing moves in a hidden window');
    await hide(false);
    await is.waitFor();
  });
});
