// Every address, label and selector that the browser tests know. When the product's words change, change them here and nowhere else.

/**
 * Pages by address. `/problems/*` is the first detail page that `/problems` links to; `may: true` marks a page
 * that is tested when the demo links to it and is not missed when it does not.
 */
export const PAGES = [
  { path: '/' },
  { path: '/problems' },
  { path: '/problems/*' },
  { path: '/problems/new', from: '/problems', may: true },
  { path: '/problems/*/taskbook', from: '/problems/*' },
  { path: '/problems/*/close', from: '/problems/*', may: true },
  { path: '/measures/*', from: '/problems/*', may: true },
  { path: '/problems?view=board' },
  { path: '/problems?view=calendar' },
  { path: '/roadmap' },
  { path: '/roadmap?scale=week&paper=a3&split=quarter' },
  { path: '/problems/*/roadmap', from: '/problems/*' },
  { path: '/pairings/*/roadmap', from: '/pairings/*' },
  { path: '/pairings/network' },
  { path: '/pairings' },
  { path: '/pairings/*' },
  { path: '/lists' },
  { path: '/lists/problems' },
  { path: '/lists/measures' },
  { path: '/lists/duties' },
  { path: '/lists/ledger' },
  { path: '/grid/steps' },
  { path: '/imports' },
  { path: '/office-templates' },
  { path: '/office-templates/new', from: '/office-templates' },
  { path: '/grid/pastes/new?grid=problems' },
  { path: '/ledger' },
  { path: '/activities' },
  { path: '/activities/*' },
  { path: '/outcomes' },
  { path: '/outcomes/*', may: true },
  { path: '/documents' },
  { path: '/documents/*', may: true },
  { path: '/supervision' },
  { path: '/supervision?view=list' },
  { path: '/slips' },
  { path: '/slips/*', may: true },
  { path: '/slips/new', from: '/slips' },
  { path: '/bulletins' },
  { path: '/bulletins/*', may: true },
  { path: '/bulletins/new', from: '/bulletins' },
  { path: '/leniency' },
  { path: '/leniency/*', may: true },
  { path: '/rates' },
  { path: '/rates?from=2026-01-01' },
  { path: '/rates/on_time' },
  { path: '/rates/solved?part=population' },
  { path: '/rates/closed?part=excluded' },
  { path: '/exclusions' },
  { path: '/exclusions/*', may: true },
  { path: '/exclusions/new?problem=*', from: '/problems/*', may: true },
  { path: '/units/*/sheet', from: '/units/*', may: true },
  { path: '/campaigns' },
  { path: '/campaigns/*' },
  { path: '/campaigns/new', from: '/campaigns' },
  { path: '/campaigns/*/edit', from: '/campaigns/*', may: true },
  { path: '/campaigns/*/stated-figures/new', from: '/campaigns/*', may: true },
  { path: '/stated-figures/*/edit', from: '/campaigns/*', may: true },
  { path: '/campaigns/*/carry-overs', from: '/campaigns/*', may: true },
  { path: '/urgents' },
  { path: '/urgents/*', may: true },
  { path: '/urgents/new', from: '/urgents' },
  { path: '/duty-roster', from: '/urgents' },
  { path: '/calendars' },
  { path: '/inbox' },
  { path: '/outbox', may: true },
  { path: '/channels', may: true },
  { path: '/channels/new', from: '/channels', may: true },
  { path: '/themes' },
  { path: '/themes/new', from: '/themes' },
  { path: '/themes/*/edit', from: '/themes' },
  { path: '/history' },
  { path: '/history/problem/*', from: '/history', may: true },
  { path: '/units' },
  { path: '/units/*' },
  { path: '/people' },
  { path: '/people/*', may: true },
  { path: `/search?q=${encodeURIComponent('难题')}` },
  { path: '/views' },
  { path: '/figures' },
  { path: '/figures/problems' },
  { path: '/ledger?group=lead&gaps=1' },
  { path: '/me' },
  { path: '/help' },
  { path: '/accessibility' },
  { path: '/voices' },
  { path: '/voices/*', may: true },
  { path: '/voices/new' },
  { path: '/voices?tab=working' },
  { path: '/posters' },
  { path: '/voice-limits' },
  { path: '/rises' },
  { path: '/rises?show=all' },
  { path: '/rise-limits' },
  { path: '/problems/*/rises', from: '/problems/*' },
  { path: '/login', signedOut: true },
  { path: '/raise', signedOut: true },
  { path: '/raise/example', signedOut: true },
  { path: '/track', signedOut: true },
  { path: '/public', signedOut: true },
  { path: '/public?org=example', signedOut: true },
  { path: '/public/problems/*', from: '/public?org=example', signedOut: true },
  { path: '/public/notices?org=example', signedOut: true },
  { path: '/public/notices/*', from: '/public/notices?org=example', signedOut: true },
  { path: '/help', signedOut: true, may: true },
  { path: '/accessibility', signedOut: true, may: true },
];

