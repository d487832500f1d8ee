import type { Card } from '../../model.ts';
import { wanted } from '../../pipeline/wanted.ts';
import type { Delivery, Step } from './delivery.ts';

/** The reason of a row that is looked at once more: somebody took the alert before its message went out. */
export const takenMeanwhile = 'taken-meanwhile';

/**
 * What is asked right before a message that rings goes out, after every wait for a limit: whether it still may, as the alert
 * stands then. Left out where it rings for nobody.
 */
export function stillRings(
  delivery: Delivery,
  card: Card,
  pingRole: string | null,
): (() => Promise<boolean>) | undefined {
  const { deps, row } = delivery;
  if (pingRole === null && !row.isDirect) return undefined;
  return async () => {
    const alert = await deps.store.alert(row.incident, row.server);
    const want = alert === null ? null : wanted({ ...delivery, alert, card });
    return want !== null && 'mayPing' in want && want.mayPing;
  };
}

/** Nothing went out by this try; what an earlier one left is found by the same nonce. */
export function lookAgain(card: Card): Step {
  return { card, outcome: 'wait', reason: takenMeanwhile, delayMs: 0 };
}
