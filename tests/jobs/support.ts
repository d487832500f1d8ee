/** A world for jobs: a real store, and a messenger and a queue that a test plans. */
import type { Alert, Article, Card, Incident, OutboxRow, Subscription, Watch } from '../../src/model.ts';
import type {
  CardView,
  JobHandler,
  Log,
  Messenger,
  MessengerFailure,
  MessengerResult,
  Meter,
  NoticeView,
  Queue,
  QueueName,
  Store,
} from '../../src/ports.ts';

export const quiet: Log = { info() {}, warn() {}, error() {} };
export const unmetered: Meter = { polled() {}, decided() {}, delivered() {} };

/** A message as somebody in the channel sees it. */
export interface Seen {
  readonly id: string;
  readonly place: string;
  readonly reference: string;
  readonly pinged: string | null;
  readonly text: string;
  view: CardView | NoticeView;
  deleted: boolean;
  edits: number;
}

type Fault =
  | MessengerFailure
  /** Accepted, and the answer lost. */
  | { readonly status: 'accepted-unheard' }
  /** Accepted, and the process dies before it hears. */
  | { readonly status: 'crash' };
type Operation = 'postCard' | 'editCard' | 'openThread' | 'postNotice' | 'findByReference';

export interface PlannedMessenger extends Messenger {
  readonly seen: Seen[];
  readonly calls: string[];
  /** What the next calls of an operation come to, in order; without a plan they are accepted. */
  plan(operation: Operation, ...faults: readonly (Fault | null)[]): void;
  /** Runs before the operation's next call takes effect. */
  before(operation: Operation, hook: () => Promise<void>): void;
  cards(): readonly Seen[];
  notices(): readonly Seen[];
}

/** A channel service at the port: the same reference posted again within the window gives the message that stands. */
export function plannedMessenger(realNow: () => number, nonceWindowMs = 60_000): PlannedMessenger {
  const seen: Seen[] = [];
  const calls: string[] = [];
  const plans = new Map<Operation, (Fault | null)[]>();
  const hooks = new Map<Operation, () => Promise<void>>();
  const nonces = new Map<string, { at: number; message: Seen }>();
  const threads = new Map<string, string>();

  const start = async (operation: Operation, place: string) => {
    calls.push(`${operation} ${place}`);
    const hook = hooks.get(operation);
    hooks.delete(operation);
    await hook?.();
    return plans.get(operation)?.shift() ?? null;
  };
  const finish = (fault: Fault | null, effect: () => MessengerResult): MessengerResult => {
    if (fault === null) return effect();
    if (fault.status === 'accepted-unheard') {
      effect();
      return { status: 'unclear', problem: 'the answer was lost' };
    }
    if (fault.status === 'crash') {
      effect();
      throw new Error('the process died');
    }
    return fault;
  };
  const post = (place: string, view: CardView | NoticeView): MessengerResult => {
    const known = nonces.get(`${place} ${view.reference}`);
    if (known && realNow() - known.at <= nonceWindowMs) return { status: 'accepted', messageId: known.message.id };
    const text = 'text' in view ? view.text : view.summary.title;
    const message: Seen = {
      id: `m${seen.length + 1}`,
      place,
      reference: view.reference,
      pinged: view.pingRole,
      text,
      view,
      deleted: false,
      edits: 0,
    };
    seen.push(message);
    nonces.set(`${place} ${view.reference}`, { at: realNow(), message });
    return { status: 'accepted', messageId: message.id };
  };
  const isCard = ({ view }: Seen) => 'summary' in view;
  return {
    seen,
    calls,
    plan: (operation, ...faults) => void plans.set(operation, [...(plans.get(operation) ?? []), ...faults]),
    before: (operation, hook) => void hooks.set(operation, hook),
    cards: () => seen.filter((message) => isCard(message) && !message.deleted),
    notices: () => seen.filter((message) => !isCard(message) && !message.deleted),
    async postCard(channel, view) {
      const fault = await start('postCard', channel);
      return finish(fault, () => post(channel, view));
    },
    async editCard(channel, messageId, view) {
      const fault = await start('editCard', channel);
      return finish(fault, () => {
        const message = seen.find(({ id }) => id === messageId);
        if (message === undefined || message.deleted) return { status: 'gone' };
        message.view = view;
        message.edits += 1;
        return { status: 'accepted', messageId };
      });
    },
    async openThread(channel, messageId) {
      const fault = await start('openThread', channel);
      return finish(fault, () => {
        threads.set(messageId, `thread-of-${messageId}`);
        return { status: 'accepted', messageId: `thread-of-${messageId}` };
      });
    },
    async postNotice(thread, view) {
      const fault = await start('postNotice', thread);
      return finish(fault, () => post(thread, view));
    },
    async findByReference(channel, reference) {
      const fault = await start('findByReference', channel);
      if (fault !== null && fault.status !== 'accepted-unheard' && fault.status !== 'crash') return fault;
      const found = seen.find((message) => message.place === channel && message.reference === reference);
      return found && !found.deleted ? { status: 'accepted', messageId: found.id } : { status: 'absent' };
    },
    isReady: () => true,
    close: async () => {},
  };
}

