import type { Silence } from '../../model.ts';
import { silenceTimer } from '../../pipeline/silences/timer.ts';
import type { Changed, SilenceStore } from '../../ports.ts';
import { replaceEntry } from './changed.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { silenceShape } from './on-call-shapes.ts';
import { read } from './records.ts';
import { settling } from './timers.ts';
import type { Command } from './transaction.ts';

const hiddenMax = 1000;

/** What servers do not want to hear of, and what that has hidden. */
export function silencesIn(context: Context): SilenceStore {
  const { redis, keys } = context;
  const silences = { key: keys.silences, shape: silenceShape };
  return {
    // What ended is kept for long, and is not to be read with each verdict.
    async silences(after) {
      const ids = await redis.zrangebyscore(keys.silencesEnd, `(${after}`, '+inf');
      if (ids.length === 0) return [];
      const stored = await redis.hmget(keys.silences, ...ids);
      return stored.flatMap((raw, at) => read(context, silenceShape, raw, `${keys.silences} ${ids[at]}`) ?? []);
    },
    silence: async (id) => read(context, silenceShape, await redis.hget(keys.silences, id), `${keys.silences} ${id}`),
    /** Its end is a timer, so that somebody hears what it hid. */
    changeSilence(change) {
      return replaceEntry(context, silences, change, ending(keys, change));
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

/** The commands that keep when a silence ends. */
function ending(keys: Keys, { before, after }: Changed<Silence>): readonly Command[] {
  const silence = after ?? before;
  if (silence === null) return [];
  const { id } = silence;
  return [
    after === null ? ['ZREM', keys.silencesEnd, id] : ['ZADD', keys.silencesEnd, after.to, id],
    ...settling(keys, silenceTimer(silence), after?.to ?? null),
  ];
}

/** The commands that count an incident among what silences have hidden. */
export function hiding(keys: Keys, incident: string, silences: readonly string[]): readonly Command[] {
  return silences.map((id): Command => ['SADD', keys.hiddenBy(id), incident]);
}
