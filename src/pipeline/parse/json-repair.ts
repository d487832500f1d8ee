const depthMax = 100;

/** A place behind a whole element of a list, and what closes all that is open there. */
interface ElementEnd {
  readonly at: number;
  readonly closers: string;
}

/**
 * What can be read of JSON that broke off or is broken somewhere: up to the last element of its outermost list before
 * that place. Control characters, which JSON allows in no string, count as spaces. Throws where no element is whole.
 * Takes time by the length times its logarithm.
 */
export function readablePart(text: string): unknown {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const cleaned = text.replace(/[\0-\x1f]/g, ' ');
  const whole = parsedOrNothing(cleaned);
  if (whole !== undefined) return whole;
  const ends = elementEnds(cleaned);
  let found: unknown;
  // What is readable up to one element is so up to each before it. Most often the last one is as good as the others.
  let [readable, broken] = [-1, ends.length];
  for (let middle = ends.length - 1; broken - readable > 1; middle = (readable + broken) >> 1) {
    const { at, closers } = ends[middle] ?? { at: 0, closers: '' };
    const part = parsedOrNothing(cleaned.slice(0, at) + closers);
    if (part === undefined) broken = middle;
    else [readable, found] = [middle, part];
  }
  // Not in the words of the engine, which quote the document: half a key is not known for one.
  if (found === undefined)
    throw new Error('the JSON breaks off, or is broken, before the first element of a list ends.');
  return found;
}

/** JSON has no value that is undefined. */
function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the elements of the outermost list end that the text shows, in order. */
function elementEnds(text: string): readonly ElementEnd[] {
  const closers: string[] = [];
  let [ends, depthOfThem]: [ElementEnd[], number] = [[], depthMax];
  for (let at = 0; at < text.length && closers.length <= depthMax; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{') closers.push('}');
    else if (character === '[') closers.push(']');
    else if (character === '}' || character === ']') {
      if (closers.pop() !== character) break;
      const depth = closers.length;
      if (depth === 0 || closers.at(-1) !== ']' || depth > depthOfThem) continue;
      if (depth < depthOfThem) [ends, depthOfThem] = [[], depth];
      ends.push({ at: at + 1, closers: closers.toReversed().join('') });
    }
  }
  return ends;
}

/** The place of the quote that ends the string begun at `from`; the text's end where there is none. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
