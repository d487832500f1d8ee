/** What is cut out of a document before anybody reads it, so that nobody pays for it. Linear in the text's length. */

const headLengthMax = 4_096;

/** Takes the document type definition away: it brings nothing but entities of its own, which are not expanded. */
export function withoutDoctype(xml: string): string {
  const head = xml.slice(0, headLengthMax);
  const start = head.search(/<!DOCTYPE/i);
  const element = head.search(/<[a-z_]/i);
  if (start < 0 || (element >= 0 && element < start)) return xml;
  const subset = xml.indexOf('[', start);
  const close = xml.indexOf('>', start);
  if (close < 0) return xml;
  if (subset < 0 || subset > close) return xml.slice(0, start) + xml.slice(close + 1);
  const end = /\]\s{0,99}>/g;
  end.lastIndex = subset;
  return xml.slice(0, start) + xml.slice(end.exec(xml) === null ? close + 1 : end.lastIndex);
}

/** Cuts the items behind the first `itemsMax` out of the document, so that nobody pays for a million of them. */
export function cutItems(xml: string, itemsMax: number): { xml: string; items: number; dropped: number } {
  const opening = /<(?:[\w-]+:)?(?:item|entry)[\s/>]/gi;
  let items = 0;
  let cut = -1;
  for (let match = opening.exec(xml); match !== null; match = opening.exec(xml)) {
    items += 1;
    if (items === itemsMax + 1) cut = match.index;
  }
  if (cut < 0) return { xml, items, dropped: 0 };
  const closing = Math.max(lastEnd(xml, 'item'), lastEnd(xml, 'entry'), cut);
  return { xml: xml.slice(0, cut) + xml.slice(closing), items: itemsMax, dropped: items - itemsMax };
}

function lastEnd(xml: string, name: string): number {
  const closed = xml.lastIndexOf(`${name}>`);
  const empty = xml.lastIndexOf(`<${name}/>`);
  return Math.max(closed < 0 ? -1 : closed + name.length + 1, empty < 0 ? -1 : empty + name.length + 3);
}

/** Cuts a text before the character that is one too many of its kind. */
export function cutBehind(limit: number, character: string, text: string): string {
  let at = text.indexOf(character);
  for (let count = 1; at >= 0 && count <= limit; count += 1) at = text.indexOf(character, at + 1);
  return at < 0 ? text : text.slice(0, at);
}
