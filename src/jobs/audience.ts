import type { Subscription, Watch } from '../model.ts';
import type { BarStore, Log, SubscriptionStore } from '../ports.ts';

/** Who is told: the configuration's watches and subscriptions and those made by command. */
export interface Audience {
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
}

interface AudienceDeps {
  readonly store: Pick<SubscriptionStore, 'watches' | 'subscriptions'>;
  /** What stands in the configuration. */
  readonly filed: Audience;
}

/** Reads the whole audience. Where the same id stands in both, the file's entry holds and the other is refused. */
export async function readAudience({ store, filed }: AudienceDeps): Promise<Audience> {
  const [watches, subscriptions] = await Promise.all([store.watches(), store.subscriptions()]);
  return {
    watches: [...filed.watches, ...notIn(filed.watches, watches)],
    subscriptions: [...filed.subscriptions, ...notIn(filed.subscriptions, subscriptions)],
  };
}

/** Reads who is told: channels that take no messages of ours are told nothing, however their subscriptions came to be. */
async function readTold(deps: AudienceDeps & { readonly store: Pick<BarStore, 'bars'> }): Promise<Audience> {
  const [audience, bars] = await Promise.all([readAudience(deps), deps.store.bars()]);
  const ended = new Set(bars.flatMap(({ endedAt, channel }) => (endedAt === null ? [] : channel)));
  if (ended.size === 0) return audience;
  return { ...audience, subscriptions: audience.subscriptions.filter(({ channel }) => !ended.has(channel)) };
}

/** How long a change by command may go unseen by a matcher. */
const audienceFreshMs = 1_000;

/** Reads the audience at most once a second of real time; what did not change stays the same object. */
export function rememberAudience(
  deps: AudienceDeps & {
    readonly store: Pick<BarStore, 'bars'>;
    readonly log: Log;
    readonly realNow: () => number;
  },
): () => Promise<Audience> {
  let reading: Promise<Audience> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let held: Audience | null = null;
  const read = async () => {
    const audience = await readTold(deps);
    if (held !== null && isSame(held, audience)) return held;
    held = audience;
    deps.log.info('audience read', { watches: audience.watches.length, subscriptions: audience.subscriptions.length });
    return audience;
  };
  return () => {
    if (reading !== null && deps.realNow() - readAt < audienceFreshMs) return reading;
    readAt = deps.realNow();
    const begun = read();
    reading = begun;
    begun.catch(() => {
      if (reading === begun) reading = null;
    });
    return begun;
  };
}

/** The store gives what did not change as the same objects. */
function isSame(before: Audience, now: Audience): boolean {
  return areSame(before.watches, now.watches) && areSame(before.subscriptions, now.subscriptions);
}

const areSame = <T>(before: readonly T[], now: readonly T[]): boolean =>
  before.length === now.length && before.every((each, at) => each === now[at]);

function notIn<T extends { readonly id: string }>(filed: readonly T[], commanded: readonly T[]): readonly T[] {
  const ids = new Set(filed.map(({ id }) => id));
  return commanded.filter(({ id }) => !ids.has(id));
}