export interface HandQueue extends Queue {
  readonly waiting: { readonly queue: QueueName; readonly id: string }[];
  /** Runs jobs one after the other until none waits; `again` passes its delay on the clock, an exception is retried. */
  drain(handlers: Partial<Record<QueueName, JobHandler>>, passTime: (ms: number) => void): Promise<void>;
}

const roundsMax = 500;

export function handQueue(): HandQueue {
  const waiting: { queue: QueueName; id: string }[] = [];
  return {
    waiting,
    async add(queue, ids) {
      for (const id of ids)
        if (!waiting.some((job) => job.queue === queue && job.id === id)) waiting.push({ queue, id });
    },
    isIdle: async () => waiting.length === 0,
    async drain(handlers, passTime) {
      for (let round = 0; waiting.length > 0; round += 1) {
        if (round >= roundsMax)
          throw new Error(`jobs still wait after ${roundsMax} rounds: ${JSON.stringify(waiting)}`);
        const job = waiting.shift();
        const handler = job && handlers[job.queue];
        if (!job || !handler) continue;
        const result = await handler(job.id).catch(() => ({ status: 'again' as const, delayMs: 1_000 }));
        if (result.status === 'done') continue;
        passTime(result.delayMs);
        waiting.push(job);
      }
    },
  };
}

export function aWatch(said: Partial<Watch> = {}): Watch {
  return {
    id: 'everything',
    name: 'Everything',
    server: null,
    keywords: [],
    actors: [],
    places: [],
    eventTypes: [],
    severityFloor: 'info',
    languages: [],
    origin: 'file',
    ...said,
  };
}

export function aSubscription(said: Partial<Subscription> = {}): Subscription {
  return {
    id: 'home-alerts',
    watch: 'everything',
    server: 'home',
    channel: 'alerts',
    pingRole: 'watchers',
    severityFloor: 'info',
    pingFloor: 'elevated',
    language: 'en',
    origin: 'file',
    ...said,
  };
}

export function anAlert(said: Partial<Alert> = {}): Alert {
  const at = 1_585_742_400_000;
  return {
    incident: 'i-article-1',
    server: 'home',
    state: 'open',
    revision: 1,
    openedAt: at,
    changedAt: at,
    changedBy: null,
    ...said,
  };
}

export function aCard(said: Partial<Card> = {}): Card {
  return {
    incident: 'i-article-1',
    channel: 'alerts',
    server: 'home',
    language: 'en',
    messageId: 'm1',
    versionPosted: 1,
    threadId: null,
    versionTold: 1,
    alertRevisionTold: 1,
    attemptedAt: null,
    gone: false,
    ...said,
  };
}

export function aRow(said: Partial<OutboxRow> = {}): OutboxRow {
  const row = { incident: 'i-article-1', version: 1, kind: 'card' as const, channel: 'alerts', ...said };
  return {
    id: `${row.incident}.${row.version}.${row.kind}.${row.channel}`,
    server: 'home',
    language: 'en',
    pingRole: null,
    changes: [],
    createdAt: 1_000_000,
    causedAt: 1_000_000,
    ...row,
  };
}

/** Writes what a verdict brings: the incident, its alert where it has none yet, and rows. */
export async function commit(
  store: Store,
  article: Article,
  brought: { incident: Incident; alerts?: readonly Alert[]; rows: readonly OutboxRow[] },
): Promise<void> {
  const { revision } = await store.incidentsSince(0);
  const outcome = await store.commitVerdict({
    revision,
    article,
    verdict: { article: article.id, decision: 'new', incident: brought.incident.id, reasons: [] },
    incident: brought.incident,
    alertsOpened: brought.alerts ?? [],
    rows: brought.rows,
    audit: [],
  });
  if (outcome !== 'committed') throw new Error(`the verdict on ${article.id} was ${outcome}`);
}
