import type { Element } from './document.ts';
import { decoded } from './written.ts';

/** Collects what stands in one element: text alone, or markup that stands bare in it. */
export class Leaf {
  readonly #attributes: Readonly<Record<string, string>>;
  readonly #parts: { readonly kind: 'text' | 'cdata' | 'tag'; readonly written: string }[] = [];

  constructor(attributes: Readonly<Record<string, string>>) {
    this.#attributes = attributes;
  }

  get isXhtml(): boolean {
    return /xhtml/i.test(this.#attributes.type ?? '');
  }

  add(kind: 'text' | 'cdata' | 'tag', written: string): void {
    this.#parts.push({ kind, written });
  }

  /** References are those of HTML where markup stands beside them, and stay; else they stand for the text's characters. */
  element(name: string): Element {
    const hasMarkup = this.#parts.some(({ kind }) => kind === 'tag');
    const texts = this.#parts.map(({ kind, written }) => (hasMarkup || kind !== 'text' ? written : decoded(written)));
    const text = withoutForbidden(texts.join(''));
    return { text: hasMarkup && name === 'author' ? personIn(text) : text, attributes: this.#attributes };
  }
}

/** The name of a person construct of Atom, else the address of mail. */
function personIn(markup: string): string {
  const named =
    /<(?:\w{1,20}:)?name[^<>]{0,200}>([^<]+)</i.exec(markup) ?? /<(?:\w{1,20}:)?email>([^<]+)</i.exec(markup);
  return decoded(named?.[1] ?? '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const forbidden = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g;

/** What XML 1.0 forbids. */
function withoutForbidden(text: string): string {
  return text.toWellFormed().replace(forbidden, '');
}
