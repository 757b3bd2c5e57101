// Runs the browser tests, some or all, and ends with one plain line: "N passed, N failed".
//   node run.mjs [word in a file's name…]
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const FILE_MINUTES_MAX = 20;
const here = fileURLToPath(new URL('.', import.meta.url));
const words = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs') && (!words.length || words.some((word) => name.includes(word))))
  .sort()
  .map((name) => path.join(here, name));
if (!files.length) {
  console.error(`no test file is named ${words.join(' or ')}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
const depths = new Map(); // file -> nesting of the last result; members are told before their group
const isGroup = ({ file, nesting }) => {
  const last = depths.get(file) ?? 0;
  depths.set(file, nesting);
  return last > nesting;
};

const stream = run({ files, concurrency: 2, timeout: FILE_MINUTES_MAX * 60_000 });
// What was skipped has shown nothing.
stream.on('test:pass', (event) => isGroup(event) || event.skip !== undefined || (passed += 1));
stream.on('test:fail', (event) => {
  // A group counts by its members, and by itself only when it failed by itself.
  if (!isGroup(event) || event.details?.error?.failureType !== 'subtestsFailed') failed += 1;
});
const report = stream.compose(new spec());
report.pipe(process.stdout, { end: false });
report.on('end', () => {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
});
