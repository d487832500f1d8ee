import type { Element, Fields, RawFeed, RawItem } from './document.ts';
import { feedOf, headFields, itemFields, itemOf } from './fields.ts';
import { Leaf } from './leaf.ts';
import { Names } from './names.ts';
import { attributesOf, type Met, scan } from './scan.ts';
import { decoded } from './written.ts';

/**
 * The second reader, for what is not well-formed or out of the ordinary: broken, cut off, wrapped in something else, or
 * with prefixes and bases of its own. It asks for no document, only for items and what stands around them.
 */

const items: ReadonlySet<string> = new Set(['item', 'entry']);
const roots: ReadonlySet<string> = new Set(['rss', 'feed', 'rdf:rdf', 'channel']);
/** Elements whose parts count as the item's own. */
const transparent: ReadonlySet<string> = new Set(['media:group', 'media:content']);
/** Elements that hold text alone, so that another field inside one means that it was never closed. */
const textOnly = ['category', 'comments', 'dc:subject', 'language', 'dc:language', 'copyright', 'rights', 'dc:rights'];
const headTexts = ['generator', 'docs', 'managingeditor', 'webmaster', 'lastbuilddate', 'updated', 'tagline', 'icon'];
const leaves: ReadonlySet<string> = new Set([
  ...itemFields,
  ...headFields,
  ...textOnly,
  ...headTexts,
  'subtitle',
  'logo',
]);
/** Never the name of an HTML element, so that one inside a text means that the text was never closed. */
const neverMarkup: ReadonlySet<string> = new Set([
  ...['item', 'entry', 'pubdate', 'guid', 'description', 'content:encoded', 'dc:date', 'dc:creator', 'published'],
]);
const depthMax = 200;

interface Frame {
  readonly name: string;
  readonly role: 'root' | 'item' | 'leaf' | 'markup' | 'transparent' | 'other';
  /** Whether it stands in something that is none of ours: the title of an image is no title of the feed. */
  readonly isForeign: boolean;
  readonly base: string;
}

/** Reads what can be made out; throws where no feed can. */
export function readLeniently(xml: string, url: string): RawFeed {
  const reader = new LenientReader(xml, url);
  for (const met of scan(xml)) reader.take(met);
  return reader.end();
}

class LenientReader {
  readonly #xml: string;
  readonly #names = new Names();
  readonly #outside: Frame;
  readonly #stack: Frame[] = [];
  /** How many elements are open beyond the depth that is followed. */
  #beyond = 0;
  readonly #head = new Map<string, Element[]>();
  readonly #items: RawItem[] = [];
  #item: Map<string, Element[]> | null = null;
  #leaf: Leaf | null = null;
  #isFeed = false;
  #isPage = false;

  constructor(xml: string, url: string) {
    this.#xml = xml;
    this.#outside = { name: '', role: 'other', isForeign: false, base: url };
  }

  take(met: Met): void {
    if (met.kind === 'close') this.#close(met);
    else if (met.kind === 'open' || met.kind === 'empty') this.#open(met);
    else this.#leaf?.add(met.kind, this.#xml.slice(met.start, met.end));
  }

