// The whole path, from a problem that somebody raises to its checked close-out, walked by people who read nothing but the pages.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { dossier, home, people, unfold } from './site.mjs';

const JOURNEY = { timeout: 240_000 };
const session = useSession();

/** Opens a page as somebody and closes it at the end. */
async function as(login, options, body) {
  const person = session.people.find((known) => known.login === login);
  expect(person, `the demo has no ${login}`);
  await session.withPage({ ...options, state: await session.stateOf(person) }, body);
}

for (const js of [true, false]) {
  test(`a problem is taken from creation to checked close-out, JavaScript ${js ? 'on' : 'off'}`, JOURNEY, async (t) => {
    const title = `自助打印机常缺纸${js ? '甲' : '乙'}`;
    const measure = `每天两次巡查补纸${js ? '甲' : '乙'}`;
    let problem = '';

    const step = (name, login, body) => t.test(name, () => as(login, { js }, body));
    const click = async (page, name) => {
      await page.getByRole('main').getByRole('button', { name, exact: true }).first().click();
      await page.waitForLoadState();
    };
    /** From the first page to the place where the thing is done. */
    const follow = async (page, verb, what = title) => {
      await home.open(page);
      const link = home.todo(page, verb, what);
      expect(await link.count(), `the first page does not ask: ${verb}：${what}`);
      await link.first().click();
      await page.waitForLoadState();
    };
    /** The dossier says this state and this next step; `mine` says whether it is the reader's. */
    const expectNext = async (page, state, next, mine) => {
      await page.goto(problem);
      expect((await dossier.state(page).innerText()).startsWith(state), `the state is not ${state}`);
      const words = await dossier.turn(page).innerText();
      expect(words.includes(next), `the next step is not ${next}, but: ${words}`);
      expect(words.includes(mine ? '这一步由您来办' : '这一步由下面的人来办'), `whose step it is: ${words}`);
      const button = dossier.turn(page).getByRole(mine ? 'link' : 'button').or(dossier.turn(page).getByRole('button'));
      if (mine) expect(await button.count(), 'a step of mine has its button');
      if (js) await expectAccessible(page);
    };
    const expectLedger = async (page, wanted) => {
      await page.goto(`/ledger?q=${encodeURIComponent(title)}`);
      const rows = await page.locator('main table.ledger tbody tr', { hasText: title }).count();
      expect(rows === (wanted ? 1 : 0), `the ledger shows ${rows} rows of it`);
      return page.locator('main table.ledger').innerText().catch(() => '');
    };
    /** Another organisation sees nothing of it, whatever happens. */
    const expectClosedToOthers = () =>
      as(people.otherOrganisation, { js, allow: [/404/] }, async (page) => {
        const response = await page.goto(problem);
        expect(response.status() === 404, `another organisation gets ${response.status()}`);
        expect(!(await page.content()).includes(title), 'another organisation reads the title');
      });

    await step('a liaison raises it with four fields', people.liaison, async (page) => {
      await page.goto('/problems');
      await page.getByRole('link', { name: '提难题' }).first().click();
      await page.getByLabel('难题', { exact: true }).fill(title);
      await page.getByLabel('具体表现').fill('图书馆三台打印机每天下午缺纸，要走到服务台去说。');
      await page.getByLabel('提出单位').selectOption({ label: '示例一处' });
      await page.getByRole('radio', { name: '办事流程与服务' }).check();
      await click(page, '提交');
      problem = new URL(page.url()).pathname;
      expect(/^\/problems\/\d+$/.test(problem), `the form leads to ${problem}`);
      expect((await page.locator('h1').innerText()).includes(title), 'the page bears its title');
      await expectNext(page, '待受理', '补齐类别、主题、难度', false);
      await expectLedger(page, false);
    });
    await t.test('who is not concerned does not see it yet', () =>
      as(people.verifier, { js, allow: [/404/] }, async (page) => {
        const response = await page.goto(problem);
        expect(response.status() === 404, `an outsider gets ${response.status()}`);
      }),
    );
    await expectClosedToOthers();

    await step('the coordinator sets class and grade and lists it', people.coordinator, async (page) => {
      await follow(page, '归类');
      await page.getByRole('radio', { name: '多部门协作解决' }).check();
      await page.getByRole('radio', { name: '二级' }).check();
      await click(page, '保存');
      await expectNext(page, '待受理', '受理入单', true);
      await dossier.turn(page).getByRole('button', { name: '受理入单' }).click();
      await page.waitForLoadState();
      await expectNext(page, '已入单', '找搭档结对', true);
      await expectLedger(page, false);
    });

    await step('its raiser finds partners and invites them', people.liaison, async (page) => {
      await follow(page, '找搭档');
      await page.getByLabel('结对名称').fill(title);
      await page.getByLabel('牵头', { exact: true }).selectOption({ label: '示例一处' });
      await unfold(page.locator('#partners'));
      await page.getByRole('checkbox', { name: '示例二处', exact: true }).check();
      await page.getByRole('checkbox', { name: '示例学院', exact: true }).check();
      await click(page, '存成草稿');
      await expectNext(page, '已入单', '发出邀请', true);
      await dossier.turn(page).getByRole('link', { name: '发出邀请' }).click();
      await click(page, '发出邀请');
      await expectNext(page, '已入单', '确认结对', false);
      await expectLedger(page, false);
    });
    await expectClosedToOthers();

    await step('the first partner confirms for itself', people.partner, async (page) => {
      await expectNext(page, '已入单', '确认结对', true);
      await follow(page, '答复');
      await click(page, '确认参加');
      await expectNext(page, '已入单', '确认结对', false);
    });
    await step('the second partner confirms, and the pairing is in force', people.otherPartner, async (page) => {
      await follow(page, '答复');
      await click(page, '确认参加');
      await expectNext(page, '已结对', '加举措', false);
      const ledger = await expectLedger(page, true);
      expect(ledger.includes('示例二处') && ledger.includes('示例学院'), 'the ledger names the partners');
    });

    await step('the lead sets a measure with owner and limit, and starts', people.liaison, async (page) => {
      await follow(page, '加举措');
      await page.getByLabel('做什么').fill(measure);
      await page.getByLabel('责任单位').selectOption({ label: '示例二处' });
      const owner = page.getByLabel('责任人').locator('option', { hasText: '示例乙' });
      await page.getByLabel('责任人').selectOption(await owner.getAttribute('value'));
      const due = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
      await page.getByLabel('时限').fill(due);
      await click(page, '交办');
      expect((await page.locator('h1').innerText()).includes(measure), 'the measure has its page');
      await expectNext(page, '已结对', '立单推进', true);
      await dossier.turn(page).getByRole('button', { name: '立单推进' }).click();
      await page.waitForLoadState();
      await expectNext(page, '推进中', '签收举措', false);
      await expectLedger(page, true);
    });
    await step('who did none of the work sees it and may do nothing', people.verifier, async (page) => {
      await expectNext(page, '推进中', '签收举措', false);
      const actions = page.getByRole('main').locator('form[method="post"]:not([action="/demo/people"])');
      expect((await actions.count()) === 0, 'an outsider has forms on the page');
    });
    await expectClosedToOthers();

    await step('the unit signs for it, says how it goes, and reports the result', people.partner, async (page) => {
      await follow(page, '签收', measure);
      await click(page, '签收');
      await expectNext(page, '推进中', '开始办理', true);
      await dossier.turn(page).getByRole('link', { name: '开始办理' }).click();
      await click(page, '开始办理');
      await expectNext(page, '推进中', '报进展', true);
      await dossier.turn(page).getByRole('link', { name: '报进展' }).click();
      await page.getByLabel('进展', { exact: true }).fill('三台打印机已列入每天两次的巡查。');
      await click(page, '保存');
      expect((await page.locator('#say').innerText()).includes('每天两次的巡查'), 'the sentence stands on the page');
      await page.locator('#steps summary', { hasText: '报结果' }).click();
      await page.getByLabel('办理结果').fill('连续两周没有缺纸。');
      await click(page, '报结果');
      await expectNext(page, '推进中', '审核结果', false);
      await expectLedger(page, true);
    });
    await step('the head of the lead unit passes the result', people.head, async (page) => {
      await follow(page, '审核', measure);
      await click(page, '审核通过');
      await expectNext(page, '推进中', '录成效', true);
    });

    await step('the lead writes the outcome with a figure and its evidence', people.liaison, async (page) => {
      await follow(page, '录成效');
      await page.getByLabel('成效', { exact: true }).fill('图书馆打印机不再缺纸');
      await page.getByLabel('第 1 个数，数的是什么').fill('连续没有缺纸的天数');
      await page.getByLabel('数，照原样写').first().fill('14天');
      await click(page, '保存');
      await page.goto(problem);
      expect((await page.locator('#outcomes').innerText()).includes('14天'), 'the figure stands as it was written');
      const ledger = await expectLedger(page, true);
      expect(ledger.includes('图书馆打印机不再缺纸'), 'the ledger shows the outcome');

      for (const piece of ['link', 'file']) {
        await page.goto(problem);
        await page.getByRole('link', { name: '附佐证' }).first().click();
        await page.getByLabel('名称').fill(piece === 'link' ? '巡查记录（系统）' : '巡查记录（扫描）');
        await page.getByRole('radio', { name: piece === 'link' ? '系统链接' : '其他' }).check();
        if (piece === 'link') await page.locator('#link').fill('https://example.org/xuncha');
        else await page.locator('#file').setInputFiles({ name: '巡查记录.txt', mimeType: 'text/plain', buffer: Buffer.from('十一月巡查记录') });
        await click(page, '附上');
      }
      await page.goto(problem);
      const proofs = await page.locator('#outcomes').innerText();
      expect(proofs.includes('巡查记录（系统）') && proofs.includes('巡查记录（扫描）'), `both pieces stand on the page: ${proofs}`);
    });
    await step('the lead applies for close-out', people.liaison, async (page) => {
      await expectNext(page, '推进中', '申请销号', true);
      await follow(page, '申请销号');
      await page.getByLabel('办成了什么').fill('打印机每天两次补纸，连续两周没有缺纸。');
      await click(page, '申请销号');
      await expectNext(page, '核验中', '本单位审签', false);
      await expectLedger(page, true);
    });
    await step('its head signs', people.head, async (page) => {
      await expectNext(page, '核验中', '本单位审签', true);
      await follow(page, '销号签字');
      await click(page, '签字');
      await expectNext(page, '核验中', '共建方看一看', false);
    });
    for (const partner of [people.partner, people.otherPartner]) {
      await step(`${partner} says what it thinks of the application`, partner, async (page) => {
        await expectNext(page, '核验中', '共建方看一看', true);
        await follow(page, '看销号申请');
        await page.getByRole('radio', { name: '没有不同意见' }).check();
        await click(page, '提交看法');
      });
    }
    await step('who did the work cannot check it, and is told why', people.partner, async (page) => {
      await expectNext(page, '核验中', '外单位核验', false);
      await page.goto(`${problem}/close`);
      expect((await page.locator('main').innerText()).includes('您不能核验'), 'the page says why not');
      expect((await page.getByRole('button', { name: '核验通过' }).count()) === 0, 'a doer has the button');
    });
    await expectClosedToOthers();
    await step('somebody of a unit that did none of the work checks it', people.verifier, async (page) => {
      await expectNext(page, '核验中', '外单位核验', true);
      await follow(page, '核验');
      await page.getByLabel('核验记录').fill('下午到图书馆看过三台打印机，问过两名学生。');
      await click(page, '核验通过');
      await expectNext(page, '核验中', '独立检查', false);
    });
    await step('nobody else raised it, so the coordinator draws who checks', people.coordinator, async (page) => {
      await expectNext(page, '核验中', '抽定检查人', true);
      await follow(page, '抽定检查人');
      expect((await page.getByRole('button', { name: '销号', exact: true }).count()) === 0, 'it can be struck off without a check');
      const name = await page.getByLabel('检查人').locator('option', { hasText: '示例子' }).getAttribute('value');
      await page.getByLabel('检查人').selectOption(name);
      await click(page, '抽定检查人');
    });
    await step('who was drawn looks once more', people.checker, async (page) => {
      await expectNext(page, '核验中', '独立检查', true);
      await follow(page, '独立检查');
      await page.getByLabel('检查了什么').fill('另去看过两台打印机，问了一名学生。');
      await click(page, '检查通过');
    });
    await step('the coordinator strikes it off: checked, and not called solved', people.coordinator, async (page) => {
      await expectNext(page, '核验中', '不算“解决”', true);
      await follow(page, '销号');
      await click(page, '销号');
      await page.goto(problem);
      expect((await dossier.state(page).innerText()).startsWith('已销号'), 'it is closed');
      const words = await page.locator('main').innerText();
      expect(words.includes('独立核验') && !words.includes('提出人认可'), 'it is closed on the word of the check');
      await expectLedger(page, true);
      await page.goto('/figures/solved');
      expect(!(await page.locator('main').innerText()).includes(title), 'it counts as solved');
      await page.goto('/figures/checked');
      expect((await page.locator('main').innerText()).includes(title), 'it does not count as checked');
    });
    await expectClosedToOthers();
  });

  test(`the form of a problem is filled by keyboard alone, JavaScript ${js ? 'on' : 'off'}`, async () => {
    await as(people.liaison, { js }, async (page) => {
      const title = `只用键盘提的难题${js ? '甲' : '乙'}`;
      await page.goto('/problems/new');
      await tabTo(page, page.getByLabel('难题', { exact: true }));
      await page.keyboard.type(title);
      await page.keyboard.press('Tab');
      await page.keyboard.type('不用鼠标也要能提。');
      await tabTo(page, page.getByLabel('提出单位'));
      await page.keyboard.type('示例一处');
      await tabTo(page, page.locator('input[name="theme_id"]').first());
      await page.keyboard.press('Space');
      await tabTo(page, page.getByRole('button', { name: '提交' }));
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => /^\/problems\/\d+$/.test(url.pathname));
      expect((await page.locator('h1').innerText()).includes(title), 'the problem has its page');
    });
  });
}

test('a problem that needs it is shown to all before it is struck off', async () => {
  const noticed = '校园地图门牌号缺失';
  await as(people.coordinator, {}, async (page) => {
    await home.open(page);
    await home.todo(page, '公示', noticed).click();
    expect((await page.getByRole('button', { name: '销号', exact: true }).count()) === 0, 'it can be struck off without notice');
    await page.getByRole('button', { name: '开始公示' }).click();
    await page.waitForLoadState();
    const words = await page.locator('main').innerText();
    expect(words.includes('公示到') && words.includes('期满再销号'), `the page says until when: ${words}`);
    expect((await page.getByRole('button', { name: '销号', exact: true }).count()) === 0, 'it can be struck off during the notice');
  });
  const over = '危险化学品废液暂存超期';
  await as(people.leader, {}, async (page) => {
    await home.open(page);
    await home.todo(page, '销号', over).click();
    await page.getByRole('button', { name: '销号', exact: true }).click();
    await page.waitForLoadState();
    expect((await page.locator('main').innerText()).includes('已核销'), 'after the notice the leader strikes it off');
  });
});

async function tabTo(page, locator) {
  for (let tabs = 0; tabs <= 60; tabs += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  expect(false, `60 Tabs do not reach ${locator}`);
}
