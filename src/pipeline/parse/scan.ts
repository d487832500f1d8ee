/**
 * Cuts a document into tags and texts, whatever is wrong with it: what is no tag is text, a tag that is never closed
 * ends where the next begins, and sections without an end are taken for what stands in them. Linear in the length.
 */

/** What is met, by its place in the document; `end` is behind the last character. */
export interface Met {
  readonly kind: 'text' | 'cdata' | 'open' | 'close' | 'empty';
  /** The tag's name as written; empty for texts. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const tagName = /[A-Za-z_:\u0080-\uffff][\w:.\u00b7\u0080-\uffff-]{0,99}/y;
const cdataStart = '<![CDATA[';
const cdataEnd = ']]>';
const cdataEndLength = 3;

/** What is met in a document, in order, in one pass and linear time, however broken the document is. */
export function* scan(xml: string): Generator<Met> {
  const ends = new Ends(xml);
  let textFrom = 0;
  let at = xml.indexOf('<');
  while (at >= 0) {
    const met = metAt(xml, at, ends);
    if (met === null) {
      at = xml.indexOf('<', at + 1);
      continue;
    }
    if (at > textFrom) yield { kind: 'text', name: '', start: textFrom, end: at };
    if (met.kind !== 'skip') yield { kind: met.kind, name: met.name, start: met.start, end: met.contentEnd };
    textFrom = met.end;
    at = xml.indexOf('<', met.end);
  }
  if (textFrom < xml.length) yield { kind: 'text', name: '', start: textFrom, end: xml.length };
}

interface Piece {
  readonly kind: Met['kind'] | 'skip';
  readonly name: string;
  readonly start: number;
  readonly contentEnd: number;
  readonly end: number;
}

/** What begins with this `<`; null where it is a mere character. */
function metAt(xml: string, at: number, ends: Ends): Piece | null {
  const next = xml.charCodeAt(at + 1);
  if (next === 0x21) return sectionAt(xml, at, ends);
  if (next === 0x3f) return skipTo(at, ends.after('?>', at) ?? ends.after('>', at) ?? at + 2);
  const isClose = next === 0x2f;
  tagName.lastIndex = at + (isClose ? 2 : 1);
  const name = tagName.exec(xml)?.[0];
  if (name === undefined) return null;
  const end = tagEnd(xml, tagName.lastIndex);
  const isEmpty = xml.charCodeAt(end - 2) === 0x2f && xml.charCodeAt(end - 1) === 0x3e;
  return { kind: isClose ? 'close' : isEmpty ? 'empty' : 'open', name, start: at, contentEnd: end, end };
}

/** Comments and declarations are passed over; CDATA without an end is cut open. */
function sectionAt(xml: string, at: number, ends: Ends): Piece | null {
  if (xml.startsWith('<!--', at)) return skipTo(at, ends.after('-->', at) ?? at + '<!--'.length);
  if (!xml.startsWith(cdataStart, at)) return null;
  const start = at + cdataStart.length;
  const end = ends.after(cdataEnd, start);
  if (end === null) return skipTo(at, start);
  return { kind: 'cdata', name: '', start, contentEnd: end - cdataEndLength, end };
}

function skipTo(start: number, end: number): Piece {
  return { kind: 'skip', name: '', start, contentEnd: end, end };
}

/** Behind the `>` that ends a tag; one inside quotes ends none, unless the quotes are never closed before the next `<`. */
function tagEnd(xml: string, from: number): number {
  let quote = 0;
  let first = -1;
  for (let at = from; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at);
    if (code === 0x3c) return first < 0 ? at : first + 1;
    if (code === 0x3e) {
      if (quote === 0) return at + 1;
      if (first < 0) first = at;
    } else if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) quote = code;
  }
  return first < 0 ? xml.length : first + 1;
}

/** Looks for ends, and for one that is nowhere only once. */
class Ends {
  readonly #xml: string;
  readonly #absent = new Set<string>();

  constructor(xml: string) {
    this.#xml = xml;
  }

  after(mark: string, from: number): number | null {
    if (this.#absent.has(mark)) return null;
    const at = this.#xml.indexOf(mark, from);
    if (at >= 0) return at + mark.length;
    this.#absent.add(mark);
    return null;
  }
}

const attribute = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s"'>]+)))?/g;
const attributesMax = 100;

/** The attributes of a tag by lower-case name, their values as written; the first of a name counts. */
export function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single, bare] of tag.slice(tag.search(/\s|$/)).matchAll(attribute)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, double ?? single ?? bare ?? '');
    if (found.size >= attributesMax) break;
  }
  return found;
}
