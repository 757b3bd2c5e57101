// The wizard of imports as a clerk meets it: upload, answer, confirm, undo; by mouse, by keys alone, without JavaScript.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { PHONE, WIDE } from './lib/browser.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { people } from './site.mjs';

const session = useSession();
/** A folder for pictures of every step; without it none is taken. */
const PICTURES = process.env.IMPORT_PICTURES;

function ledger(mark) {
  return [
    `结对共建解难题工作台账（2026年）${mark},,,,,,,,`,
    '填报单位：示例一处,,,,填报时间：2026年9月,,,,',
    '序号,牵头单位,共建单位,结对时间,共建主题,难题,举措,完成时限,责任人',
    `1,示例一处,示例二处、保密办${mark},2026年5月,门户安全,校门通行不便${mark},增设一条人行通道,2026年6月底,王小明`,
    ',,,,,,张贴指引,立行立改,王小明',
    `2,示例二处,示例一处,6月21日,师生服务,报修没有回音${mark},建一个报修群,有空的时候,李雷`,
    '',
  ].join('\n');
}

async function as(login, options, body) {
  const person = session.people.find((known) => known.login === login);
  expect(person, `the demo has no ${login}`);
  await session.withPage({ ...options, state: await session.stateOf(person) }, body);
}

async function upload(page, mark) {
  await page.goto('/imports');
  await page.getByLabel('文件', { exact: true }).setInputFiles({ name: `台账${mark}.csv`, mimeType: 'text/csv', buffer: Buffer.from(ledger(mark)) });
  await Promise.all([page.waitForURL(/\/imports\/\d+$/), page.getByRole('button', { name: '读文件' }).click()]);
}

async function picture(page, name) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

const main = (page) => page.locator('main');
const says = async (page, words) => expect((await main(page).innerText()).includes(words), `the page does not say ${words}: ${await main(page).innerText()}`);

let marks = 0;
for (const [way, options] of [
  ['wide', { viewport: WIDE }],
  ['wide and dark', { viewport: WIDE, theme: 'dark' }],
  ['on a phone', { viewport: PHONE }],
  ['without JavaScript', { js: false }],
]) {
  test(`a ledger is brought in and undone, ${way}`, async () => {
    const mark = `第${++marks}批`;
    await as(people.coordinator, options, async (page) => {
      await page.goto('/imports');
      if (options.js !== false) await expectAccessible(page);
      await picture(page, `${marks}-1-file`);
      await upload(page, mark);
      await says(page, '必须改');
      await says(page, `单位库里没有“保密办${mark}”`);
      if (options.js !== false) await expectAccessible(page);
      await picture(page, `${marks}-2-check`);
      await page.locator('#sheet summary').click();
      await picture(page, `${marks}-3-sheet`);
      if (options.js !== false) await expectAccessible(page);
      await page.goto(page.url().split('#')[0] + '/columns');
      await says(page, '共建、配合单位');
      if (options.js !== false) await expectAccessible(page);
      await picture(page, `${marks}-4-columns`);
      await page.getByRole('button', { name: '去核对' }).click();
      await page.getByRole('button', { name: `保密办${mark}：新建单位` }).click();
      await page.waitForLoadState();
      expect(!(await main(page).innerText()).includes('必须改 '), 'nothing must be answered any more');
      await Promise.all([page.waitForURL(/\/imports\/\d+$/), page.getByRole('button', { name: /^导入 \d+ 行$/ }).click()]);
      await says(page, '已经入账');
      if (options.js !== false) await expectAccessible(page);
      await picture(page, `${marks}-5-done`);
      const batch = page.url();
      await page.goto(`/ledger?q=${encodeURIComponent(`校门通行不便${mark}`)}`);
      await says(page, `校门通行不便${mark}`);
      await page.goto(`/problems?q=${encodeURIComponent(`校门通行不便${mark}`)}`);
      await page.locator('main a.title').first().click();
      await page.getByRole('link', { name: '原表出处' }).click();
      await says(page, '2026年6月底');
      if (options.js !== false) await expectAccessible(page);
      await picture(page, `${marks}-6-origins`);
      await page.goto(batch);
      await page.getByRole('button', { name: '整批撤回' }).click();
      await page.waitForLoadState();
      await says(page, '已经整批撤回');
    });
  });
}

test('the doubts alone are walked by keys, and answered by them', async () => {
  await as(people.coordinator, {}, async (page) => {
    await upload(page, '键盘批');
    const asks = await page.locator('[data-ask]').count();
    expect(asks >= 3, `${asks} questions`);
    const focused = () => page.evaluate(() => document.activeElement.closest('[data-ask]')?.id ?? '');
    const seen = [];
    for (let n = 0; n < asks; n += 1) {
      await page.keyboard.press('j');
      seen.push(await focused());
    }
    expect(new Set(seen).size === asks && !seen.includes(''), `j goes through ${seen}`);
    await page.keyboard.press('k');
    expect((await focused()) === seen.at(-2), 'k goes back');
    await page.keyboard.press('j');
    while ((await focused()) !== seen[0]) await page.keyboard.press('k');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect((await page.locator('[data-ask]').count()) < asks, 'the question is answered');
  });
});
