import { type Instant, type Pack, type SilenceMatchers, severities, type Watch } from '../../model.ts';
import { directoryOf, findNamed, type Named, seekable, suggestNamed } from '../incidents/seek.ts';
import { readMoment } from '../moment-words.ts';
import { cut } from '../render/clean.ts';
import { silenceMsMax, silencePartMax } from '../silences.ts';

/** What a silence is made of, as somebody typed it; null where it was left out. */
export const silenceOptions = ['actor', 'place', 'type', 'outlet', 'watch', 'below', 'until', 'reason'] as const;
export type SilenceOption = (typeof silenceOptions)[number];
export type SilenceGiven = Readonly<Record<SilenceOption, string | null>>;

/** What could not be understood, and what was perhaps meant. */
export interface SilenceMistake {
  readonly option: SilenceOption;
  readonly given: string;
  readonly why: 'unknown' | 'too-many' | 'no-time' | 'past' | 'too-long' | 'missing';
  readonly perhaps: readonly string[];
}

const suggestedMax = 3;
const reasonLengthMax = 300;

/** Whether what was read is a mistake. */
export function isSilenceMistake(read: object): read is SilenceMistake {
  return 'why' in read && 'perhaps' in read;
}

/** Reads what is to be hidden; entries of one part are separated by commas. */
export function readMatchers(
  given: SilenceGiven,
  critical: boolean,
  { pack, watches }: { readonly pack: Pack; readonly watches: readonly Watch[] },
): SilenceMatchers | SilenceMistake {
  const { actors, places, types } = directoryOf(pack);
  const outlets = pack.outlets.map(({ id, name }) => plainNamed(id, name));
  const read = {
    actors: idsOf('actor', given.actor, actors),
    places: idsOf('place', given.place, places),
    eventTypes: idsOf('type', given.type, types),
    outlets: idsOf('outlet', given.outlet, outlets),
    watches: idsOf(
      'watch',
      given.watch,
      watches.map(({ id, name }) => plainNamed(id, name)),
    ),
  };
  const { below } = given;
  const severityBelow = below === null ? null : (severities.find((each) => each === below) ?? unknown('below', below));
  const mistake = [...Object.values(read), severityBelow].find((each) => isMistake(each));
  if (isMistake(mistake)) return mistake;
  return { ...withoutMistakes(read), severityBelow: isMistake(severityBelow) ? null : severityBelow, critical };
}

/** Reads until when; at most 30 days ahead. */
export function readUntil(
  typed: string | null,
  { now, timeZone }: { readonly now: Instant; readonly timeZone: string },
): { readonly until: Instant } | SilenceMistake {
  const perhaps = ['2h', '3d', 'tomorrow 08:00'];
  const given = typed?.trim() ?? '';
  if (given === '') return { option: 'until', given, why: 'missing', perhaps };
  const until = readMoment(given, { now, timeZone });
  if (until === null) return { option: 'until', given, why: 'no-time', perhaps };
  if (until <= now) return { option: 'until', given, why: 'past', perhaps };
  return until - now > silenceMsMax ? { option: 'until', given, why: 'too-long', perhaps: ['30d'] } : { until };
}

/** Reads why; a silence without a reason is one that nobody dares to lift. */
export function readReason(typed: string | null): { readonly reason: string } | SilenceMistake {
  const reason = cut((typed ?? '').replace(/\s+/gu, ' ').trim(), reasonLengthMax);
  return /[\p{L}\p{N}]/u.test(reason) ? { reason } : { option: 'reason', given: '', why: 'missing', perhaps: [] };
}

function idsOf(option: SilenceOption, given: string | null, entries: readonly Named[]) {
  const names = (given ?? '').split(/[,،]/u).flatMap((each) => (each.trim() === '' ? [] : each.trim()));
  if (names.length > silencePartMax)
    return { option, given: given ?? '', why: 'too-many', perhaps: [] } satisfies SilenceMistake;
  const found = names.map((name) => findNamed(entries, name)?.id ?? unknown(option, name, entries));
  const mistake = found.find((each) => isMistake(each));
  return isMistake(mistake) ? mistake : [...new Set(found.filter((each) => typeof each === 'string'))];
}

function unknown(option: SilenceOption, given: string, entries: readonly Named[] = []): SilenceMistake {
  const near = suggestNamed(entries, given, suggestedMax).map(({ name }) => name);
  return { option, given, why: 'unknown', perhaps: option === 'below' ? severities : near };
}

const isMistake = (read: unknown): read is SilenceMistake =>
  typeof read === 'object' && read !== null && isSilenceMistake(read);

type Parts = Readonly<Record<'actors' | 'places' | 'eventTypes' | 'outlets' | 'watches', readonly string[]>>;

function withoutMistakes(
  read: {
    readonly [Part in keyof Parts]: readonly string[] | SilenceMistake;
  },
): Parts {
  const idsIn = (part: readonly string[] | SilenceMistake): readonly string[] => (isMistake(part) ? [] : part);
  return {
    actors: idsIn(read.actors),
    places: idsIn(read.places),
    eventTypes: idsIn(read.eventTypes),
    outlets: idsIn(read.outlets),
    watches: idsIn(read.watches),
  };
}

/** An outlet or watch has one name, in whatever language. */
function plainNamed(id: string, name: string): Named {
  return { id, name, spellings: [seekable(id), seekable(name)] };
}
