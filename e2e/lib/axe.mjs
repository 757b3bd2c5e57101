// axe-core in an isolated world of the page: no script tag, so the page's own policy stays in force and is not widened.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { finding } from './finding.mjs';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OPTIONS = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};

/** Throws a readable list of what axe finds on the page as it stands. */
export async function expectAccessible(page) {
  const violations = await violationsOf(page);
  if (violations.length) throw finding(`axe finds ${violations.length} on ${page.url()}\n${violations.map(described).join('\n')}`);
}

async function violationsOf(page) {
  const session = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'axe',
    });
    await evaluate(session, contextId, SOURCE);
    return await evaluate(session, contextId, `axe.run(document, ${JSON.stringify(OPTIONS)}).then((found) => found.violations)`);
  } finally {
    await session.detach();
  }
}

async function evaluate(session, contextId, expression) {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    contextId,
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(`axe: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  return result.value;
}

function described({ id, impact, help, nodes }) {
  const shown = nodes.slice(0, 5).map(({ target, html, failureSummary }) => {
    const reason = (failureSummary ?? '').split('\n').slice(1).map((line) => line.trim()).join('; ');
    return `    ${target.join(' ')}\n      ${html.slice(0, 160)}\n      ${reason}`;
  });
  const more = nodes.length > shown.length ? [`    and ${nodes.length - shown.length} more`] : [];
  return [`  ${id} (${impact}): ${help}`, ...shown, ...more].join('\n');
}
