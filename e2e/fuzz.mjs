// Runs schemathesis against the JSON API of a fresh demo, as a coordinator: no server error, and every answer as the OpenAPI document says.
//   node fuzz.mjs [further arguments of `schemathesis run`]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from './lib/server.mjs';

const COORDINATOR = 'tongchou';
const SEED = 20260101;
const EXAMPLES_MAX = 5;
const MINUTES_MAX = 15;
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];

const tool = fileURLToPath(new URL('.venv/bin/schemathesis', import.meta.url));
if (!existsSync(tool)) {
  console.error('schemathesis is not installed. Run: scripts/install.sh test');
  process.exit(2);
}

const work = mkdtempSync(path.join(tmpdir(), 'gongjie-fuzz-'));
const server = await startServer();
let code = 1;
try {
  const token = server.token(COORDINATOR);
  // A refused token would be answered as documented, everywhere: nothing would be tested and all would pass.
  const home = await fetch(`${server.url}/api/v1/home`, { headers: { authorization: `Bearer ${token}` } });
  if (home.status !== 200) throw new Error(`the token of ${COORDINATOR} was answered with ${home.status}`);
  code = await run([
    'run',
    `${server.url}/api/v1/openapi.json`,
    '--checks', CHECKS.join(','),
    '--phases', 'examples,coverage,fuzzing',
    '--max-examples', `${EXAMPLES_MAX}`,
    '--seed', `${SEED}`,
    '--generation-database', 'none',
    '--header', `Authorization: Bearer ${token}`,
    '--header', 'Accept-Language: en',
    '--request-timeout', '30',
    '--warnings', 'off',
    '--no-color',
    ...process.argv.slice(2),
  ]);
} finally {
  await server.stop();
  rmSync(work, { recursive: true, force: true });
}
process.exit(code);

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { cwd: work, stdio: 'inherit' });
    const late = setTimeout(() => {
      console.error(`schemathesis was still at it after ${MINUTES_MAX} minutes`);
      child.kill('SIGKILL');
    }, MINUTES_MAX * 60_000);
    child.once('error', reject);
    child.once('close', (exit) => {
      clearTimeout(late);
      resolve(exit ?? 1);
    });
  });
}
