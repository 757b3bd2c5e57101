// Starts the built program on a fresh demo, says where it listens and who may sign in, and ends it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { finding } from './finding.mjs';

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 10_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target');
  const candidates = process.env.GONGJIE_BIN
    ? [process.env.GONGJIE_BIN]
    : [path.join(target, 'debug/gongjie'), path.join(target, 'release/gongjie')];
  const found = candidates.find((file) => existsSync(file));
  if (!found) throw finding(`no program to test; looked for ${candidates.join(', ')}. Run: make e2e`);
  return found;
}

/**
 * `env`: settings of this server beside those of the machine.
 * @returns {Promise<{url: string, people: {login: string, password: string, role: string, name: string}[], token: (login: string) => string, stop: () => Promise<void>}>}
 */
export async function startServer({ env = {} } = {}) {
  const data = mkdtempSync(path.join(tmpdir(), 'gongjie-e2e-'));
  const child = spawn(binary(), ['demo', '--data', data, '--listen', '127.0.0.1:0', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let log = '';
  child.stderr.on('data', (chunk) => (log = (log + chunk).slice(-8000)));
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const orphan = () => {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  };
  process.once('exit', orphan);

  async function stop() {
    const hurry = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    child.kill('SIGTERM');
    const { code, signal } = await ended;
    clearTimeout(hurry);
    process.off('exit', orphan);
    rmSync(data, { recursive: true, force: true });
    if (code !== 0) throw finding(`on SIGTERM the server ended with ${signal ?? `exit code ${code}`}, not 0\n${log}`);
  }

  const greeting = new Promise((resolve, reject) => {
    // Later lines are read too, so that a full pipe never stops the server.
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const said = parsed(line);
      if (said?.listening) resolve(said);
    });
    child.once('error', reject);
    ended.then(({ code, signal }) => reject(new Error(`ended with ${signal ?? code} before it listened`)));
    setTimeout(() => reject(new Error(`did not listen within ${START_MS_MAX / 1000} s`)), START_MS_MAX).unref();
  });
  try {
    const { listening, people } = await greeting;
    const token = (login) => execFileSync(binary(), ['token', '--as', login, '--data', data], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return { url: listening.replace(/\/$/, ''), people: people ?? [], token, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw finding(`gongjie demo: ${error.message}\n${log}`);
  }
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
