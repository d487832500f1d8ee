import type { FeedState } from '../../model.ts';
import { neverPolled } from '../../pipeline/schedule/state.ts';
import type { Shape } from './records.ts';

/**
 * A hundred thousand feeds are to fit into 60 MB of Redis, and the names of their fields alone would take half of it: the
 * feed's id is the key of the record, what is as before the first poll is left out, names are short. One is given for ever.
 */
const shortNames: Readonly<Record<Exclude<keyof FeedState, 'feed'>, string>> = {
  url: 'u',
  movedTo: 'm',
  moving: 'mg',
  etag: 'e',
  lastModified: 'lm',
  validatorsFrom: 'v',
  firstReadAt: 'fr',
  lastReadAt: 'lr',
  lastPolledAt: 'lp',
  lastSuccessAt: 'ls',
  lastNewAt: 'ln',
  lastStatus: 's',
  lastProblem: 'p',
  failures: 'n',
  failingSince: 'fs',
  failuresByKind: 'k',
  paused: 'pa',
  readBy: 'r',
  items: 'i',
  rhythmMs: 'rh',
  longestQuietMs: 'q',
  delayMs: 'd',
  pace: 'pc',
};

/** In place of the address that gave the validators, where it is the feed's own. */
const ownAddress = 1;
const untold = new Map(Object.entries(neverPolled).map(([field, value]) => [field, JSON.stringify(value)]));

/** What is stored of a feed's state. */
export function packFeedState(state: FeedState): string {
  const isOwn = state.validatorsFrom === state.url;
  const fields = { ...state, validatorsFrom: isOwn ? ownAddress : state.validatorsFrom };
  const told = Object.entries(shortNames).flatMap(([field, name]) => {
    const value: unknown = Reflect.get(fields, field);
    return JSON.stringify(value) === untold.get(field) ? [] : [[name, value] as const];
  });
  return JSON.stringify(Object.fromEntries(told));
}

/** How the state of a feed is read. */
export function feedStateShape(feed: string): Shape<FeedState> {
  return {
    name: 'feed state',
    required: { url: 'string' },
    defaults: { ...neverPolled, feed },
    expand: longNames,
    complete: completeFeedState,
  };
}

/** What an older version of the program wrote has its long names already. */
function longNames(stored: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!Object.hasOwn(stored, shortNames.url)) return stored;
  const fields: Record<string, unknown> = {};
  for (const [field, name] of Object.entries(shortNames)) if (Object.hasOwn(stored, name)) fields[field] = stored[name];
  if (fields.validatorsFrom === ownAddress) fields.validatorsFrom = fields.url;
  return fields;
}

/** Before, a pause was yes or no, only what was gone or never found was paused, and kinds of failures were not counted. */
type OlderFeedState = Omit<FeedState, 'paused'> & { readonly paused: FeedState['paused'] | boolean };
function completeFeedState(state: OlderFeedState): FeedState {
  const { paused, failures, lastStatus } = state;
  const isCounted = failures === 0 || lastStatus === null || Object.keys(state.failuresByKind).length > 0;
  return {
    ...state,
    paused: typeof paused !== 'boolean' ? paused : paused ? pauseOf(state) : null,
    failuresByKind: isCounted ? state.failuresByKind : { [lastStatus]: failures },
  };
}

function pauseOf({ lastReadAt }: OlderFeedState): FeedState['paused'] {
  return lastReadAt === null ? 'never-found' : 'gone';
}
