// The grid, by keyboard alone: fifty rows, two people in one row, undo, paste from a spreadsheet and from a web page.
import { test } from 'node:test';
import { expectAccessible } from './lib/axe.mjs';
import { PHONE } from './lib/browser.mjs';
import { expect } from './lib/finding.mjs';
import { useSession } from './lib/session.mjs';
import { people } from './site.mjs';

const ROWS = 50;
const session = useSession();
const person = (login) => session.people.find((p) => p.login === login);
const stateOf = (login) => session.stateOf(person(login));

/** A page whose keys are counted: a chord is one press. */
async function keyboard(page) {
  const counted = { n: 0 };
  return {
    get count() { return counted.n; },
    reset() { counted.n = 0; },
    async press(key, times = 1) {
      for (let i = 0; i < times; i += 1) {
        counted.n += 1;
        await page.keyboard.press(key);
      }
    },
    async type(text) {
      counted.n += [...text].length;
      await page.keyboard.type(text);
    },
  };
}

const copied = (page, text, html) => page.evaluate(async ({ text, html }) => {
  const item = { 'text/plain': new Blob([text], { type: 'text/plain' }) };
  if (html) item['text/html'] = new Blob([html], { type: 'text/html' });
  await navigator.clipboard.write([new ClipboardItem(item)]);
}, { text, html });

const cell = (page, row, field) => page.locator('tr[data-row]').nth(row).locator(`[data-field="${field}"]`);
const settled = async (page) => {
  await page.waitForFunction(() => !document.querySelector('[data-fate="saving"]'));
};
const value = (page, row, field) => cell(page, row, field).getAttribute('data-value');
// The test's keyboard has no input method: a Chinese text is typed into the open cell, over what stands there.
const retype = async (page, text) => {
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
};
const focused = (page) => page.evaluate(() => ({
  field: document.activeElement.dataset?.field,
  row: [...document.querySelectorAll('tr[data-row]')].indexOf(document.activeElement.closest('tr')),
}));

/** A theme of the invented organisation. */
const theme = '学生学习与成长';

/** Proposes problems through the text area that works without JavaScript, and shows them alone in the grid. */
async function proposed(page, mark, n) {
  await page.goto('/grid/pastes/new?grid=problems');
  const lines = Array.from({ length: n }, (_, i) => `${mark}${String(i + 1).padStart(2, '0')}\t${theme}\t说不清归谁`);
  await page.getByLabel('粘贴的内容').fill(['题名\t主题\t具体表现', ...lines].join('\n'));
  await page.getByRole('button', { name: '看会改什么' }).click();
  await page.getByRole('button', { name: '确认，保存' }).click();
  await page.waitForURL((url) => url.pathname === '/lists/problems');
  await page.goto(`/lists/problems?q=${encodeURIComponent(mark)}&sort=title`);
}

const clerk = async () => ({ state: await stateOf(people.liaison) });
const clipboard = (opened) => opened.context.grantPermissions(['clipboard-read', 'clipboard-write']);

test('fifty rows are edited with fewer keys than in a spreadsheet that still has to be brought into the system', async () => {
  await session.withPage(await clerk(), async (page, opened) => {
    await clipboard(opened);
    await proposed(page, '五十', ROWS);
    const keys = await keyboard(page);
    // The theme of fifty rows: into the grid, to the column, choose another theme, up, down to the end, fill.
    const before = await value(page, 0, 'theme_id');
    await keys.press('ArrowDown');
    await keys.press('ArrowRight', 2);
    expect((await focused(page)).field === 'theme_id', 'the focus is on the theme');
    await keys.press('Enter');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await keys.press('ArrowUp');
    await keys.press('Control+Shift+ArrowDown');
    await keys.press('Control+d');
    const filling = keys.count;
    await settled(page);
    const after = await value(page, 0, 'theme_id');
    expect(after !== before, 'the theme changed');
    const themes = await page.locator('[data-field="theme_id"]').evaluateAll((all) => all.map((c) => c.dataset.value));
    expect(themes.length === ROWS && themes.every((t) => t === after), `every row has the theme, found ${new Set(themes).size}`);

    // Fifty grades from a spreadsheet: back to the first row, two columns on, paste, confirm.
    const grades = Array.from({ length: ROWS }, (_, i) => String((i % 3) + 1));
    await copied(page, grades.join('\n'));
    keys.reset();
    await keys.press('Control+ArrowUp');
    await keys.press('ArrowRight', 2);
    await keys.press('Control+v');
    await page.waitForURL((url) => url.pathname === '/grid/pastes');
    await expectAccessible(page);
    await keys.press('Enter');
    await page.waitForURL((url) => url.pathname === '/lists/problems');
    const paste = keys.count;
    for (const [row, grade] of grades.entries()) expect((await value(page, row, 'grade')) === grade, `row ${row} has the grade ${grade}`);

    // The same in a spreadsheet whose cursor stands in the first cell:
    //   theme: Right 2, the name 2 (two characters, without counting the input method), Enter 1, Up 1,
    //          Ctrl-Shift-Down 1, Ctrl-D 1 = 8;   grades: Right 2, Ctrl-V 1 = 3.
    // Then into the system of record. Row by row through its form, the shortest way: open it 1, a letter that
    //   chooses in each of the two lists 2, send 1 = 4 a row, leaving out every Tab.
    // With a file import of the kindest sort: save 1, open the import 1, choose the file 2, confirm 1 = 5 for the whole.
    const spreadsheet = 8 + 3;
    const byForm = spreadsheet + 4 * ROWS;
    const byImport = spreadsheet + 5;
    const here = filling + paste;
    expect(filling === 9 && paste === 5, `9 and 5 keys were meant, ${filling} and ${paste} were pressed`);
    expect(here < byForm && here < byImport, `${here} keys here, ${byForm} by form, ${byImport} by import`);
    await expectAccessible(page);
  });
});

