/** Finds where the values of Redis' protocol begin and end in a stream of bytes. */

const newline = Buffer.from('\r\n');
const bulks = new Set(['$', '=', '!']);
/** How many values follow for each that an aggregate counts; the value that an attribute stands before follows it. */
const perCount: Readonly<Record<string, number>> = { '*': 1, '~': 1, '>': 1, '%': 2, '|': 2 };

/** Takes bytes as they come, and calls `onValue` with those of each whole value. */
export function valuesOf(onValue: (value: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  let at = 0;
  /** How many values are still to come, from the outermost aggregate to the innermost. */
  let open: number[] = [];
  const ended = () => {
    for (let left = (open.pop() ?? 0) - 1; left >= 0; left = (open.pop() ?? 0) - 1) {
      if (left > 0) return void open.push(left);
    }
    onValue(held.subarray(0, at));
    held = held.subarray(at);
    at = 0;
    open = [];
  };
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      const end = held.indexOf(newline, at);
      if (end === -1) return;
      const kind = String.fromCharCode(held[at] ?? 0);
      const count = Number(held.toString('latin1', at + 1, end));
      if (bulks.has(kind) && count >= 0) {
        if (held.length < end + 4 + count) return;
        at = end + 4 + count;
        ended();
        continue;
      }
      at = end + 2;
      const many = (perCount[kind] ?? 0) * Math.max(0, count) + (kind === '|' ? 1 : 0);
      if (many > 0) open.push(many);
      else ended();
    }
  };
}

/** The parts of a command: an array of bulk strings. Bytes are read as Latin-1, so that none is lost. */
export function partsOf(command: Buffer): readonly string[] {
  const parts: string[] = [];
  let at = command.indexOf(newline) + 2;
  while (at < command.length) {
    const end = command.indexOf(newline, at);
    if (end === -1) break;
    const length = Number(command.toString('latin1', at + 1, end));
    parts.push(command.toString('latin1', end + 2, end + 2 + length));
    at = end + 4 + length;
  }
  return parts;
}
