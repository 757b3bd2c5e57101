// Bad input: a message at the field, what was typed is kept, and nothing has changed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { people, unfold } from './site.mjs';

const FILE_BYTES_MAX = 20 * 1024 * 1024;
// A refused form is answered with 422, which the browser's console calls an error.
const REFUSED = [/status of 4(09|13|22)/];

const session = useSession();

async function as(login, options, body) {
  const person = session.people.find((known) => known.login === login);
  expect(person, `the demo has no ${login}`);
  await session.withPage({ ...options, state: await session.stateOf(person) }, body);
}

/** Sends the form of the page and waits for the answer, whichever it is. */
async function send(page, button) {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).first().click();
  const status = (await answer).status();
  await page.waitForLoadState();
  return status;
}

async function expectRefused(page, status, field, words) {
  expect(status === 422, `the form is answered with ${status}`);
  const error = page.locator(`#${field}-error`);
  expect((await error.count()) === 1, `no message at ${field}: ${await page.locator('main').innerText()}`);
  const said = await error.innerText();
  expect(said.includes(words), `at ${field}: ${said}`);
}

async function problemsNamed(page, title) {
  await page.goto(`/problems?q=${encodeURIComponent(title)}`);
  return page.locator('main a.title', { hasText: title }).count();
}

for (const js of [true, false]) {
  test(`an empty or too long problem is refused at its fields, JavaScript ${js ? 'on' : 'off'}`, async () => {
    await as(people.liaison, { js, allow: REFUSED }, async (page) => {
      const title = `被退的难题${js ? '甲' : '乙'}`;
      await page.goto('/problems/new');
      await page.getByLabel('难题', { exact: true }).fill(title);
      await page.getByLabel('具体表现').fill('   '); // the browser lets blanks through
      await page.getByLabel('提出单位').selectOption({ label: '示例一处' });
      const status = await send(page, '提交');
      await expectRefused(page, status, 'hurts', '请填写');
      await expectRefused(page, status, 'theme_id', '请选一项');
      expect((await page.getByLabel('难题', { exact: true }).inputValue()) === title, 'the title was kept');
      expect((await page.getByLabel('提出单位').locator('option:checked').innerText()) === '示例一处', 'the unit was kept');
      if (js) {
        await expectAccessible(page);
        expect(await page.locator('.errsum').evaluate((summary) => summary === document.activeElement), 'the summary has the focus');
      }
      const long = '长'.repeat(201);
      await page.getByLabel('难题', { exact: true }).fill(long);
      await page.getByLabel('具体表现').fill('写得出来');
      await page.getByRole('radio', { name: '办事流程与服务' }).check();
      await expectRefused(page, await send(page, '提交'), 'title', '200');
      expect((await page.getByLabel('难题', { exact: true }).inputValue()) === long, 'the long title was kept');
      expect(await page.getByRole('radio', { name: '办事流程与服务' }).isChecked(), 'the theme was kept');
      expect((await problemsNamed(page, title)) === 0, 'nothing was stored');
    });
  });

  test(`a partner that is the lead is refused, JavaScript ${js ? 'on' : 'off'}`, async () => {
    await as(people.coordinator, { js, allow: REFUSED }, async (page) => {
      const title = `自己和自己结对${js ? '甲' : '乙'}`;
      await page.goto('/pairings/new');
      await page.getByLabel('结对名称').fill(title);
      await page.getByLabel('牵头', { exact: true }).selectOption({ label: '示例一处' });
      for (const group of ['#partners', '#problems']) await unfold(page.locator(group));
      await page.getByRole('checkbox', { name: '示例一处', exact: true }).check();
      await page.locator('#problems input').first().check();
      await expectRefused(page, await send(page, '存成草稿'), 'partners', '牵头单位不能同时是共建单位');
      expect((await page.getByLabel('结对名称').inputValue()) === title, 'the name was kept');
      expect(await page.getByRole('checkbox', { name: '示例一处', exact: true }).isChecked(), 'the choice was kept');
      await page.goto('/pairings');
      expect(!(await page.locator('main').innerText()).includes(title), 'nothing was stored');
    });
  });

  test(`a limit before the start is refused, JavaScript ${js ? 'on' : 'off'}`, async () => {
    await as(people.liaison, { js, allow: REFUSED }, async (page) => {
      const text = `倒着走的举措${js ? '甲' : '乙'}`;
      const problem = await problemOf(page, '教师出差报销周期长');
      await page.goto(`${problem}/measures/new`);
      await page.getByLabel('做什么').fill(text);
      await page.getByLabel('责任单位').selectOption({ label: '示例二处' });
      await page.getByLabel('开始').fill('2031-06-21');
      await page.getByLabel('时限').fill('2031-06-01');
      await expectRefused(page, await send(page, '交办'), 'due_text', '时限早于开始日期');
      expect((await page.getByLabel('时限').inputValue()) === '2031-06-01', 'the limit was kept');
      expect((await page.getByLabel('做什么').inputValue()) === text, 'the text was kept');
      await page.goto(problem);
      expect(!(await page.locator('main').innerText()).includes(text), 'nothing was stored');
    });
  });

  test(`a file that is not what it says or too large is refused, JavaScript ${js ? 'on' : 'off'}`, async (t) => {
    await as(people.liaison, { js, allow: REFUSED }, async (page) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'gongjie-e2e-files-'));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const problem = await problemOf(page, '跨校区上课与校车班次衔接不上');
      const attempts = [
        ['假的.pdf', Buffer.from('<html>not a pdf</html>'), '里面不是'],
        ['工具.exe', Buffer.from('MZ'), '不收'],
        ['空的.txt', Buffer.alloc(0), '空的'],
        ['太大.txt', Buffer.alloc(FILE_BYTES_MAX + 1, 'a'), '20'],
      ];
      for (const [name, bytes, words] of attempts) {
        writeFileSync(path.join(folder, name), bytes);
        await page.goto(`${problem}/evidence/new`);
        await page.getByLabel('名称').fill(`佐证${name}`);
        await page.getByRole('radio', { name: '其他' }).check();
        await page.locator('#file').setInputFiles(path.join(folder, name));
        const status = await send(page, '附上');
        await expectRefused(page, status, 'file', words);
        expect((await page.getByLabel('名称').inputValue()) === `佐证${name}`, 'the name was kept');
        await page.goto(problem);
        expect(!(await page.locator('main').innerText()).includes(`佐证${name}`), 'nothing was stored');
      }
    });
  });
}