/** What the README shows. */
export const SCREENS = ['/', '/problems', '/problems/*', '/lists', '/ledger'];

/** The demo person who sees the most of the organisation; otherwise the first one. */
export function widestPerson(people) {
  return people.find(({ role }) => /coordinator|统筹/i.test(role)) ?? people[0];
}

// Last segments under a list that are not one of its things.
const NOT_A_THING = /^(new|import|export|edit|columns|views?|network)(\.|$)/;

/** Resolves the `*` in a path by following links; null when the demo links to no such page. */
export async function addressOf(page, { path, from }) {
  const pathname = path.split('?')[0];
  if (!path.includes('*') && !from) return path;
  const parent = from ?? pathname.slice(0, pathname.lastIndexOf('/*'));
  const start = await addressOf(page, { path: parent });
  if (!start) return null;
  await page.goto(start);
  // A page that lives by its query (`/exclusions/new?problem=*`) is looked for with it.
  const whole = path.includes('?') ? path : pathname;
  const wanted = new RegExp(`^${whole.replace('?', '\\?').replaceAll('*', '([^/?#]+)')}$`);
  const hrefs = await page.locator('main a[href]').evaluateAll(
    (links, withQuery) => links.map((link) => new URL(link.href)).map((url) => url.pathname + (withQuery ? url.search : '')),
    path.includes('?'),
  );
  return hrefs.find((href) => wanted.test(href) && !NOT_A_THING.test(wanted.exec(href)[1] ?? '')) ?? null;
}

export const login = {
  path: '/login',
  account: (page) => page.getByLabel('账号', { exact: true }),
  password: (page) => page.getByLabel('密码', { exact: true }),
  submit: (page) => page.getByRole('main').getByRole('button', { name: '登录', exact: true }),
  /** Local accounts may stand behind a disclosure once single sign-on comes first. */
  disclosure: (page) => page.locator('main summary', { hasText: '账号' }),

  async signIn(page, { login: name, password }) {
    await page.goto(this.path);
    if (!(await this.account(page).isVisible())) await this.disclosure(page).click();
    await this.account(page).fill(name);
    await this.password(page).fill(password);
    await Promise.all([page.waitForURL((url) => url.pathname !== this.path), this.submit(page).click()]);
  },
};

export const frame = {
  skipLink: (page) => page.getByRole('link', { name: '跳到正文' }),
  main: (page) => page.locator('main#main'),
  /** Whatever `/` focuses: the search box of the page's top, or the palette's. */
  isSearch: (element) =>
    (element.matches('input') && (element.type === 'search' || element.getAttribute('role') === 'combobox')) ||
    element.getAttribute('role') === 'searchbox',
  shortcuts: (page) => page.getByRole('dialog', { name: /快捷键|键盘/ }),
};

/** The palette, and what it offers. */
export const palette = {
  dialog: (page) => page.getByRole('dialog', { name: '搜索与命令' }),
  field: (page) => page.locator('#palette').getByRole('combobox'),
  option: (page, name) => page.getByRole('dialog', { name: '搜索与命令' }).getByRole('option', { name }),
  chosen: (page) => page.locator('#palette [aria-selected="true"]'),
  async open(page) {
    await page.keyboard.press('/');
    await this.dialog(page).waitFor();
    await this.chosen(page).waitFor();
  },
};

/** Saved views of a place. */
export const views = {
  menu: (page) => page.locator('.views__menu > summary'),
  save: (page) => page.locator('.views summary', { hasText: /存成视图|另存/ }),
  name: (page) => page.locator('#view-name'),
  scope: (page) => page.locator('#view-scope'),
  submit: (page) => page.locator('.views').getByRole('button', { name: '存', exact: true }),
  current: (page) => page.locator('.views__name'),
};

/** What the dossier of a problem says. */
export const dossier = {
  /** The box that says what is next, whose it is, and where it is done. */
  turn: (page) => page.getByRole('region', { name: '接下来' }),
  state: (page) => page.locator('aside dt:text-is("现状") + dd'),
};

/** Everything that waits for the reader on the first page, what is one click away included. */
export const home = {
  async open(page) {
    await page.goto('/');
    const more = page.locator('main summary', { hasText: /还有 \d+ 件/ });
    if (await more.count()) await more.click();
  },
  todo: (page, verb, title) => page.getByRole('link', { name: `${verb}：${title}`, exact: true }),
};

/** People of the invented organisation, by what they do in the journeys. */
export const people = {
  liaison: 'example-jia',
  head: 'example-xin',
  coordinator: 'example-gui',
  leader: 'example-chou',
  partner: 'example-yi',
  otherPartner: 'example-si',
  verifier: 'example-ding',
  checker: 'example-zi',
  otherOrganisation: 'tongchou',
};

/** Opens every closed disclosure in a part of the page. */
export async function unfold(part) {
  const closed = part.locator('details:not([open]) > summary');
  while (await closed.count()) await closed.first().click();
}
