/** Characters by which text from a feed could move the cursor or turn the reading direction of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Turns a record of the log, as JSON, into one line for a person: time of day, level, message, fields. */
export function terminalLine(json: string, colours = false): string {
  const { time, level, message, ...fields } = recordOf(json);
  const clock = typeof time === 'number' ? new Date(time).toISOString().slice(11, 19) : '';
  const told = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${shown(value)}`],
  );
  const line = [clock, String(level ?? '').padEnd(5), String(message ?? ''), ...told].join(' ');
  const printable = line.replace(unprintable, escaped);
  return colours ? `\u001b[${colourOf[String(level)] ?? dim}m${printable}\u001b[0m\n` : `${printable}\n`;
}

/** The log recedes, so that alerts stand out between its lines. */
const dim = '2';
const colourOf: Readonly<Record<string, string>> = { warn: '33', error: '31' };

function recordOf(json: string): Record<string, unknown> {
  const record: unknown = JSON.parse(json);
  return typeof record === 'object' && record !== null ? { ...record } : {};
}

function shown(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  // Of an error a person at a terminal wants the sentence first; the stack is in the JSON form.
  if (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value) {
    return JSON.stringify(value.message);
  }
  return JSON.stringify(value);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
