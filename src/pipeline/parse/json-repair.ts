const depthMax = 100;

/**
 * JSON that broke off, closed behind the last whole element of its outermost list; control characters, which JSON allows
 * in no string, become spaces. Linear in the length.
 */
export function closedJson(text: string): string {
  const closers: string[] = [];
  let best = { at: -1, depth: depthMax, closers: '' };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{') closers.push('}');
    else if (character === '[') closers.push(']');
    else if (character === '}' || character === ']') {
      if (closers.pop() !== character) break;
      const depth = closers.length;
      if (depth > 0 && closers.at(-1) === ']' && depth <= best.depth)
        best = { at: at + 1, depth, closers: closers.toReversed().join('') };
    }
    if (closers.length > depthMax) break;
  }
  const isWhole = closers.length === 0;
  const kept = isWhole ? text : text.slice(0, Math.max(best.at, 0)) + best.closers;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return kept.replace(/[\0-\x1f]/g, ' ');
}

/** The place of the quote that ends the string begun at `from`; the text's end where there is none. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
