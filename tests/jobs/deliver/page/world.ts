/** A store, a messenger and what else pages need. */
import { after, before, beforeEach } from 'node:test';
import { letterJob } from '../../../../src/jobs/deliver/letter.ts';
import { letterJobId } from '../../../../src/jobs/deliver/letter-job.ts';
import { rememberPeople } from '../../../../src/jobs/deliver/page/people.ts';
import type { Alert, Card, Incident, Letter, Page, Presser } from '../../../../src/model.ts';
import { act, type Deed, knownOf } from '../../../../src/pipeline/alert.ts';
import { letterOf } from '../../../../src/pipeline/page.ts';
import type { Store, WebhookCall, WebhookResult } from '../../../../src/ports.ts';
import { type StoreFixture, startStores } from '../../../contracts/fixture.ts';
import { anAlert, anArticle, anIncident, aPack, noon } from '../../../support/builders.ts';
import { aCard, aServer, aSubscription, commit, quiet, unmetered } from '../../support/builders.ts';
import { type PlannedMessenger, plannedMessenger } from '../../support/messenger.ts';
import { aPolicy } from '../../support/on-call.ts';
import { type PlannedPremises, plannedPremises } from '../../support/premises.ts';
import { type HandQueue, handQueue } from '../../support/queue.ts';

export const nonceWindowMs = 60_000;
export const amal: Presser = { id: '800000000000000001', name: 'Amal' };
export let redis: StoreFixture;
export let store: Store;
export let messenger: PlannedMessenger;
export let premises: PlannedPremises;
let queue: HandQueue;
export let paged: string[];
/** What other systems were called with, and what they answer next. */
export let calls: { readonly webhook: string; readonly call: WebhookCall }[];
export let answers: WebhookResult[];

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
  paged = [];
  calls = [];
  answers = [];
}

const filed = { watches: [], subscriptions: [aSubscription({ id: 'ops', channel: 'ops', pingRole: 'ops-role' })] };

export function sender(owner: string, server = aServer({ operatorsChannel: 'ops' })) {
  const common = {
    store,
    messenger,
    queue,
    filed,
    filedServers: [server],
    clock: { now: () => noon },
    realClock: { now: () => redis.real },
    pack: aPack(),
    log: quiet,
    leaseMs: 30_000,
    nonceWindowMs,
  };
  const pages = {
    ...common,
    people: rememberPeople(premises, { now: () => redis.real }),
    operators: null,
    filedOnCall: { rotas: [], policies: [aPolicy({ name: 'Night desk' })] },
    filedWebhooks: [
      { id: 'pager', server: 'home' },
      { id: 'theirs', server: 'away' },
    ],
    webhooks: {
      async call(webhook: string, call: WebhookCall, isWanted: () => Promise<boolean>): Promise<WebhookResult> {
        if (!(await isWanted())) return { status: 'unwanted' };
        calls.push({ webhook, call });
        return answers.shift() ?? { status: 'accepted' };
      },
    },
    meter: { ...unmetered, paged: (way: string, outcome: string) => void paged.push(`${way} ${outcome}`) },
  };
  return letterJob({ ...common, owner, painter: { paint: async () => new Uint8Array() }, pages });
}

/** An incident with its alert, and a card in each of these channels. */
export async function opened(cards: readonly Partial<Card>[] = [{}], said: Partial<Incident> = {}): Promise<void> {
  const incident = anIncident(said);
  await commit(store, anArticle({ id: `of-${incident.id}` }), {
    incident,
    alerts: [anAlert({ incident: incident.id })],
    rows: [],
  });
  for (const [at, card] of cards.entries())
    await stands(aCard({ incident: incident.id, messageId: `card-${incident.id}-${at}`, ...card }));
}

export async function stands(card: Card): Promise<void> {
  await store.claimCard(card.incident, card.channel, 'setup', 1_000);
  await store.saveCard(card, 'setup', []);
  await store.releaseCard(card.incident, card.channel, 'setup');
}

export const aPage = (said: Partial<Page> = {}): Page => ({
  incident: 'i-article-1',
  says: { what: 'escalation', policy: 'policy', step: 0, round: 0, rota: null, waitedMs: 720_000 },
  to: { kind: 'thread', channel: 'alerts' },
  users: [amal.id],
  roles: [],
  while: 'unacknowledged',
  ...said,
});

export const aLetter = (page: Page, said: Partial<Letter> = {}): Letter => ({
  ...letterOf(page, { id: 'p1', server: 'home', language: 'en', createdAt: redis.real }),
  ...said,
});

export const passTime = (ms: number) => {
  redis.real += ms;
};

/** Sends it until it is settled. */
export async function send(letter: Letter, deliver = sender('one')): Promise<void> {
  await store.saveLetter(letter);
  await queue.add('deliver', [letterJobId(letter.id)]);
  await queue.drain({ deliver }, passTime);
}

/** Somebody presses. */
export async function press(deed: Deed, who: Presser | null = amal): Promise<Alert> {
  const before = await store.alert('i-article-1', 'home');
  const after = before && act(before, deed, { who, now: noon, known: knownOf(anIncident()) });
  if (!before || !after) throw new Error(`${deed.what} is not allowed`);
  const outcome = await store.commitAlert({
    key: `press-${before.revision}`,
    expectedRevision: before.revision,
    alert: after,
    rows: [],
    letters: [],
    label: null,
    audit: [],
    nextDueAt: null,
  });
  if (outcome !== 'committed') throw new Error(`the press was ${outcome}`);
  return after;
}

export const places = () => messenger.seen.map(({ place }) => place);
