import type { OnCallStore } from '../../ports.ts';
import { auditing, onlyOnce } from './audit.ts';
import { entriesOf, replaceEntry } from './changed.ts';
import type { Context } from './context.ts';
import { overrideShape, policyShape, rotaShape } from './on-call-shapes.ts';
import { apply, type Condition } from './transaction.ts';

/** Rotas, policies and overrides made by command; those of `config/` never come here. */
export function onCallIn(context: Context): OnCallStore {
  const { redis, keys } = context;
  const rotas = { key: keys.rotas, shape: rotaShape };
  const policies = { key: keys.policies, shape: policyShape };
  const overrides = { key: keys.overrides, shape: overrideShape };
  return {
    rotas: () => entriesOf(context, rotas),
    policies: () => entriesOf(context, policies),
    overrides: async (after) => (await entriesOf(context, overrides)).filter(({ to }) => to > after),
    changeRota: (change) => replaceEntry(context, rotas, change),
    changePolicy: (change) => replaceEntry(context, policies, change),

    async saveOverrides(all, audit) {
      const once = onlyOnce(keys);
      const absent = all.map(({ id }): Condition => ['field-absent', keys.overrides, id]);
      const saved = await apply(redis, {
        require: [once.condition, ...absent],
        steps: [
          {
            commands: [
              once.command,
              ...all.map((each) => ['HSET', keys.overrides, each.id, JSON.stringify(each)] as const),
              ...auditing(keys, [audit]),
            ],
          },
        ],
      });
      // The first condition fails only when this very write was done before and is sent again.
      return saved.applied || saved.failed === 0 ? 'committed' : 'stale';
    },

    async removeOverride(id, audit) {
      const once = onlyOnce(keys);
      const removed = await apply(redis, {
        require: [once.condition, ['field-exists', keys.overrides, id]],
        steps: [{ commands: [once.command, ['HDEL', keys.overrides, id], ...auditing(keys, [audit])] }],
      });
      return removed.applied || removed.failed === 0;
    },
  };
}