  /** What the document broke off in is left out: half a headline is another headline. */
  end(): RawFeed {
    this.#leaf = null;
    if (this.#item !== null && isIdentified(this.#item)) this.#items.push(itemOf(this.#item));
    if (this.#items.length > 0) return feedOf(this.#head, this.#items);
    // A page may hold an element of that name; a feed without items stands in none.
    if (this.#isPage) throw new Error('it is a web page.');
    if (!this.#isFeed) throw new Error('neither a feed nor an item stands in it.');
    return feedOf(this.#head, this.#items);
  }

  #open(met: Met): void {
    const tag = this.#xml.slice(met.start, met.end);
    if (tag.includes('xmlns:')) this.#names.declare(attributesOf(tag));
    const name = this.#names.usual(met.name);
    if (this.#leaf !== null && !this.#endsLeaf(name, this.#leaf)) {
      this.#markup(met, name, tag);
      return;
    }
    if (this.#leaf !== null) this.#popThrough('leaf');
    if (items.has(name) && this.#item !== null) this.#popThrough('item');
    if (this.#stack.length >= depthMax) {
      this.#beyond += met.kind === 'open' ? 1 : 0;
      return;
    }
    this.#enter(name, tag);
    if (met.kind === 'empty') this.#pop();
  }

  #enter(name: string, tag: string): void {
    const parent = this.#stack.at(-1) ?? this.#outside;
    const role = this.#roleOf(name, parent);
    const attributes = role === 'other' && !tag.includes('xml:base') ? {} : this.#attributesOf(tag);
    const isForeign =
      role === 'other' ? parent !== this.#outside : role !== 'item' && role !== 'root' && parent.isForeign;
    const base = based(attributes['xml:base'], parent.base);
    this.#stack.push({ name, role, isForeign, base });
    if (role === 'root') this.#isFeed = true;
    if (role === 'other' && name === 'html') this.#isPage = true;
    if (role === 'item') this.#item = new Map([['', [{ text: '', attributes: this.#absolute(attributes, base) }]]]);
    if (role === 'leaf') this.#leaf = new Leaf(this.#absolute(attributes, base));
  }

  #roleOf(name: string, parent: Frame): Frame['role'] {
    if (items.has(name)) return 'item';
    if (roots.has(name) && this.#item === null) return 'root';
    if (parent.isForeign) return 'other';
    if (transparent.has(name)) return 'transparent';
    const isOurs = this.#item !== null || parent.role === 'root';
    return isOurs && leaves.has(name) ? 'leaf' : 'other';
  }

  #close(met: Met): void {
    if (this.#beyond > 0) {
      this.#beyond -= 1;
      return;
    }
    const name = this.#names.usual(met.name);
    const at = this.#stack.findLastIndex((frame) => frame.name === name);
    if (at < 0) return;
    if (this.#stack[at]?.role === 'markup') this.#leaf?.add('tag', this.#xml.slice(met.start, met.end));
    while (this.#stack.length > at) this.#pop();
  }

  /** Whether an element inside a text means that the text's own end is missing. */
  #endsLeaf(name: string, leaf: Leaf): boolean {
    if (neverMarkup.has(name)) return true;
    return this.#stack.at(-1)?.role === 'leaf' && leaves.has(name) && !leaf.isXhtml;
  }

  #markup(met: Met, name: string, tag: string): void {
    // Markup keeps its words whatever its prefix; the cleaning of texts knows HTML by its bare names.
    this.#leaf?.add('tag', name.startsWith('xhtml:') ? tag.replace(met.name, name.slice('xhtml:'.length)) : tag);
    if (met.kind === 'empty') return;
    if (this.#stack.length >= depthMax) this.#beyond += 1;
    else this.#stack.push({ name, role: 'markup', isForeign: true, base: '' });
  }

  #popThrough(role: Frame['role']): void {
    this.#beyond = 0;
    const at = this.#stack.findLastIndex((frame) => frame.role === role);
    while (at >= 0 && this.#stack.length > at) this.#pop();
  }

  #pop(): void {
    const frame = this.#stack.pop();
    if (frame?.role === 'leaf' && this.#leaf !== null) {
      this.#keep(frame, this.#leaf.element(frame.name));
      this.#leaf = null;
    }
    if (frame?.role === 'item' && this.#item !== null) {
      this.#items.push(itemOf(this.#item));
      this.#item = null;
    }
  }

  #keep({ name, base }: Frame, element: Element): void {
    const fields = this.#item ?? this.#head;
    const text = name === 'link' ? this.#resolved(element.text, base) : element.text;
    const kept = fields.get(name);
    if (kept === undefined) fields.set(name, [{ ...element, text }]);
    else kept.push({ ...element, text });
  }

  #attributesOf(tag: string): Readonly<Record<string, string>> {
    const found = [...attributesOf(tag)];
    return Object.fromEntries(found.map(([name, value]) => [this.#names.usual(name), decoded(value)]));
  }

  /** Addresses are taken from their element's own base, where the document gives one. */
  #absolute(attributes: Readonly<Record<string, string>>, base: string): Readonly<Record<string, string>> {
    const { href } = attributes;
    return href === undefined ? attributes : { ...attributes, href: this.#resolved(href, base) };
  }

  #resolved(address: string, base: string): string {
    return base === this.#outside.base || address.trim() === '' ? address : based(address, base);
  }
}

function based(address: string | undefined, base: string): string {
  return address !== undefined && URL.canParse(address.trim(), base) ? new URL(address.trim(), base).href : base;
}

/** Whether an item that was broken off says enough to be told from others. */
function isIdentified(fields: Fields): boolean {
  return fields.has('title') && ['link', 'guid', 'id'].some((name) => fields.has(name));
}
