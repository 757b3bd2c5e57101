// Roadmap, task book, network, board and calendar in a browser: keys, a drag that only proposes, paper, an island on demand.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { PHONE } from './lib/browser.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { addressOf, people, widestPerson } from './site.mjs';

const A4 = [595, 842];
const A3 = [842, 1191];

const session = useSession();
const signedIn = async (more = {}) => ({ state: await session.stateOf(widestPerson(session.people)), ...more });

/** Page sizes of a PDF in points. */
async function sheets(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  return [...pdf.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)].map(([, w, h]) => [Math.round(Number(w)), Math.round(Number(h))]);
}
const are = (found, wanted) => found.length > 0 && found.every(([w, h]) => Math.abs(w - wanted[0]) <= 1 && Math.abs(h - wanted[1]) <= 1);

test('picture or table: the switch shows one of them, and both hold the same measures', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/roadmap');
    expect(await page.locator('#chart').isVisible(), 'a wide window begins with the picture');
    expect(!(await page.locator('#rows').isVisible()), 'the table waits');
    const idsOf = (links) => links.map((link) => new URL(link.href.baseVal ?? link.href, document.baseURI).pathname).filter((path) => path.startsWith('/measures/'));
    const drawn = new Set(await page.locator('#chart .gantt__lab > a').evaluateAll(idsOf));
    const listed = new Set(await page.locator('#rows tbody th a').evaluateAll(idsOf));
    const without = (await page.locator('#chart .gmap__head small').allInnerTexts()).map((text) => Number(/(\d+) 条举措没写日期/.exec(text)?.[1] ?? 0)).reduce((a, b) => a + b, 0);
    expect(listed.size > 0 && drawn.size + without === listed.size && [...drawn].every((id) => listed.has(id)), `${drawn.size} drawn, ${without} without a date, ${listed.size} listed`);
    await page.locator('[data-road-views] a', { hasText: '表' }).click();
    expect(await page.locator('#rows').isVisible(), 'the table is shown');
    expect(!(await page.locator('#chart').isVisible()), 'the picture is hidden');
    await expectAccessible(page);
    await page.reload();
    expect(await page.locator('#rows').isVisible(), 'the address keeps the choice');
  });
});

test('on a phone the table comes first, and the picture scrolls inside its frame', async () => {
  await session.withPage(await signedIn({ viewport: PHONE }), async (page) => {
    await page.goto('/roadmap');
    expect(await page.locator('#rows').isVisible(), 'the table');
    await page.locator('[data-road-views] a', { hasText: '图' }).click();
    const road = page.locator('[data-road]').first();
    const { scroll, client } = await road.evaluate((e) => ({ scroll: e.scrollWidth, client: e.clientWidth }));
    expect(scroll > client && client <= PHONE.width, `${scroll} in ${client}`);
    await expectAccessible(page);
  });
});

test('arrows move between bars, Enter opens, t brings today into sight', async () => {
  // The invented organisation works today; the other one's year is past.
  const person = session.people.find(({ login }) => login === people.coordinator);
  await session.withPage({ state: await session.stateOf(person) }, async (page) => {
    await page.goto('/roadmap?scale=week');
    const bars = page.locator('[data-bar]');
    expect((await bars.count()) > 2, 'there are bars');
    expect((await page.locator('[data-bar][tabindex="0"]').count()) === 1, 'one bar is in the tab order');
    const focused = () => page.evaluate(() => [...document.querySelectorAll('[data-bar]')].indexOf(document.activeElement));
    await bars.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect((await focused()) === 2, `the third bar has the focus, not ${await focused()}`);
    await page.keyboard.press('ArrowUp');
    expect((await focused()) === 1, 'back to the second');
    await page.keyboard.press('End');
    expect((await focused()) === (await bars.count()) - 1, 'the last one');
    await page.keyboard.press('Home');
    expect((await focused()) === 0, 'the first one');
    const road = page.locator('[data-road]').first();
    await road.evaluate((e) => e.scrollTo({ left: 0 }));
    await page.keyboard.press('t');
    const inside = await road.evaluate((e) => {
      const [frame, line] = [e.getBoundingClientRect(), e.querySelector('[data-today]').getBoundingClientRect()];
      return line.left >= frame.left && line.left <= frame.right;
    });
    expect(inside, 'today is in sight');
    const href = await bars.first().getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === href);
  });
});

test('a letter alone goes nowhere, however young the page is', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.addInitScript(() => { performance.now = () => 100; });
    await page.goto('/');
    await page.keyboard.press('r');
    const answer = await page.evaluate(() => new Promise((done) => setTimeout(() => done(location.pathname), 300)));
    expect(answer === '/', `stays, not ${answer}`);
  });
});

test('g r goes to the roadmap', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/');
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.waitForURL((url) => url.pathname === '/roadmap');
  });
});

/** Somebody of the demo who may ask for an extension, with the roadmap that shows it. */
async function whoMayAsk(look) {
  for (const person of session.people) {
    const { page, close } = await session.open({ state: await session.stateOf(person) });
    try {
      const answer = await page.goto('/roadmap?campaign=all');
      if (answer.status() === 200 && (await page.locator('[data-grip]').count())) return await look(page);
    } finally {
      await close();
    }
  }
  throw new Error('nobody in the demo may ask for an extension');
}

