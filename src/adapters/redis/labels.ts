import type { Label } from '../../model.ts';
import type { LabelStore } from '../../ports.ts';
import { auditing, onlyOnce } from './audit.ts';
import { entriesOf } from './changed.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { labelShape } from './on-call-shapes.ts';
import { read } from './records.ts';
import { apply, type Command } from './transaction.ts';

const listMax = 10_000;

/** What analysts said of the matching: examples to learn from. */
export function labelsIn(context: Context): LabelStore {
  const { redis, keys } = context;
  const labels = { key: keys.labels, shape: labelShape };
  return {
    async labels(limit) {
      const all = await entriesOf(context, labels);
      return all.toSorted((one, other) => other.at - one.at).slice(0, Math.min(limit, listMax));
    },

    async lessons(known) {
      const revision = Number((await redis.get(keys.labelsRevision)) ?? 0);
      if (revision === known) return { revision, labels: null };
      const all = await entriesOf(context, labels);
      return { revision, labels: all.filter(({ isTeaching, revokedAt }) => isTeaching && revokedAt === null) };
    },

    async heldBackBy(ids) {
      if (ids.length === 0) return new Map();
      const [counts, last] = await Promise.all([
        redis.hmget(keys.labelsHeld, ...ids),
        redis.hmget(keys.labelsHeldLast, ...ids),
      ]);
      return new Map(ids.map((id, at) => [id, { count: Number(counts[at] ?? 0), last: last[at] ?? null }]));
    },

    async saveLabels(all, audit) {
      const once = onlyOnce(keys);
      await apply(redis, {
        require: [once.condition],
        steps: [
          { commands: [once.command, ...all.flatMap((each) => labelling(keys, each)), ...auditing(keys, [audit])] },
        ],
      });
    },

    async revokeLabel(id, at, audit) {
      const raw = await redis.hget(keys.labels, id);
      const label = read(context, labelShape, raw, `${keys.labels} ${id}`);
      if (raw === null || label === null || label.revokedAt !== null) return false;
      const once = onlyOnce(keys);
      const revoked = await apply(redis, {
        require: [once.condition, ['field-equals', keys.labels, id, raw]],
        steps: [
          {
            commands: [once.command, ...labelling(keys, { ...label, revokedAt: at }), ...auditing(keys, [audit])],
          },
        ],
      });
      return revoked.applied || revoked.failed === 0;
    },
  };
}

/** The commands that keep a label; not idempotent, since they count the changes. */
export function labelling(keys: Keys, label: Label): readonly Command[] {
  return [
    ['HSET', keys.labels, label.id, JSON.stringify(label)],
    ['INCR', keys.labelsRevision],
  ];
}

/** The commands that count an article among what lessons held back; not idempotent either. */
export function holdingBack(keys: Keys, article: string, labels: readonly string[]): readonly Command[] {
  return labels.flatMap((id): readonly Command[] => [
    ['HINCRBY', keys.labelsHeld, id, 1],
    ['HSET', keys.labelsHeldLast, id, article],
  ]);
}
