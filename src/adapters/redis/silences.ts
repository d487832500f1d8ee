import { silenceTimer } from '../../pipeline/silences/timer.ts';
import type { SilenceStore } from '../../ports.ts';
import { entriesOf, replaceEntry } from './changed.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { silenceShape } from './shapes.ts';
import { settling } from './timers.ts';
import type { Command } from './transaction.ts';

const hiddenMax = 1000;

/** What servers do not want to hear of, and what that has hidden. */
export function silencesIn(context: Context): SilenceStore {
  const { redis, keys } = context;
  const silences = { key: keys.silences, shape: silenceShape };
  return {
    silences: async (after) => (await entriesOf(context, silences)).filter(({ to }) => to > after),
    /** Its end is a timer, so that somebody hears what it hid. */
    changeSilence(change) {
      const silence = change.after ?? change.before;
      const timer = silence === null ? [] : settling(keys, silenceTimer(silence), change.after?.to ?? null);
      return replaceEntry(context, silences, change, timer);
    },

    async hiddenBy(ids) {
      const counts = await Promise.all(ids.map(async (id) => [id, await redis.scard(keys.hiddenBy(id))] as const));
      return new Map(counts);
    },

    hiddenIncidents: async (silence, limit) =>
      (await redis.smembers(keys.hiddenBy(silence))).sort().slice(0, Math.min(limit, hiddenMax)),

    async hide(silence, incident) {
      await redis.sadd(keys.hiddenBy(silence), incident);
    },
  };
}

/** The commands that count an incident among what silences have hidden. */
export function hiding(keys: Keys, incident: string, silences: readonly string[]): readonly Command[] {
  return silences.map((id): Command => ['SADD', keys.hiddenBy(id), incident]);
}
