/** A store, a messenger and a queue for the tests of delivery. */
import { after, before, beforeEach } from 'node:test';
import { readAudience } from '../../../src/jobs/audience.ts';
import { foldJob } from '../../../src/jobs/deliver/fold.ts';
import { isLetterJob } from '../../../src/jobs/deliver/letter-job.ts';
import { deliverJob } from '../../../src/jobs/deliver.ts';
import { bulletinsJobId } from '../../../src/jobs/lookout.ts';
import type { Change, Incident, OutboxRow } from '../../../src/model.ts';
import { foldOfJob } from '../../../src/pipeline/fold.ts';
import type { CardView, JobHandler, Store } from '../../../src/ports.ts';
import { type StoreFixture, startStores } from '../../contracts/fixture.ts';
import { anAlert, anArticle, anIncident, aPack, noon } from '../../support/builders.ts';
import { aRow, aServer, aSubscription, commit, quiet, unmetered } from '../support/builders.ts';
import { type PlannedMessenger, plannedMessenger } from '../support/messenger.ts';
import { type PlannedPremises, plannedPremises } from '../support/premises.ts';
import { type HandQueue, handQueue } from '../support/queue.ts';

export const nonceWindowMs = 60_000;
export let redis: StoreFixture;
export let store: Store;
export let messenger: PlannedMessenger;
export let premises: PlannedPremises;
let queue: HandQueue;
/** One subscription of the configuration; a test adds those made by command. */
const filed = { watches: [], subscriptions: [aSubscription({ id: 'filed' })] };
/** What a test may set; as generous as can be before each. */
export const limits = { editEveryMs: 0, cardsPerHourMax: 1_000 };
const generous = { ...limits };
export let latencies: (number | null)[] = [];

/** Brings up a real store for the file, and everything anew for each test. */
export function setUp(): void {
  before(async () => {
    redis = await startStores();
    store = redis.store;
  });
  after(() => redis.stop());
  beforeEach(afresh);
}

export async function afresh(): Promise<void> {
  await redis.empty();
  messenger = plannedMessenger(() => redis.real, nonceWindowMs);
  premises = plannedPremises();
  queue = handQueue();
  Object.assign(limits, generous);
  now = noon;
  latencies = [];
}

/** The news' clock, apart from the real one. */
let now = noon;
export const setNow = (at: number) => {
  now = at;
};

export const deliverer = (owner: string, on = store): JobHandler => {
  const deps = {
    store: on,
    messenger,
    queue,
    filed,
    premises,
    audience: () => readAudience({ store: on, filed }),
    filedServers: [aServer({ operatorsChannel: 'operators' })],
    clock: { now: () => now },
    realClock: { now: () => redis.real },
    pack: aPack(),
    log: quiet,
    meter: {
      ...unmetered,
      delivered: (_: unknown, __: string, latencyMs: number | null) => void latencies.push(latencyMs),
    },
    owner,
    leaseMs: 30_000,
    nonceWindowMs,
    ...limits,
  };
  const [deliverRow, tellFold] = [deliverJob(deps), foldJob(deps)];
  return async (id) => {
    // Letters and bulletins have tests of their own; here they are seen waiting.
    if (isLetterJob(id) || id === bulletinsJobId) return { status: 'done', reason: 'left' };
    return foldOfJob(id) === null ? deliverRow(id) : tellFold(id);
  };
};

const passTime = (ms: number) => {
  redis.real += ms;
};

/** Runs what was added until nothing waits. */
export async function deliver(...ids: readonly string[]): Promise<void> {
  await queue.add('deliver', ids);
  await queue.drain({ deliver: deliverer('d1') }, passTime);
}

const change = (what: Change['what'], detail = ''): Change => ({ what, detail, article: 'article-2' });

export async function opened(rows: readonly OutboxRow[] = [aRow({ pingRole: 'watchers' })]): Promise<void> {
  await commit(store, anArticle(), { incident: anIncident(), alerts: [anAlert()], rows });
}

export async function developed(version: number, rows: readonly OutboxRow[], facts: Partial<Incident['facts']> = {}) {
  const incident = anIncident({ version, changes: [change('actor')], facts });
  await commit(store, anArticle({ id: `article-${version}` }), { incident, rows });
}

export const card = (version: number, said: Partial<OutboxRow> = {}) =>
  aRow({ version, createdAt: redis.real, ...said });
export const notice = (version: number, said: Partial<OutboxRow> = {}) =>
  aRow({ version, kind: 'notice', changes: [change('actor', 'Kataib Hezbollah')], createdAt: redis.real, ...said });
export const unsettled = async () => (await store.unsettledRows(Number.MAX_SAFE_INTEGER, 100)).map(({ id }) => id);
export const shownVersion = () => (messenger.cards()[0]?.view as CardView | undefined)?.summary.version;

export async function pressAcknowledge(
  state: 'acknowledged' | 'resolved' = 'acknowledged',
  rows: readonly OutboxRow[] = [],
): Promise<void> {
  const who = { id: 'u1', name: 'Amal' };
  await store.commitAlert({
    key: `press-${state}`,
    expectedRevision: 1,
    alert: anAlert({ state, revision: 2, changedBy: who }),
    rows,
    letters: [],
    label: null,
    audit: [{ at: noon, server: 'home', incident: 'i-article-1', who, action: state, detail: '' }],
    nextDueAt: null,
  });
}
