import type { SilenceStore } from '../../ports.ts';
import { entriesOf, replaceEntry } from './changed.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { silenceShape } from './shapes.ts';
import type { Command } from './transaction.ts';

/** What servers do not want to hear of, and what that has hidden. */
export function silencesIn(context: Context): SilenceStore {
  const { redis, keys } = context;
  const silences = { key: keys.silences, shape: silenceShape };
  return {
    silences: async (after) => (await entriesOf(context, silences)).filter(({ to }) => to > after),
    changeSilence: (change) => replaceEntry(context, silences, change),

    async hiddenBy(ids) {
      const counts = await Promise.all(ids.map(async (id) => [id, await redis.scard(keys.hiddenBy(id))] as const));
      return new Map(counts);
    },
  };
}

/** The commands that count an incident among what silences have hidden. */
export function hiding(keys: Keys, incident: string, silences: readonly string[]): readonly Command[] {
  return silences.map((id): Command => ['SADD', keys.hiddenBy(id), incident]);
}