test('thirty rows of a web page are in after Ctrl-V and Enter', async () => {
  await session.withPage(await clerk(), async (page, opened) => {
    await clipboard(opened);
    await proposed(page, '网页', 1);
    const rows = Array.from({ length: 30 }, (_, i) => `<tr><td>网页第 ${i + 1} 题</td><td>${theme}</td><td>说不清</td></tr>`);
    await copied(page, '网页', `<table><tr><th>题名</th><th>主题</th><th>具体表现</th></tr><tr><td>网页01</td><td>${theme}</td><td>说不清归谁</td></tr>${rows.join('')}</table>`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+v');
    await page.waitForURL((url) => url.pathname === '/grid/pastes');
    expect((await page.locator('.phead__lead').innerText()).includes('新增 30 行'), await page.locator('.phead__lead').innerText());
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/lists/problems');
    expect((await page.locator('tr[data-row]').count()) === 31, 'thirty rows more');
  });
});

// A page that does not hear of others yet, as when the connection is slow.
const deaf = (page) => page.addInitScript(() => { window.EventSource = class { addEventListener() {} close() {} }; });

test('two people in one row are merged, and in one cell the keyboard picks', async () => {
  await session.withPage(await clerk(), async (page) => {
    await deaf(page);
    await proposed(page, '两人', 2);
    await session.withPage({ state: await stateOf(people.coordinator) }, async (other) => {
      await other.goto(`/lists/problems?q=${encodeURIComponent('两人')}&sort=title`);
      // The coordinator grades the first row; the clerk, whose page is older by now, renames it.
      await cell(other, 0, 'grade').focus();
      await other.keyboard.press('Enter');
      await other.keyboard.press('ArrowDown');
      await other.keyboard.press('Enter');
      await settled(other);
      const grade = await value(other, 0, 'grade');
      await cell(page, 0, 'title').focus();
      await retype(page, '两人改的题名');
      await page.keyboard.press('Enter');
      await settled(page);
      expect((await cell(page, 0, 'title').getAttribute('data-fate')) === 'merged', 'the title was merged');
      await page.reload();
      const graded = page.locator('tr[data-row]', { hasText: '两人改的题名' });
      expect((await graded.locator('[data-field="grade"]').getAttribute('data-value')) === grade, 'the grade is there too');
      // Both rename the second row.
      const second = (of) => of.locator('tr[data-row]', { hasText: '两人02' }).locator('[data-field="title"]');
      await second(other).focus();
      await retype(other, '两人：统筹办写的');
      await other.keyboard.press('Enter');
      await settled(other);
      await second(page).focus();
      await retype(page, '两人：联络员写的');
      await page.keyboard.press('Enter');
      await settled(page);
      const clash = page.locator('[data-fate="clash"]');
      await clash.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: '两个人改了同一格' });
      await dialog.waitFor();
      const words = await dialog.innerText();
      expect(words.includes('统筹办写的') && words.includes('联络员写的'), `both values are shown: ${words}`);
      await expectAccessible(page);
      await page.keyboard.press('Enter');
      await settled(page);
      await other.reload();
      expect((await other.locator('tr[data-row]', { hasText: '联络员写的' }).count()) === 1, 'mine was picked');
    });
  });
});

