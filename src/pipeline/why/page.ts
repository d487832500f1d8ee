import { Parser } from 'htmlparser2';
import type { Instant } from '../../model.ts';
import { plainText } from '../normalise/plain-text.ts';
import { parseDate } from '../parse/dates.ts';

/** What a web page says of the article on it. */
export interface Page {
  readonly title: string;
  /** Its paragraphs, parted by blank lines. */
  readonly text: string;
  readonly publishedAt: Instant | null;
}

const textLengthMax = 40_000;
const paragraphsMax = 2_000;
/** A shorter `article` is a teaser beside the text. */
const articleLengthMin = 200;
const titleLengthMax = 500;
/** The parser takes time by depth squared; no page is nested so deep, and what stood before is kept. */
const depthMax = 1_000;
const dropped = new Set(
  'script style template noscript nav aside footer header form button select figure svg'.split(' '),
);

/** Reads headline, text and time of publication from a web page, in one pass; never fails. */
export function readPage(html: string): Page {
  const found = parse(html);
  const { meta, inArticle, anywhere } = found;
  const article = inArticle.join('\n\n');
  const text = article.length >= articleLengthMin ? article : anywhere.join('\n\n');
  const title = meta.get('og:title') ?? meta.get('twitter:title') ?? (found.heading || found.title);
  const published = meta.get('article:published_time') ?? meta.get('date') ?? found.time;
  return {
    title: plainText(title, titleLengthMax),
    text: text === '' ? plainText(html, textLengthMax) : text.slice(0, textLengthMax),
    publishedAt: parseDate(published),
  };
}

interface Found {
  readonly meta: Map<string, string>;
  readonly inArticle: string[];
  readonly anywhere: string[];
  title: string;
  heading: string;
  time: string | null;
}

function parse(html: string): Found {
  const found: Found = { meta: new Map(), inArticle: [], anywhere: [], title: '', heading: '', time: null };
  const depth = { all: 0, dropped: 0, article: 0 };
  let reading: 'title' | 'h1' | 'p' | null = null;
  let written = '';
  const end = (): void => {
    const text = plainText(written, textLengthMax);
    if (reading === 'title') found.title ||= text;
    if (reading === 'h1') found.heading ||= text;
    if (reading === 'p' && text !== '' && found.anywhere.length < paragraphsMax) {
      found.anywhere.push(text);
      if (depth.article > 0) found.inArticle.push(text);
    }
    reading = null;
    written = '';
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth.all += 1;
        if (depth.all > depthMax) parser.pause();
        if (dropped.has(name)) depth.dropped += 1;
        if (name === 'article') depth.article += 1;
        if (name === 'meta') note(found, attributes);
        if (name === 'time') found.time ??= attributes.datetime ?? null;
        const isRead = name === 'title' || name === 'h1' || (name === 'p' && depth.dropped === 0);
        if (isRead) {
          end();
          reading = name;
        } else if (name === 'br') written += ' ';
      },
      ontext(text) {
        if (reading !== null) written += text;
      },
      onclosetag(name) {
        depth.all -= 1;
        if (name === reading) end();
        if (dropped.has(name)) depth.dropped = Math.max(0, depth.dropped - 1);
        if (name === 'article') depth.article = Math.max(0, depth.article - 1);
      },
    },
    { decodeEntities: true, lowerCaseAttributeNames: true, lowerCaseTags: true },
  );
  parser.end(html);
  end();
  return found;
}

/** The first word counts: what a page repeats further down is of other articles. */
function note({ meta }: Found, { property, name, content }: Readonly<Record<string, string>>): void {
  const key = (property ?? name ?? '').toLowerCase();
  if (content !== undefined && content.trim() !== '' && !meta.has(key) && meta.size < paragraphsMax)
    meta.set(key, content);
}
