import type { AuditEntry, Subscription } from '../../../model.ts';
import { type Audience, readAudience } from '../../audience.ts';
import type { DeskDeps } from '../deps.ts';

/** Saves a subscription, unless there is a reason not to as things stand at that moment; that, or null. */
export function saveUnless(
  { store, filed, subscribing }: Pick<DeskDeps, 'store' | 'filed' | 'subscribing'>,
  { subscription, audit }: { readonly subscription: Subscription; readonly audit: AuditEntry },
  whyNot: (now: Audience) => string | null,
): Promise<string | null> {
  return subscribing(async () => {
    const problem = whyNot(await readAudience({ store, filed }));
    if (problem === null) await store.saveSubscription(subscription, audit);
    return problem;
  });
}