test('undo and redo, and an undo that is refused in words', async () => {
  await session.withPage(await clerk(), async (page) => {
    await deaf(page);
    await proposed(page, '撤回', 1);
    await cell(page, 0, 'title').focus();
    await retype(page, '撤回：新写的');
    await page.keyboard.press('Enter');
    await settled(page);
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelector('[data-field="title"]').dataset.value === '撤回01');
    await page.keyboard.press('Control+y');
    await page.waitForFunction(() => document.querySelector('[data-field="title"]').dataset.value === '撤回：新写的');
    await session.withPage({ state: await stateOf(people.coordinator) }, async (other) => {
      await other.goto(`/lists/problems?q=${encodeURIComponent('撤回')}`);
      await cell(other, 0, 'title').focus();
      await retype(other, '撤回：别人后来改的');
      await other.keyboard.press('Enter');
      await settled(other);
    });
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelector('[data-gridinfo] [data-words]').textContent.includes('没有动'));
    const words = await page.locator('[data-gridinfo] [data-words]').innerText();
    expect(words.includes('别人后来改的'), words);
  });
});

test('Esc leaves a cell as it was, Tab goes on, and the keys of the page stay quiet while one types', async () => {
  await session.withPage(await clerk(), async (page) => {
    await proposed(page, '退出', 2);
    await cell(page, 0, 'title').focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('gl?/n');
    await page.keyboard.press('Escape');
    expect((await value(page, 0, 'title')) === '退出01', 'nothing changed');
    expect(new URL(page.url()).pathname === '/lists/problems', 'the page is the same');
    expect((await focused(page)).field === 'title', 'the focus is back on the cell');
    await retype(page, '退出：改了');
    await page.keyboard.press('Tab');
    expect((await focused(page)).field === 'theme_id', 'Tab went on');
    await settled(page);
    expect((await value(page, 0, 'title')) === '退出：改了', 'Tab saved');
    await page.keyboard.press('Delete');
    await settled(page);
    const theme = cell(page, 0, 'theme_id');
    expect((await theme.getAttribute('data-fate')) === 'refused', 'a problem has a theme: the empty cell is refused');
    expect((await page.locator('[data-gridinfo] [data-words]').innerText()).length > 0, 'and says why');
  });
});

test('a paste over rows shows what changes, and unreadable cells stay as typed', async () => {
  await session.withPage(await clerk(), async (page, opened) => {
    await clipboard(opened);
    await proposed(page, '粘贴', 2);
    await copied(page, `粘贴：一\t没有的主题\n粘贴：二\t${theme}\n粘贴：三\t${theme}`);
    await cell(page, 0, 'title').focus();
    await page.keyboard.press('Control+v');
    await page.waitForURL((url) => url.pathname === '/grid/pastes');
    const text = await page.locator('main').innerText();
    expect(text.includes('没有叫“没有的主题”的'), 'the unknown theme is named');
    expect(text.includes('不会新增'), 'the third row lacks what hurts');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname.startsWith('/lists/problems') || url.pathname.startsWith('/grid/steps'));
    await page.goto(`/lists/problems?q=${encodeURIComponent('粘贴')}&sort=title`);
    expect((await page.locator('tr[data-row]').count()) === 2, 'no third row');
  });
});

test('without JavaScript rows are ticked, set together and undone', async () => {
  await session.withPage({ ...(await clerk()), js: false }, async (page) => {
    await proposed(page, '无脚本', 2);
    for (const box of await page.getByLabel('选这一行').all()) await box.check();
    await page.getByRole('button', { name: '批量处理' }).click();
    await page.getByLabel('难度').selectOption('2');
    await page.locator('form', { has: page.getByLabel('难度') }).getByRole('button').click();
    await page.waitForURL((url) => url.pathname === '/lists/problems');
    expect((await page.locator('[data-field="grade"][data-value="2"]').count()) === 2, 'both rows have the grade');
    await page.getByRole('main').getByRole('button', { name: '撤回' }).click();
    await page.getByRole('link', { name: '回到表格' }).click();
    await page.goto(`/lists/problems?q=${encodeURIComponent('无脚本')}`);
    expect((await page.locator('[data-field="grade"][data-value="2"]').count()) === 0, 'undone');
  });
});

test('on a phone the grid is read, edited and accessible', async () => {
  await session.withPage({ ...(await clerk()), viewport: PHONE }, async (page) => {
    await proposed(page, '手机', 1);
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width <= PHONE.width, `the page is ${width} px wide`);
  });
});
