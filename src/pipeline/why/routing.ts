import type { Reason, ReasonCode } from '../../model.ts';
import { isOfRouting } from './reasons.ts';

/** What was decided for one channel on one version of an incident. */
export interface Routing {
  readonly channel: string;
  /** Why it hears of it: the watches that were satisfied, and by what. Empty where it heard of it before. */
  readonly watches: readonly Reason[];
  /** What it was to be told, or why nothing. */
  readonly codes: readonly ReasonCode[];
  /** What a code is because of, beside the channel: a silence, a graver incident. */
  readonly about: ReadonlyMap<ReasonCode, string>;
}

/**
 * Of a verdict's reasons what concerns certain channels. In the order of `route` a channel's watches stand before what
 * names the channel.
 */
export function routingsOf(reasons: readonly Reason[], channels: ReadonlySet<string>): readonly Routing[] {
  const found = new Map<string, Routing>();
  let watches: Reason[] = [];
  for (const reason of reasons) {
    const { code, detail } = reason;
    if (code.startsWith('watch')) {
      watches.push(reason);
      continue;
    }
    const [channel = '', about] = detail.split(' ', 2);
    if (isOfRouting(code) && channels.has(channel)) {
      const known = found.get(channel) ?? { channel, watches: [], codes: [], about: new Map<ReasonCode, string>() };
      found.set(channel, {
        ...known,
        watches: [...known.watches, ...watches],
        codes: [...known.codes, code],
        about: about === undefined ? known.about : new Map([...known.about, [code, about]]),
      });
    }
    watches = [];
  }
  return [...found.values()];
}
