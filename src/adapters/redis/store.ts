import type { Redis } from 'ioredis';
import type { Store } from '../../ports.ts';
import { alertsIn } from './alerts.ts';
import { auditIn } from './audit.ts';
import { barsIn } from './bars.ts';
import { bulletinsIn } from './bulletins.ts';
import { contextOf, type StoreOptions } from './context.ts';
import { draftsIn } from './drafts.ts';
import { feedsIn } from './feeds.ts';
import { foldsIn } from './folds.ts';
import { incidentsIn } from './incidents.ts';
import { labelsIn } from './labels.ts';
import { lettersIn } from './letters.ts';
import { lineIn } from './line.ts';
import { membershipsIn } from './memberships.ts';
import { onCallIn } from './on-call.ts';
import { outboxIn } from './outbox.ts';
import { retain } from './retain.ts';
import { rosterIn } from './roster.ts';
import { silencesIn } from './silences.ts';
import { subscriptionsIn } from './subscriptions.ts';
import { timersIn } from './timers.ts';

/**
 * The store on a Redis ≥ 6.2 (one server with or without replicas, no cluster). The connection stays the caller's, who
 * first calls `agreeOnSchema` and closes it in the end. Any number of processes may open the same store.
 */
export function openStore(redis: Redis, options: StoreOptions = {}): Store {
  const context = contextOf(redis, options);
  return {
    ...timersIn(context),
    ...feedsIn(context),
    ...rosterIn(context),
    ...incidentsIn(context),
    ...alertsIn(context),
    ...onCallIn(context),
    ...silencesIn(context),
    ...labelsIn(context),
    ...outboxIn(context),
    ...foldsIn(context),
    ...barsIn(context),
    ...lineIn(context),
    ...membershipsIn(context),
    ...subscriptionsIn(context),
    ...auditIn(context),
    ...bulletinsIn(context),
    ...draftsIn(context),
    ...lettersIn(context),
    async restoredFrom() {
      const takenAt = await redis.get(context.keys.restored);
      return takenAt === null ? null : Number(takenAt);
    },
    retain: (now) => retain(context, now),
  };
}
