import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { FeedOptions } from '../../jobs/roster/add.ts';
import { addFeeds, type ChangeDeps } from '../../jobs/roster/change.ts';
import type { Language } from '../../model.ts';
import { holdsKey, siteOf, withoutKeys } from '../../pipeline/address.ts';
import { languageOf } from '../../pipeline/normalise/language.ts';
import { type OpmlFeed, readOpml, writeOpml } from '../../pipeline/opml.ts';
import { decodeText } from '../../pipeline/parse/text.ts';
import { cleanLine } from '../../pipeline/render/clean.ts';
import type { Proposal } from '../../pipeline/roster/enter.ts';
import { mergeRoster } from '../../pipeline/roster.ts';
import { FeedsError } from './arguments.ts';

const fileBytesMax = 64_000_000;
const languages: readonly Language[] = ['en', 'ar', 'fa'];

/** Makes a feed of each entry of a list. What was not taken is told with its line; nothing is fetched. */
export async function importList(
  deps: ChangeDeps,
  { file, options }: { readonly file: string; readonly options: FeedOptions },
  say: (text: string) => void,
): Promise<'done' | 'mend'> {
  const { feeds, problems } = readOpml(decodeText(readBounded(file), null));
  const proposals = feeds.map((feed) => proposalOf(feed, options));
  const outcomes = await addFeeds(deps, proposals, (entered) => `${entered.length} feeds from a list`);
  const refused = outcomes.flatMap((outcome, at) => {
    const feed = feeds[at];
    return typeof outcome !== 'string' || feed === undefined
      ? []
      : [{ line: feed.line, problem: `“${feed.title ?? withoutKeys(feed.url)}”: ${outcome}` }];
  });
  const all = [...problems, ...refused].sort((one, other) => one.line - other.line);
  for (const { line, problem } of all) say(`line ${line}: ${cleanLine(problem)}\n`);
  const added = outcomes.length - refused.length;
  say(
    `${added} of ${feeds.length} feeds added; ${all.length === 0 ? 'nothing was left out' : `${all.length} remarks`}.\n`,
  );
  return added === 0 && all.length > 0 ? 'mend' : 'done';
}

/**
 * Writes all feeds as a list: to a file, or to be printed. A list is handed on, so feeds whose address holds a key are left
 * out, and named, unless they are asked for.
 */
export async function exportList(
  deps: ChangeDeps,
  { file, withKeys }: { readonly file: string | null; readonly withKeys: boolean },
  say: (text: string) => void,
): Promise<'done'> {
  const { feeds, outlets } = mergeRoster(deps.filed, await deps.store.commandedRoster());
  if (feeds.size === 0) throw new FeedsError('there is no feed to be written');
  const keyed = [...feeds.values()].filter(({ url }) => !withKeys && holdsKey(url)).map(({ id }) => id);
  const entries = [...feeds.values()]
    .filter(({ id }) => !keyed.includes(id))
    .map(
      (feed): OpmlFeed => ({
        title: feed.about?.title ?? outlets.get(feed.outlet)?.name ?? feed.id,
        url: feed.url,
        site: feed.about?.site ?? null,
        language: feed.language,
        folder: feed.about?.folder ?? null,
      }),
    );
  const list = `${writeOpml(entries, 'Watchfloor', deps.clock.now()).trimEnd()}\n`;
  const leftOut =
    keyed.length === 0 ? '' : `Left out, for their addresses hold keys (with-keys writes them): ${keyed.join(', ')}.`;
  if (file === null) {
    say(leftOut === '' ? list : `${list}<!-- ${leftOut} -->\n`);
    return 'done';
  }
  try {
    writeFileSync(file, list);
  } catch (cause) {
    throw new FeedsError(`${file} cannot be written (${codeOf(cause)}): expected a file in a folder that is there`, {
      cause,
    });
  }
  say(`${entries.length} feeds written to ${file}.${leftOut === '' ? '' : ` ${leftOut}`}\n`);
  return 'done';
}

function proposalOf(feed: OpmlFeed, { language, intervalMinutes, outlet }: FeedOptions): Proposal {
  const { title, url, site, folder } = feed;
  const about = {
    ...(title === null ? {} : { title }),
    ...(site === null ? {} : { site }),
    ...(folder === null ? {} : { folder }),
  };
  return {
    url,
    about,
    language: languageIn(feed.language) ?? language ?? guessed(title),
    status: 'unverified',
    intervalMinutes,
    outlet,
    site: site === null ? null : siteOf(site),
  };
}

/** `ar-IQ` is Arabic. */
function languageIn(written: string | null): Language | null {
  const [first = ''] = (written ?? '').toLowerCase().split(/[-_]/u);
  return languages.find((language) => language === first) ?? null;
}

function guessed(title: string | null): Language {
  const language = languageOf(title ?? '', 'en');
  return language === 'other' ? 'en' : language;
}

function readBounded(file: string): Uint8Array {
  try {
    const found = statSync(file);
    if (!found.isFile()) throw new FeedsError(`${file}: expected a file, it is none`);
    if (found.size > fileBytesMax)
      throw new FeedsError(`${file}: expected at most ${fileBytesMax} bytes, it has ${found.size}`);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof FeedsError) throw cause;
    throw new FeedsError(`${file} cannot be read (${codeOf(cause)}): expected a list of feeds (OPML)`, { cause });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
