// From a voice on a phone to the desk: raised without a name, followed by its code, dispatched by keys, answered and judged.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { PHONE } from './lib/browser.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { people } from './site.mjs';

const JOURNEY = { timeout: 180_000 };
const PAGE_BYTES_MAX = 60_000;
const session = useSession();

async function as(login, options, body) {
  const person = session.people.find((known) => known.login === login);
  await session.withPage({ ...options, state: await session.stateOf(person) }, body);
}

async function follow(page, code, body) {
  await page.goto('/track');
  await page.getByLabel('查询码').fill(code);
  await page.getByRole('button', { name: '查看' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await body();
}

for (const js of [true, false]) {
  const word = js ? '甲' : '乙';
  test(`a student raises without a name on a phone and judges the answer, JavaScript ${js ? 'on' : 'off'}`, JOURNEY, async (t) => {
    const text = `示例：图书馆四层的插座没有电${word}`;
    let code = '';
    await session.withPage({ js, viewport: PHONE }, async (page) => {
      await page.goto('/raise/example');
      if (js) await expectAccessible(page);
      await page.getByLabel('一句话说清楚').fill(text);
      await page.getByRole('radio', { name: /^匿名/ }).check();
      await page.getByRole('button', { name: '提交' }).click();
      await page.getByRole('heading', { name: '收到了，谢谢您说出来' }).waitFor();
      if (js) await expectAccessible(page);
      code = (await page.locator('.ticket code').innerText()).trim();
      expect(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/.test(code), `the code is ${code}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide <= 390, `the receipt is ${wide} px wide`);
      expect(!page.url().includes(code), 'the code stands in the address');
    });
    await t.test('the desk gives it to a unit, hands on the keyboard', () =>
      as(people.coordinator, { js }, async (page) => {
        await page.goto('/voices');
        await page.getByRole('link', { name: new RegExp(text) }).click();
        await page.getByRole('heading', { level: 2, name: text }).waitFor();
        if (js) {
          await page.keyboard.press('d');
          await page.waitForURL(/do=dispatch/);
        } else {
          await page.locator('.keys a', { hasText: '派给单位' }).click();
        }
        await page.getByRole('radio', { name: '求助' }).check();
        await page.getByLabel('主办', { exact: true }).selectOption({ label: '示例一处' });
        await page.getByRole('button', { name: '派出，看下一条' }).click();
        await page.waitForURL(/\/voices$/);
        if (js) await expectAccessible(page);
      }));
    await t.test('the unit signs for it and answers', () =>
      as(people.liaison, { js }, async (page) => {
        await page.goto('/voices?tab=working');
        await page.getByRole('link', { name: new RegExp(text) }).click();
        await page.locator('.keys a', { hasText: '签收' }).click();
        await page.locator('#do').getByRole('button', { name: '签收' }).click();
        await page.locator('.keys a', { hasText: '答复' }).click();
        await page.getByLabel('答复').fill('示例：已经换了断路器，今天下午通电。');
        await page.locator('#do').getByRole('button', { name: '答复' }).click();
        await page.waitForLoadState();
        expect((await page.locator('main').innerText()).includes('已答复'), 'it is answered');
      }));
    await t.test('who is not concerned does not see it', () =>
      as(people.verifier, { js }, async (page) => {
        await page.goto('/voices?tab=answered');
        expect(!(await page.locator('main').innerText()).includes(text), 'an outsider reads it');
      }));
    await t.test('the student says not solved, and it comes back', () =>
      session.withPage({ js, viewport: PHONE, allow: [/422/] }, async (page) => {
        await follow(page, code.toLowerCase(), async () => {
          if (js) await expectAccessible(page);
          expect((await page.locator('main').innerText()).includes('已经换了断路器'), 'the answer is read');
          expect((await page.locator('input:checked').count()) === 0, 'an answer is preselected');
          await page.getByRole('button', { name: '提交评价' }).click();
          await page.locator('.errsum').waitFor();
          await page.getByRole('radio', { name: /^没有解决/ }).check();
          await page.getByLabel('想说的一句话').fill('示例：东侧一排还是没有。');
          await page.getByRole('button', { name: '提交评价' }).click();
          await page.getByText('评价收到了').waitFor();
          expect((await page.locator('main').innerText()).includes('正在办'), 'it does not come back');
        });
      }));
  });
}

test('a bad line keeps what was written and sends it once', JOURNEY, async () => {
  const text = '示例：断网的时候写下的一件事';
  await session.withPage({ viewport: PHONE, allow: [/ERR_INTERNET_DISCONNECTED|Failed to fetch/] }, async (page, { context }) => {
    await page.goto('/raise/example');
    await page.getByLabel('一句话说清楚').fill(text);
    await page.getByRole('radio', { name: /^匿名/ }).check();
    await context.setOffline(true);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('连上以后自动送出').waitFor();
    expect((await page.getByLabel('一句话说清楚').inputValue()) === text, 'what was written is gone');
    await context.setOffline(false);
    await page.getByRole('heading', { name: '收到了，谢谢您说出来' }).waitFor();
    const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('gongjie-raise')));
    expect(kept.length === 0, `${kept} stays on the device`);
  });
  await as(people.coordinator, {}, async (page) => {
    await page.goto(`/voices?q=${encodeURIComponent(text)}`);
    expect((await page.locator('.inbox > a').count()) === 1, 'it was not filed exactly once');
  });
});

test('danger shows the numbers at once, and a draft survives a reload', JOURNEY, async () => {
  await session.withPage({ viewport: PHONE }, async (page) => {
    await page.goto('/raise/example');
    expect(!(await page.locator('#danger').isVisible()), 'numbers without a danger');
    await page.getByLabel('一句话说清楚').fill('有人冒充客服，我正在转账');
    await page.locator('#danger').waitFor();
    expect(await page.getByRole('link', { name: /96110/ }).isVisible(), 'the number is not there');
    await page.reload();
    expect((await page.getByLabel('一句话说清楚').inputValue()).includes('正在转账'), 'the draft is gone');
  });
});

test('the form weighs less than 60 kB with everything', JOURNEY, async () => {
  await session.withPage({ viewport: PHONE }, async (page, { context }) => {
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    let bytes = 0;
    client.on('Network.loadingFinished', (event) => { bytes += event.encodedDataLength; });
    await page.goto('/raise/example', { waitUntil: 'networkidle' });
    expect(bytes > 5_000 && bytes < PAGE_BYTES_MAX, `the page weighs ${bytes} bytes`);
  });
});
