/** Blocks the event loop of one process for as many milliseconds as a file says, once each time the file comes to be. */
import { readFileSync, rmSync } from 'node:fs';

const file = process.env.FAULTS_BLOCK_FILE;
const lookEveryMs = 20;

function look() {
  try {
    const forMs = Number(readFileSync(file, 'utf8'));
    rmSync(file);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
  } catch {
    // There is none.
  }
}

if (file !== undefined) setInterval(look, lookEveryMs).unref();
