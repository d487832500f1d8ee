import { withoutKeys } from '../../pipeline/address.ts';
import { plainText } from '../../pipeline/normalise/plain-text.ts';
import type { ParsedItem } from '../../pipeline/parse/document.ts';
import { cleanLine } from '../../pipeline/render/clean.ts';
import type { Clock } from '../../ports.ts';
import { seenLines, type Told } from './add.ts';
import { type Found, type ScoutDeps, scout } from './scout.ts';

const itemsShownMax = 10;
const titleLengthMax = 160;
const authorLengthMax = 60;

/** Reads the feed at an address as it would be read, and shows what would be seen. Nothing is kept. */
export async function tryFeed(deps: ScoutDeps & { readonly clock: Clock }, url: string): Promise<Told> {
  const now = deps.clock.now();
  const found = await scout(deps, url, now);
  if (found.status === 'not-found')
    return { outcome: found.isUnreachable ? 'unreachable' : 'refused', lines: [cleanLine(found.problem)] };
  const { items } = found.parsed;
  const more = items.length > itemsShownMax ? [`… and ${items.length - itemsShownMax} more`] : [];
  const lines = [
    ...seenLines(found, now),
    ...answerLines(found),
    ...items.slice(0, itemsShownMax).map(itemLine),
    ...more,
  ];
  return { outcome: 'done', lines };
}

function answerLines({ url, fetched, parsed }: Found): readonly string[] {
  const { finalUrl, movedTo, contentType, body, etag, lastModified } = fetched;
  const how = movedTo === null ? 'redirects' : 'has moved for good';
  const conditional = etag === null && lastModified === null ? 'tells unchanged documents by nothing' : null;
  const { ttlMinutes } = parsed.pace;
  return [
    ...(finalUrl === url && movedTo === null ? [] : [`It ${how} to ${withoutKeys(finalUrl)}`]),
    `It answers ${body.byteLength} bytes as ${contentType ?? 'no type'}${conditional === null ? '' : `, and ${conditional}`}.`,
    ...(ttlMinutes === null ? [] : [`It asks to be read each ${ttlMinutes} minutes.`]),
  ].map(cleanLine);
}

function itemLine({ title, publishedAt, author, link }: ParsedItem): string {
  const at = publishedAt === null ? 'no date' : `${new Date(publishedAt).toISOString().slice(0, 16)}Z`;
  const by = author === null ? '' : ` — ${plainText(author, authorLengthMax)}`;
  return cleanLine(`• ${at} ${plainText(title, titleLengthMax) || '(no title)'}${by} ${link ?? '(no link)'}`);
}
