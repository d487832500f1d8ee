/** A folder of feed documents, whoever laid it out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { decodeText } from '../../src/pipeline/parse/text.ts';

export interface FeedDocument {
  /** Inside the folder. */
  readonly path: string;
  readonly body: Uint8Array;
  /** What a server would have said, where a comment of the document says it. */
  readonly hints: { readonly charset: string | null; readonly url: string };
  /** The comment at the document's head: what feedparser's tests expect of it. */
  readonly comment: string;
  /** gofeed's expectation, as it stands beside the document. */
  readonly beside: string | null;
}

const extensions = new Set(['', '.xml', '.json', '.rss', '.atom', '.rdf', '.feed']);
const headLengthMax = 4_096;
const addressOfNone = 'http://127.0.0.1:8097/';

/** The feed documents of a folder and those in it, by name; expectations beside them are none. */
export function* collectionOf(folder: string): Generator<FeedDocument> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isExpectation(file))
    .sort();
  for (const file of files) {
    const body = readFileSync(file);
    const head = decodeText(body.subarray(0, headLengthMax), null);
    // A licence or a note has no extension either.
    if (extname(file) === '' && !/[<{[]/.test(head)) continue;
    yield { path: relative(folder, file), body, ...headOf(head, file), beside: besideOf(file) };
  }
}

/** `x.json` beside `x.xml`, `x_expected.json` beside `x.json`. */
function isExpectation(file: string): boolean {
  if (extname(file) !== '.json') return false;
  const stem = file.slice(0, -'.json'.length);
  if (stem.endsWith('_expected')) return true;
  return ['', '.xml', '.rss', '.atom', '.rdf', '.feed'].some((extension) => existsSync(stem + extension));
}

function besideOf(file: string): string | null {
  const stem = join(dirname(file), basename(file, extname(file)));
  const beside = extname(file) === '.json' ? `${stem}_expected.json` : `${stem}.json`;
  return existsSync(beside) ? readFileSync(beside, 'utf8') : null;
}

function headOf(head: string, file: string): Pick<FeedDocument, 'hints' | 'comment'> {
  const comment = /<!--([\s\S]*?)-->/.exec(head)?.[1] ?? '';
  const charset = /^Header:\s*Content-type:.*?charset\s*=\s*["']?\s*([\w.:-]+)/im.exec(comment)?.[1] ?? null;
  const location = /^Header:\s*Content-Location:\s*(\S+)/im.exec(comment)?.[1];
  const url = location ?? new URL(encodeURIComponent(basename(file)), addressOfNone).href;
  return { comment, hints: { charset: charset?.toLowerCase() ?? null, url } };
}
