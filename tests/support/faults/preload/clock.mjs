/** Shifts the wall clock of one process by what a file says, in milliseconds, while it runs: what only runs is left as it is. */
import { readFileSync } from 'node:fs';

const file = process.env.FAULTS_CLOCK_FILE;
const lookEveryMs = 20;
const RealDate = Date;
let byMs = 0;

function look() {
  try {
    byMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    byMs = 0;
  }
}

class ShiftedDate extends RealDate {
  constructor(...of) {
    if (of.length === 0) super(RealDate.now() + byMs);
    else super(...of);
  }
  static now() {
    return RealDate.now() + byMs;
  }
}

if (file !== undefined) {
  look();
  setInterval(look, lookEveryMs).unref();
  globalThis.Date = ShiftedDate;
}
