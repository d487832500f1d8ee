/** Lists of feeds as other readers write and read them: OPML 1.0 and 2.0 (http://opml.org/spec2.opml). */
import { generateOpml } from 'feedsmith';
import { Parser } from 'htmlparser2';
import type { Instant } from '../model.ts';
import { cleanLine } from './render/clean.ts';

/** An entry of a list that names a feed. Texts are one clean line each. */
export interface OpmlFeed {
  readonly title: string | null;
  readonly url: string;
  /** The site that it is a feed of. */
  readonly site: string | null;
  readonly language: string | null;
  /** Names of folders, the outermost first, parted by slashes. */
  readonly folder: string | null;
}

/** A list as it was read: nothing of it is left out in silence. Lines are counted from 1. */
export interface OpmlList {
  readonly feeds: readonly (OpmlFeed & { readonly line: number })[];
  /** What could not be taken, a sentence each. */
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
}

const outlinesMax = 200_000;
const textLengthMax = 300;
const addressLengthMax = 2_000; // longer ones are refused by most servers
const folderDepthMax = 8;
const shownLengthMax = 80;
/** The parser takes time by depth squared; nobody nests folders so deep. */
const depthMax = 200;

/** Reads a list; entities that it declares itself are not read, so that none can grow. Never fails, and linear. */
export function readOpml(text: string): OpmlList {
  const feeds: (OpmlFeed & { line: number })[] = [];
  const problems: { line: number; problem: string }[] = [];
  const open: Outline[] = [];
  const line = lineCounter(text);
  let outlines = 0;
  let root: string | null = null;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        root ??= name;
        if (name.toLowerCase() !== 'outline') return;
        outlines += 1;
        const at = line(parser.startIndex);
        if (open.length >= depthMax || outlines > outlinesMax) {
          const limit = outlines > outlinesMax ? `more than ${outlinesMax} entries` : `nested over ${depthMax} deep`;
          problems.push({ line: at, problem: `The list is ${limit}: what follows is not read.` });
          return parser.pause();
        }
        const parent = open.at(-1);
        if (parent) parent.hasChildren = true;
        const outline = outlineOf(attributes, at);
        const found = feedOf(outline, open);
        if (typeof found === 'string') problems.push({ line: at, problem: found });
        else if (found !== null) feeds.push({ ...found, line: at });
        open.push(outline);
      },
      onclosetag(name) {
        const closed = name.toLowerCase() === 'outline' ? open.pop() : undefined;
        if (closed === undefined || closed.hasChildren || closed.given.has('xmlurl')) return;
        problems.push({ line: closed.line, problem: `${shown(closed.name)} has no xmlUrl: it is no feed.` });
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  if (outlines === 0) problems.push({ line: 1, problem: whyNone(root) });
  return { feeds, problems: problems.sort((one, other) => one.line - other.line) };
}

interface Outline {
  readonly name: string;
  readonly line: number;
  /** By lower-case name: readers differ in how they write them. */
  readonly given: ReadonlyMap<string, string>;
  hasChildren: boolean;
}

function outlineOf(attributes: Readonly<Record<string, string>>, line: number): Outline {
  const given = new Map(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), value]));
  const name = textOf(given.get('title')) ?? textOf(given.get('text')) ?? '';
  return { name, line, given, hasChildren: false };
}

/** The feed that an outline names, null where it names none, or a sentence on what is wrong with it. */
function feedOf({ name, given }: Outline, open: readonly Outline[]): OpmlFeed | string | null {
  const written = given.get('xmlurl');
  if (written === undefined) return null;
  const url = addressOf(written);
  if (url === null) return `${shown(name)}: expected an http or https address as xmlUrl, got ${shown(written)}.`;
  return {
    title: name === '' ? null : name,
    url,
    site: addressOf(given.get('htmlurl') ?? ''),
    language: textOf(given.get('language')),
    folder: pathOf(open.map((outline) => outline.name)) ?? categoryOf(given.get('category')),
  };
}

/** The address in its usual form; null where it is none, or names a user. `feed:` is how some readers write http. */
function addressOf(written: string): string | null {
  if (written.length > addressLengthMax) return null;
  const address = written
    .trim()
    .replace(/^feed:\/\//iu, 'http://')
    .replace(/^feed:(?=https?:)/iu, '');
  const url = URL.parse(address);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  // Signs that an address may not hold are three letters each in its usual form.
  return url.href.length > addressLengthMax ? null : url.href;
}

function pathOf(names: readonly string[]): string | null {
  const path = names
    .map((name) =>
      name
        .split(/[\s/]+/u)
        .join(' ')
        .trim(),
    )
    .filter((name) => name !== '');
  return path.length === 0 ? null : path.slice(0, folderDepthMax).join('/').slice(0, textLengthMax);
}

/** The first of the categories: paths with slashes, parted by commas. */
function categoryOf(written: string | undefined): string | null {
  return pathOf((textOf(written) ?? '').split(',', 1)[0]?.split('/') ?? []);
}

function textOf(written: string | undefined): string | null {
  const text = cleanLine((written ?? '').slice(0, textLengthMax));
  return text === '' ? null : text;
}

function shown(text: string): string {
  // What stands before an @ in an address may be a password.
  const line = cleanLine(text.slice(0, addressLengthMax)).replace(/\/\/[^/@]*@/gu, '//…@');
  return `“${line.length > shownLengthMax ? `${line.slice(0, shownLengthMax)}…` : line}”`;
}

function whyNone(root: string | null): string {
  if (root === null) return 'Expected a list of feeds (OPML), got no XML.';
  const isFeed = /^(?:rss|feed|rdf:RDF)$/u.test(root);
  if (isFeed) return 'Expected a list of feeds (OPML), got a feed: add it by its address.';
  return `Expected a list of feeds (OPML) with outlines, got ${shown(root)} without any.`;
}

/** The number of the line that a position stands in; positions come in rising order. */
function lineCounter(text: string): (position: number) => number {
  let line = 1;
  let from = 0;
  return (position) => {
    for (let at = text.indexOf('\n', from); at >= 0 && at < position; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    return line;
  };
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly feeds: OpmlFeed[];
}

/** Writes a list of at least one feed that readers know: folders as outlines around their feeds, and as category. */
export function writeOpml(feeds: readonly OpmlFeed[], title: string, at: Instant): string {
  const top: Folder = { folders: new Map(), feeds: [] };
  for (const feed of feeds) {
    let folder = top;
    for (const name of feed.folder?.split('/').slice(0, folderDepthMax) ?? []) {
      const inner = folder.folders.get(name) ?? { folders: new Map(), feeds: [] };
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.feeds.push(feed);
  }
  return generateOpml({ head: { title, dateCreated: new Date(at) }, body: { outlines: outlinesOf(top) } });
}

interface WrittenOutline {
  readonly text: string;
  readonly outlines?: WrittenOutline[];
}

function outlinesOf({ folders, feeds }: Folder): WrittenOutline[] {
  return [
    ...[...folders].map(([text, folder]) => ({ text, outlines: outlinesOf(folder) })),
    ...feeds.map(({ title, url, site, language, folder }) => ({
      text: title ?? url,
      title: title ?? url,
      type: 'rss',
      xmlUrl: url,
      ...(site === null ? {} : { htmlUrl: site }),
      ...(language === null ? {} : { language }),
      ...(folder === null ? {} : { category: `/${folder.replaceAll(',', ' ')}` }),
    })),
  ];
}
