import type { Subscription, Watch } from '../model.ts';
import type { Log, SubscriptionStore } from '../ports.ts';

/** Who is told: the configuration's watches and subscriptions and those made by command. */
export interface Audience {
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
}

export interface AudienceDeps {
  readonly store: Pick<SubscriptionStore, 'watches' | 'subscriptions'>;
  /** What stands in the configuration. */
  readonly filed: Audience;
  readonly log: Log;
}

/** Reads the whole audience. Where the same id stands in both, the file's entry holds and the other is refused. */
export async function readAudience({ store, filed, log }: AudienceDeps): Promise<Audience> {
  const [watches, subscriptions] = await Promise.all([store.watches(), store.subscriptions()]);
  return {
    watches: [...filed.watches, ...notFiled('watch', filed.watches, watches, log)],
    subscriptions: [...filed.subscriptions, ...notFiled('subscription', filed.subscriptions, subscriptions, log)],
  };
}

/** How long a change by command may go unseen by a matcher. */
const audienceFreshMs = 1_000;

/** Reads the audience at most once a second of real time, and unchanged entries stay the same objects. */
export function rememberAudience(deps: AudienceDeps & { readonly realNow: () => number }): () => Promise<Audience> {
  let known: Promise<Audience> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let text = '';
  let held: Audience | null = null;
  const read = async () => {
    const audience = await readAudience(deps);
    const now = JSON.stringify(audience);
    if (held !== null && now === text) return held;
    text = now;
    held = audience;
    return audience;
  };
  return () => {
    if (known !== null && deps.realNow() - readAt < audienceFreshMs) return known;
    readAt = deps.realNow();
    const reading = read();
    known = reading;
    reading.catch(() => {
      if (known === reading) known = null;
    });
    return reading;
  };
}

function notFiled<T extends { readonly id: string }>(
  kind: string,
  filed: readonly T[],
  commanded: readonly T[],
  log: Log,
): readonly T[] {
  const ids = new Set(filed.map(({ id }) => id));
  const doubled = commanded.filter(({ id }) => ids.has(id));
  for (const { id } of doubled) log.warn('made by command and in the configuration: the file holds', { kind, id });
  return commanded.filter(({ id }) => !ids.has(id));
}
