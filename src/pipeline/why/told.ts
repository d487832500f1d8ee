import type { Article, Incident, Pack, ReasonCode, Subscription, Watch } from '../../model.ts';
import { whyUnheard } from '../route/listeners.ts';
import { satisfiedBy } from '../watch/satisfied.ts';
import { type WatchedIncident, watched } from '../watch/watched.ts';
import { isAtLeast, satisfaction } from '../watch.ts';
import { type ToldReason, tell } from './reasons.ts';

/** A watch beside an incident: what satisfied it, or what was missing, and whom it tells. */
export interface ExplainedWatch {
  readonly watch: string;
  readonly name: string;
  readonly server: string | null;
  readonly satisfied: boolean;
  /** Empty where it is not satisfied. */
  readonly reasons: readonly ToldReason[];
  /** The parts of it that the incident lacks. */
  readonly missing: readonly string[];
  readonly channels: readonly { readonly server: string; readonly channel: string; readonly severityFloor: string }[];
  /** Channels that want graver incidents only. */
  readonly tooLowFor: readonly string[];
  /** Channels that want no alerts, only digests. */
  readonly digestOnlyIn: readonly string[];
}

/** Who is to be told. */
export interface Listening {
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
}

/** Each watch beside an incident at its newest version; `article` is the one that made it. */
export function explainWatches(
  { watches, subscriptions }: Listening,
  incident: Incident,
  article: Article | null,
  pack: Pack,
): readonly ExplainedWatch[] {
  const seen = watched(incident, article, pack);
  const satisfied = satisfiedBy(watches, seen);
  const subscribers = Map.groupBy(subscriptions, (each) => each.watch);
  return watches.map((watch) => {
    const reasons = satisfied.get(watch) ?? null;
    const own = (subscribers.get(watch.id) ?? []).filter((each) => isFor(watch, each));
    const told = Map.groupBy(own, (each) => whyUnheard(each, seen.severity));
    const channelsOf = (code: ReasonCode) => (told.get(code) ?? []).map(({ channel }) => channel);
    return {
      watch: watch.id,
      name: watch.name,
      server: watch.server,
      satisfied: reasons !== null,
      reasons: (reasons ?? []).map(tell),
      missing: reasons === null ? missingParts(watch, seen) : [],
      channels: (told.get(null) ?? []).map(({ server, channel, severityFloor }) => ({
        server,
        channel,
        severityFloor,
      })),
      tooLowFor: channelsOf('below-floor'),
      digestOnlyIn: channelsOf('digest-only'),
    };
  });
}

const isFor = (watch: Watch, { server }: Subscription): boolean => watch.server === null || watch.server === server;

/** Each part of a watch is asked by itself. */
function missingParts(watch: Watch, seen: WatchedIncident): readonly string[] {
  const { keywords, actors, places, eventTypes, languages } = watch;
  const bare = { keywords: [], actors: [], places: [], eventTypes: [], languages: [], severityFloor: 'info' } as const;
  const parts: readonly (readonly [string, number, Partial<Watch>])[] = [
    ['keyword', keywords.length, { keywords }],
    ['actor', actors.length, { actors }],
    ['place', places.length, { places }],
    ['kind of event', eventTypes.length, { eventTypes }],
    ['language', languages.length, { languages }],
  ];
  const missing = parts.filter(
    ([, asked, part]) => asked > 0 && satisfaction({ ...watch, ...bare, ...part }, seen) === null,
  );
  const names = missing.map(([name]) => name);
  return isAtLeast(seen.severity, watch.severityFloor) ? names : [`severity from ${watch.severityFloor} on`, ...names];
}
