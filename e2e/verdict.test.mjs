// The acceptance walk: from an anonymous voice to the look-back, by phone, over a hundred days of the server's own clock, with every message that left.
import { after, before, describe, test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { PHONE } from './lib/browser.mjs';
import { makeClock } from './lib/clock.mjs';
import { expect } from './lib/finding.mjs';
import { startHook, startMail } from './lib/listener.mjs';
import { useSession } from './lib/session.mjs';
import { dossier, home, people, unfold } from './site.mjs';

// The clock of the house goes round once a minute.
const ROUND_MS_MAX = 90_000;
const WALK = { timeout: 600_000 };
const TITLE = '示例：东区水房晚上没有热水';
const VOICE = '示例：东区水房晚上九点以后没有热水，打不到水。';
/** The list of the desk cuts it short. */
const VOICE_LISTED = /东区水房晚上九点以后/;
const NOT_SOLVED = '示例：四号楼的水房还是没有。';
const FIRST = '东区水房改为二十三点停水';
const SECOND = '四号楼水房单独换阀';
const DISPATCHER = 'example-mao';
const SUPERVISOR = 'example-yin';
const KEEPER = 'example-wu';
/** Who is reached by mail; the others read their inbox. */
const REACHED = [people.liaison, people.head, people.partner, people.otherPartner, people.coordinator, people.checker];

// Both walks at once: most of their time they wait for the clock of their house to go round.
describe('the acceptance walk', { ...WALK, concurrency: 2 }, () => {
  for (const js of [true, false]) {
    // The steps of one walk follow each other.
    describe(`from a voice to the look-back, JavaScript ${js ? 'on' : 'off'}`, { ...WALK, concurrency: 1 }, () => {
      let clock;
      let mail;
      let hook;
      let code = '';
      let problem = '';
      // A Monday without holidays near it; the look-back falls on a working day as well.
      before(async () => {
        clock = makeClock('2026-03-02T10:00');
        [mail, hook] = await Promise.all([startMail(), startHook()]);
      });
      const session = useSession({
        env: () => ({ ...clock.env, GONGJIE_OUTGOING_HOSTS: '127.0.0.1', GONGJIE_OUTGOING_NETWORKS: '127.0.0.1' }),
      });
      after(async () => {
        await Promise.all([mail.stop(), hook.stop()]);
        clock.remove();
      });

      const person = (login) => {
        const found = session.people.find((known) => known.login === login);
        expect(found, `the demo has no ${login}`);
        return found;
      };
      const as = async (login, body, allow = []) =>
        session.withPage({ js, viewport: PHONE, allow, state: await session.stateOf(person(login)) }, body);
      // Each step stands on the one before it: after the first that fails the others say nothing new.
      let broken = false;
      const stage = (name, body) =>
        test(name, async (t) => {
          if (broken) return t.skip('an earlier step failed');
          broken = true;
          await body();
          broken = false;
        });
      const step = (name, login, body) => stage(name, () => as(login, body));
      const student = (body, allow = []) => session.withPage({ js, viewport: PHONE, allow }, body);
      const go = (moment) => {
        clock.go(moment);
        session.forgetSignIns();
      };
      /** Clicks and waits for the page that follows: who leaves before it is there takes back what was sent. */
      const click = async (page, what) => {
        const arrived = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
        await Promise.all([arrived, what.click()]);
        await page.waitForLoadState();
      };
      const press = (page, name) => click(page, page.getByRole('main').getByRole('button', { name, exact: true }).first());
      const follow = async (page, verb, what = TITLE) => {
        await home.open(page);
        const link = home.todo(page, verb, what);
        expect(await link.count(), `the first page does not ask: ${verb}：${what}`);
        await click(page, link.first());
      };
      const looks = async (page) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide <= PHONE.width, `${page.url()} is ${wide} px wide`);
        if (js) await expectAccessible(page);
      };
      /** The page of the problem says this state and this next step. */
      const expectNext = async (page, state, next, mine) => {
        await page.goto(problem);
        const now = await dossier.state(page).innerText();
        expect(now.startsWith(state), `the state is ${now}, not ${state}`);
        const words = await dossier.turn(page).innerText();
        expect(words.includes(next), `the next step is not ${next}, but: ${words}`);
        expect(words.includes(mine ? '这一步由您来办' : '这一步由下面的人来办'), `whose step it is: ${words}`);
        await looks(page);
      };
      /** The student's page of the code. */
      const byCode = async (page) => {
        await page.goto('/track');
        await page.getByLabel('查询码').fill(code);
        await page.getByRole('button', { name: '查看' }).click();
        await page.getByRole('heading', { level: 1, name: VOICE }).waitFor();
        await looks(page);
        return page.locator('main').innerText();
      };
      const judge = async (page, word, sentence) => {
        expect((await page.locator('input:checked').count()) === 0, 'an answer is preselected');
        await page.getByRole('radio', { name: word }).check();
        if (sentence) await page.getByLabel('想说的一句话').fill(sentence);
        await page.getByRole('button', { name: '提交评价' }).click();
        await page.getByRole('heading', { name: '收到了，谢谢您' }).waitFor();
        await looks(page);
      };
      /** Waits until the clock of the house has gone round and a page says so. */
      const settled = async (login, path, isSo) => {
        await as(login, async (page) => {
          const until = Date.now() + ROUND_MS_MAX;
          for (;;) {
            await page.goto(path);
            if (await isSo(page)) return;
            expect(Date.now() < until, `the word did not take effect: ${await page.locator('main').innerText()}`);
            await new Promise((resolve) => setTimeout(resolve, 1_000));
          }
        });
      };

      stage('the system administrator opens two ways out, and says who is reached', async () => {
        await as(KEEPER, async (page) => {
          for (const [kind, name, url] of [['email', '邮件', mail.url], ['webhook', '回调', hook.url]]) {
            await page.goto('/channels/new');
            await page.getByLabel('通道类别').selectOption(kind);
            await page.getByLabel('通道名称').fill(name);
            await page.locator('#url').fill(url);
            if (kind === 'email') await page.locator('#sender').fill('gongjie@school.example');
            else await page.locator('#secret').fill('a key of the hook');
            await press(page, '保存');
            expect((await page.locator('main').innerText()).includes(name), `the channel ${name} is not there`);
          }
          for (const login of REACHED) {
            await page.goto('/people');
            await click(page, page.getByRole('link', { name: person(login).name, exact: true }));
            await click(page, page.getByRole('link', { name: '改', exact: true }));
            await page.getByLabel('邮箱').fill(`${login}@school.example`);
            await press(page, '保存');
          }
          await page.goto('/people');
          await click(page, page.getByRole('link', { name: person(DISPATCHER).name, exact: true }));
          await page.getByLabel('授予角色').selectOption('dispatcher');
          await press(page, '授予角色');
          expect((await page.locator('#roles').innerText()).includes('诉求分派'), 'nobody is a dispatcher');
        });
      });

      stage('a student raises it without a name', () =>
        student(async (page) => {
          await page.goto('/raise/example');
          await looks(page);
          await page.getByLabel('一句话说清楚').fill(VOICE);
          await page.getByRole('radio', { name: /^匿名/ }).check();
          await page.getByRole('button', { name: '提交' }).click();
          await page.getByRole('heading', { name: '收到了，谢谢您说出来' }).waitFor();
          code = (await page.locator('.ticket code').innerText()).trim();
          await looks(page);
          expect((await byCode(page)).includes('匿名'), 'the page of the code does not say anonymous');
        }));
      step('a dispatcher makes it a problem', DISPATCHER, async (page) => {
        await page.goto('/voices');
        await click(page, page.getByRole('link', { name: VOICE_LISTED }).first());
        await click(page, page.locator('.keys a', { hasText: '转为难题' }));
        await page.getByLabel('难题', { exact: true }).fill(TITLE);
        await page.getByLabel('主题').selectOption({ index: 1 });
        for (const like of await page.locator('#also input:checked').all()) await like.uncheck();
        await looks(page);
        await press(page, '转为难题');
      });
      step('the coordinator sets class and grade, lists it, and invites who is to solve it', people.coordinator, async (page) => {
        await follow(page, '归类');
        problem = new URL(page.url()).pathname.replace(/\/edit$/, '');
        await page.getByRole('radio', { name: '多部门协作解决' }).check();
        await page.getByRole('radio', { name: '一级' }).check();
        await press(page, '保存');
        await expectNext(page, '待受理', '受理入单', true);
        await click(page, dossier.turn(page).getByRole('button', { name: '受理入单' }));
        await follow(page, '找搭档');
        await page.getByLabel('结对名称').fill(TITLE);
        await page.getByLabel('牵头', { exact: true }).selectOption({ label: '示例一处' });
        await unfold(page.locator('#partners'));
        await page.getByRole('checkbox', { name: '示例二处', exact: true }).check();
        await page.getByRole('checkbox', { name: '示例学院', exact: true }).check();
        await press(page, '存成草稿');
        // It is the lead's next step; the coordinator's word does as well, and leaves the lead to answer for itself.
        await expectNext(page, '已入单', '发出邀请', false);
        await click(page, dossier.turn(page).getByRole('link', { name: '去看这一步' }));
        await press(page, '发出邀请');
      });
      for (const [who, login] of [['lead', people.liaison], ['first partner', people.partner], ['second partner', people.otherPartner]]) {
        step(`the ${who} accepts`, login, async (page) => {
          await follow(page, '答复');
          await press(page, '确认参加');
        });
      }

      /** A measure of a unit is set by the lead, done, passed and proved. */
      const work = (text, unit, owner, login, isFirst) => {
        step(`the lead sets “${text}”`, people.liaison, async (page) => {
          if (isFirst) await follow(page, '加举措');
          else await page.goto(`${problem}/measures/new`);
          await page.getByLabel('做什么').fill(text);
          await page.getByLabel('责任单位').selectOption({ label: unit });
          const choice = page.getByLabel('责任人').locator('option', { hasText: owner });
          await page.getByLabel('责任人').selectOption(await choice.getAttribute('value'));
          await page.getByLabel('时限').fill(clock.day(30));
          await press(page, '交办');
          if (!isFirst) return;
          await expectNext(page, '已结对', '立单推进', true);
          await click(page, dossier.turn(page).getByRole('button', { name: '立单推进' }));
        });
        step(`${owner} signs for it and does it`, login, async (page) => {
          await follow(page, '签收', text);
          await press(page, '签收');
          await expectNext(page, '推进中', '开始办理', true);
          await click(page, dossier.turn(page).getByRole('link', { name: '开始办理' }));
          await press(page, '开始办理');
          await page.locator('#steps summary', { hasText: '报结果' }).click();
          await page.getByLabel('办理结果').fill(`${text}，已经做完。`);
          await press(page, '报结果');
        });
        step('the head of the lead passes the result', people.head, async (page) => {
          await follow(page, '审核', text);
          await press(page, '审核通过');
        });
      };
      /** The close-out up to an outsider's check. */
      const verify = (result) => {
        step('the lead applies for close-out', people.liaison, async (page) => {
          await page.goto(`${problem}/close`);
          await page.getByLabel('办成了什么').fill(result);
          await page.getByLabel('为什么没有佐证').fill('示例：看得见，摸得着。');
          await press(page, '申请销号');
        });
        step('its head signs', people.head, async (page) => {
          await follow(page, '销号签字');
          await press(page, '签字');
        });
        for (const partner of [people.partner, people.otherPartner]) {
          step(`${partner} has nothing against it`, partner, async (page) => {
            await follow(page, '看销号申请');
            await page.getByRole('radio', { name: '没有不同意见' }).check();
            await press(page, '提交看法');
          });
        }
        step('a verifier of another unit checks it', people.verifier, async (page) => {
          await expectNext(page, '核验中', '外单位核验', true);
          await follow(page, '核验');
          await page.getByLabel('核验记录').fill('示例：晚上十点去看过。');
          await looks(page);
          await press(page, '核验通过');
          await expectNext(page, '核验中', '评价', false);
        });
      };

      work(FIRST, '示例二处', '示例乙', people.partner, true);
      verify('示例：水房供应到二十三点。');
      stage('the student reads what was done and says: not solved', () =>
        student(async (page) => {
          const words = await byCode(page);
          expect(words.includes('这件事解决了吗') && words.includes(TITLE), `the student is not asked: ${words}`);
          await judge(page, /^没有解决/, NOT_SOLVED);
        }));
      step('an anonymous word moves nothing before its half day is over, for the step would tell the minute', people.coordinator, async (page) => {
        await page.goto(problem);
        expect((await dossier.state(page).innerText()).startsWith('核验中'), 'it has moved already');
        await page.goto(`${problem}/close`);
        expect((await page.getByRole('button', { name: '销号', exact: true }).count()) === 0, 'it can be struck off');
      });
      stage('when the half day is over it comes back, with the words', async () => {
        go('2026-03-02T13:00');
        await settled(people.liaison, problem, async (page) => (await dossier.state(page).innerText()).startsWith('推进中'));
        await as(people.liaison, async (page) => {
          await page.goto(`${problem}/close`);
          expect((await page.locator('main').innerText()).includes(NOT_SOLVED), 'the lead does not read why');
        });
        await student(async (page) => {
          expect((await byCode(page)).includes('推进中'), 'the student does not see that it came back');
        });
      });

      stage('the next morning', () => go('2026-03-03T09:00'));
      work(SECOND, '示例学院', '示例巳', people.otherPartner, false);
      verify('示例：四号楼水房也供应到二十三点。');
      stage('the student says: solved', () =>
        student(async (page) => {
          await byCode(page);
          await judge(page, /^解决了(?!一)/);
        }));
      stage('the coordinator strikes it off on the word of who raised it', async () => {
        go('2026-03-03T13:00');
        await settled(people.coordinator, `${problem}/close`, (page) => page.getByRole('button', { name: '销号', exact: true }).count());
        await as(people.coordinator, async (page) => {
          await follow(page, '销号');
          await press(page, '销号');
          await page.goto(problem);
          expect((await dossier.state(page).innerText()).startsWith('已销号'), 'it is not closed');
          expect((await page.locator('main').innerText()).includes('提出人认可'), 'it is not closed on the word of who raised it');
          await page.goto(`${problem}/close`);
          expect((await page.locator('main').innerText()).includes('2026年6月1日'), 'the day of the look-back is not said');
        });
        await as(SUPERVISOR, async (page) => {
          await home.open(page);
          expect((await home.todo(page, '90 天回看', TITLE).count()) === 0, 'the look-back is asked for at once');
        });
      });
      stage('ninety days later the look-back appears, and it holds', async () => {
        go('2026-05-31T23:00');
        await as(SUPERVISOR, async (page) => {
          await home.open(page);
          expect((await home.todo(page, '90 天回看', TITLE).count()) === 0, 'the look-back is asked for a day early');
        });
        go('2026-06-01T10:00');
        await as(SUPERVISOR, async (page) => {
          await expectNext(page, '已销号', '回看', true);
          await follow(page, '90 天回看');
          await page.getByRole('radio', { name: '管用' }).check();
          await page.getByLabel('回看记录').fill('示例：五月三十一日晚上十点又去看过。');
          await looks(page);
          await press(page, '记下回看结果');
          expect((await page.locator('main').innerText()).includes('又去看过'), 'what was found stands on the page');
        });
      });

      stage('every message that left on the way stands in the outbox, and nothing else', async () => {
        // What is due today leaves within some rounds of the worker; a digest is spread over five minutes.
        go('2026-06-01T10:10');
        await as(people.coordinator, async (page) => {
          const read = async () => {
            const rows = [];
            for (let at = '/outbox'; at; ) {
              await page.goto(at);
              rows.push(...(await page.locator('main tbody tr').all().then((all) => Promise.all(all.map((row) => row.innerText())))));
              at = await page.getByRole('link', { name: '更早的' }).getAttribute('href', { timeout: 200 }).catch(() => null);
            }
            return rows;
          };
          const until = Date.now() + ROUND_MS_MAX;
          let rows = await read();
          while (rows.some((row) => row.includes('待发')) && Date.now() < until) {
            await new Promise((resolve) => setTimeout(resolve, 1_000));
            rows = await read();
          }
          await looks(page);
          const heard = [...mail.mails.map((one) => one.id), ...hook.calls.map((one) => one.id)];
          expect(new Set(heard).size === heard.length, 'a message came twice');
          expect(rows.length === heard.length, `the outbox shows ${rows.length} messages, ${heard.length} were received`);
          for (const id of heard) expect(rows.filter((row) => row.includes(id)).length === 1, `${id} was received and does not stand in the outbox`);
          expect(rows.every((row) => row.includes('已发')), `something did not leave: ${rows.find((row) => !row.includes('已发'))}`);
          const back = rows.filter((row) => row.includes('提出人说没有解决') && row.includes(TITLE));
          const wanted = [people.liaison, people.head, people.partner, people.otherPartner].map((login) => person(login).name);
          for (const name of wanted) expect(back.some((row) => row.includes(name)), `${name} was not told that it came back`);
          expect(back.some((row) => row.includes('群或程序')), 'the hook was not told that it came back');
          expect(hook.calls.some(({ body }) => body.text.includes(TITLE)), `the hook heard ${JSON.stringify(hook.calls)}`);
          for (const login of [people.liaison, people.head]) {
            expect(mail.mails.some((one) => one.to === `${login}@school.example`), `${login} got no mail`);
          }
        });
      });
    });
  }
});
