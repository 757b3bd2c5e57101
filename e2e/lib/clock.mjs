// A wall clock that a test moves while the server runs; see clock.c for how the program is told.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('clock.c', import.meta.url));
const DAY_MS = 86_400_000;
/** The demo counts its days here, all year at the same distance. */
const ZONE = '+08:00';

/** A clock that stands at `start`, `2026-03-02T10:00`, and goes on from there. */
export function makeClock(start) {
  const folder = mkdtempSync(path.join(tmpdir(), 'gongjie-clock-'));
  const library = path.join(folder, 'clock.so');
  const file = path.join(folder, 'seconds');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE]);
  let moved = 0;
  const clock = {
    /** For the program that is to live by this clock. */
    env: { LD_PRELOAD: library, E2E_CLOCK: file },
    now: () => Date.now() + moved,
    /** The civil day, so many days from now. */
    day: (days = 0) => new Date(clock.now() + 8 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10),
    /** Moves to a civil moment, `2026-03-03T09:00`. */
    go(moment) {
      moved = Date.parse(`${moment}:00${ZONE}`) - Date.now();
      // Renamed into place: no reader ever finds half a number.
      writeFileSync(`${file}.new`, `${Math.ceil(moved / 1000)}\n`);
      renameSync(`${file}.new`, file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  clock.go(start);
  return clock;
}
