import type { Reason, ReasonCode } from '../../model.ts';
import { isOfRouting } from './reasons.ts';

/** What was decided for one channel on one version of an incident. */
export interface Routing {
  readonly channel: string;
  /** Why it hears of it: the watches that were satisfied, and by what. Empty where it heard of it before. */
  readonly watches: readonly Reason[];
  /** What it was to be told, or why nothing. */
  readonly codes: readonly ReasonCode[];
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
    if (isOfRouting(code) && channels.has(detail)) {
      const known = found.get(detail) ?? { channel: detail, watches: [], codes: [] };
      found.set(detail, { ...known, watches: [...known.watches, ...watches], codes: [...known.codes, code] });
    }
    watches = [];
  }
  return [...found.values()];
}