test('dragging the end of a bar opens the request with the day filled in, and changes nothing', async () => {
  await whoMayAsk(async (page) => {
    const grip = page.locator('[data-grip]').first();
    await grip.scrollIntoViewIfNeeded();
    const facts = await grip.evaluate((e) => ({ id: e.dataset.grip, due: e.dataset.due, last: e.dataset.last }));
    const box = await grip.locator('rect').boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 20, y, { steps: 4 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(new URL(page.url()).pathname === '/roadmap', 'Esc takes the drag back');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 400, y, { steps: 8 });
    expect(await page.locator('[data-road-say]').first().isVisible(), 'what would be asked for is said');
    await page.mouse.up();
    await page.waitForURL((url) => url.pathname === `/measures/${facts.id}`);
    const typed = await page.locator('#ask-to').inputValue();
    expect(typed > facts.due && typed <= facts.last, `${facts.due} < ${typed} <= ${facts.last}`);
    expect(await page.locator('#ask-reason').isVisible(), 'the form stands open');
    await page.goto('/roadmap?campaign=all');
    const again = await page.locator(`[data-grip="${facts.id}"]`).first().getAttribute('data-due');
    expect(again === facts.due, `the limit was ${facts.due} and is ${again}`);
  });
});

test('without JavaScript the picture, the table and the link to the request are there', async () => {
  await session.withPage(await signedIn({ js: false }), async (page) => {
    await page.goto('/roadmap');
    expect(await page.locator('#chart svg .gitem').first().isVisible(), 'the picture');
    expect(await page.locator('#rows table').isVisible(), 'the table');
  });
});

test('it prints on A4 and on A3 landscape, one quarter a page where that is asked', async () => {
  await session.withPage(await signedIn(), async (page) => {
    for (const [paper, size] of [['a4', A4], ['a3', A3]]) {
      await page.goto(`/roadmap?paper=${paper}#chart`);
      const found = await sheets(page);
      expect(are(found, [size[1], size[0]]), `${paper}: ${JSON.stringify(found)}`);
    }
    await page.goto('/roadmap?paper=a3&split=quarter#chart');
    const quarters = await page.locator('[data-road]').count();
    const pages = (await sheets(page)).length;
    expect(quarters > 1 && pages >= quarters, `${quarters} quarters on ${pages} pages`);
    const repeats = await page.locator('.gantt__head').first();
    await page.emulateMedia({ media: 'print' });
    expect((await repeats.evaluate((e) => getComputedStyle(e).display)) === 'table-header-group', 'the head of the picture is repeated');
  });
});

test('the task book prints on A4 portrait, without the frame', async () => {
  await session.withPage(await signedIn(), async (page) => {
    const address = await addressOf(page, { path: '/problems/*/taskbook', from: '/problems/*' });
    await page.goto(address);
    expect(are(await sheets(page), A4), 'A4 portrait');
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.app__nav', '.phead', '.cols > aside']) {
      expect(!(await page.locator(gone).first().isVisible()), `${gone} is printed`);
    }
    expect(await page.locator('.signs').isVisible(), 'the boxes for signatures');
  });
});

test('the island of the network is loaded only when it is asked for', async () => {
  await session.withPage(await signedIn(), async (page) => {
    const loaded = [];
    page.on('request', (request) => request.url().includes('echarts') && loaded.push(request.url()));
    await page.goto('/pairings/network');
    await page.waitForLoadState('networkidle');
    expect(loaded.length === 0, 'nothing of it comes with the page');
    const open = page.locator('[data-network-open]');
    expect(await open.isVisible(), 'the button; a program built without assets/out has none');
    await open.click();
    await page.locator('[data-network-canvas][data-ready]').waitFor();
    expect(loaded.length === 1, `loaded ${loaded.length} times`);
    const nodes = Number(await page.locator('[data-network-canvas]').getAttribute('data-ready'));
    expect(nodes === (await page.locator('tr[data-unit]').count()), `${nodes} units are drawn`);
    expect((await page.locator('[data-network-canvas] canvas').count()) === 1, 'it is a canvas');
    await expectAccessible(page);
    await page.locator('[data-network-close]').click();
    expect(await page.locator('[data-network-plain]').isVisible(), 'the plain picture is back');
  });
});

test('the board moves nothing by itself: the menu and a drop open the form of the step', async () => {
  await session.withPage(await signedIn(), async (page) => {
    await page.goto('/problems?view=board&campaign=all');
    const menu = page.locator('.moveto').first();
    await menu.locator('summary').click();
    await expectAccessible(page);
    const step = menu.locator('a').first();
    const href = await step.getAttribute('href');
    const card = page.locator('[data-card]', { has: menu }).first();
    const to = await step.getAttribute('data-to');
    await card.dragTo(page.locator(`[data-column="${to}"]`).first());
    await page.waitForURL((url) => url.pathname === href.split(/[?#]/)[0]);
    await page.goto('/problems?view=board&campaign=all');
    expect((await page.locator('.moveto').first().locator('a').first().getAttribute('href')) === href, 'the card stands where it stood');
  });
});