test('a unit that is none of the choices is refused', async () => {
  await as(people.liaison, { allow: REFUSED }, async (page) => {
    await page.goto('/problems/new');
    await page.getByLabel('难题', { exact: true }).fill('没有这个单位的难题');
    await page.getByLabel('具体表现').fill('改了网页里的编号。');
    await page.getByRole('radio', { name: '办事流程与服务' }).check();
    await page.getByLabel('提出单位').evaluate((select) => {
      select.options[1].value = '999999';
      select.selectedIndex = 1;
    });
    await expectRefused(page, await send(page, '提交'), 'raised_by_unit_id', '不在可选的范围里，请重新选择');
    expect((await page.getByLabel('难题', { exact: true }).inputValue()) === '没有这个单位的难题', 'the title was kept');
    expect((await problemsNamed(page, '没有这个单位的难题')) === 0, 'nothing was stored');
  });
});

test('of two people who edit at once, the second sees both versions and decides', async () => {
  await as(people.coordinator, { allow: REFUSED }, async (page) => {
    const problem = await problemOf(page, '会议室借用互不通气');
    const second = await page.context().newPage();
    for (const tab of [page, second]) await tab.goto(`${problem}/edit`);
    await page.getByLabel('具体表现').fill('第一个人写的');
    await send(page, '保存');
    await second.getByLabel('具体表现').fill('第二个人写的');
    const status = await send(second, '保存');
    expect(status === 409, `the second is answered with ${status}`);
    const words = await second.locator('main').innerText();
    expect(words.includes('第一个人写的') && words.includes('第二个人写的'), 'both versions stand side by side');
    await page.goto(problem);
    expect((await page.locator('main').innerText()).includes('第一个人写的'), 'the first stands');
    await send(second, '用我写的');
    await page.goto(problem);
    expect((await page.locator('main').innerText()).includes('第二个人写的'), 'what was chosen knowingly stands');
  });
});

test('a form that is sent twice counts once', async () => {
  await as(people.liaison, {}, async (page) => {
    const title = '点了两下的难题';
    await page.goto('/problems/new');
    await page.getByLabel('难题', { exact: true }).fill(title);
    await page.getByLabel('具体表现').fill('手快点了两下提交。');
    await page.getByLabel('提出单位').selectOption({ label: '示例一处' });
    await page.getByRole('radio', { name: '办事流程与服务' }).check();
    const fields = await page.locator('main form').first().evaluate((form) => Object.fromEntries(new FormData(form)));
    const addresses = [];
    for (let time = 0; time < 2; time += 1) {
      const answer = await page.request.post('/problems', { form: fields, headers: { origin: session.url } });
      addresses.push(answer.url());
    }
    expect(addresses[0] === addresses[1] && /\/problems\/\d+$/.test(addresses[0]), `two answers: ${addresses}`);
    expect((await problemsNamed(page, title)) === 1, 'it stands once in the list');
  });
});

async function problemOf(page, title) {
  await page.goto(`/problems?q=${encodeURIComponent(title)}`);
  const href = await page.locator('main a.title', { hasText: title }).first().getAttribute('href');
  expect(href, `no problem ${title}`);
  return href;
}
