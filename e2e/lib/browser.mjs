// The system's Chromium, and pages that fail the test on anything a clean page would not do.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { finding } from './finding.mjs';

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
const STEP_MS_MAX = 10_000;

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((file) => existsSync(file));
  if (!executablePath) throw new Error('no Chromium found; run scripts/install.sh test, or set CHROMIUM');
  return chromium.launch({
    executablePath, // Playwright gives each launch a user-data-dir of its own and removes it.
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/**
 * Opens a context with one page and watches it. Call `check()` at the end of a test: it throws what the
 * page did wrong. `allow` lists patterns for what a test provokes on purpose (a 404, a 422).
 *
 * @param {import('playwright-core').Browser} browser
 * @param {{url: string, js?: boolean, viewport?: object, theme?: 'light'|'dark', state?: object, allow?: RegExp[]}} options
 */
export async function open(browser, { url, js = true, viewport = WIDE, theme = 'light', state, allow = [] }) {
  const phone = viewport.width < 600;
  const context = await browser.newContext({
    baseURL: url,
    javaScriptEnabled: js,
    viewport,
    colorScheme: theme,
    storageState: state,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    hasTouch: phone,
    isMobile: phone,
  });
  context.setDefaultTimeout(STEP_MS_MAX);
  const wrongs = [];
  const wrong = (text) => allow.some((pattern) => pattern.test(text)) || wrongs.push(text);
  const { host } = new URL(url);
  context.on('request', (request) => {
    const to = new URL(request.url());
    if (/^https?:|^wss?:/.test(to.protocol) && to.host !== host) wrong(`request to another origin: ${to.href}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) wrong(`${response.status()} from ${response.url()}`);
  });
  context.on('weberror', (error) => wrong(`page error: ${error.error().message}`));
  context.on('console', (message) => {
    const text = message.text();
    if (message.type() !== 'error' && !/Content Security Policy/i.test(text)) return;
    const kind = /Content Security Policy/i.test(text) ? 'CSP violation' : 'console error';
    wrong(`${kind}: ${text} (${message.location().url || 'no address'})`);
  });
  const page = await context.newPage();
  return {
    page,
    context,
    /** Throws what went wrong since the last call. */
    check() {
      const found = wrongs.splice(0);
      if (found.length) throw finding(`${page.url()}\n  ${[...new Set(found)].join('\n  ')}`);
    },
    /** Leaves behind what a page before this one did wrong. */
    forget: () => wrongs.splice(0),
    close: () => context.close(),
  };
}

/** Opens, runs, checks and closes, whatever happens. */
export async function withPage(browser, options, body) {
  const opened = await open(browser, options);
  try {
    await body(opened.page, opened);
    opened.check();
  } finally {
    await opened.close();
  }
}
