/** A desk on a real store, and people who use it. */
import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import { loadConfig } from '../../../src/config/load.ts';
import * as onCallText from '../../../src/config/on-call-text.ts';
import { deliverJob } from '../../../src/jobs/deliver.ts';
import { createDesk, type DeskGiven } from '../../../src/jobs/desk.ts';
import { liveRoster } from '../../../src/jobs/roster.ts';
import type { Server } from '../../../src/model.ts';
import { compilePack } from '../../../src/pipeline/extract.ts';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import type { CardView, Desk, DeskReply, DeskRequest, IncidentsAsked, Store } from '../../../src/ports.ts';
import { type StoreFixture, startStores } from '../../contracts/fixture.ts';
import { anAlert, anArticle, anIncident, noon, scheduleLimits } from '../../support/builders.ts';
import { aRow, aServer, aWatch, commit, quiet, unmetered } from '../support/builders.ts';
import { type PlannedMessenger, plannedMessenger } from '../support/messenger.ts';
import { type HandQueue, handQueue } from '../support/queue.ts';

export const { pack } = loadConfig({ env: {} });
const compiled = compilePack(pack);
export const incident = anIncident().id;
const filedServers: readonly Server[] = [
  aServer({ id: 'home', responderRoles: ['responder'], operators: true }),
  aServer({ id: 'away' }),
];

export let redis: StoreFixture;
export let store: Store;
export let queue: HandQueue;
export let messenger: PlannedMessenger;
let news = noon;

/** Brings up a real store for the file, and everything anew for each test. */
export function setUp(): void {
  before(openWorld);
  after(() => redis.stop());
  beforeEach(renew);
}

/** Brings up a real store; `redis.stop` ends it. */
export async function openWorld(): Promise<void> {
  redis = await startStores();
  store = redis.store;
}

/** Everything anew. */
export async function renew(): Promise<void> {
  await redis.empty();
  queue = handQueue();
  messenger = plannedMessenger(() => redis.real);
  news = noon;
}

/** Moves the time of the news on. */
export function passNews(ms: number): void {
  news += ms;
}

const clock = { now: () => news };
const realClock = { now: () => redis.real };

export function desk(said: Partial<DeskGiven> = {}): Desk {
  return createDesk({
    store,
    queue,
    clock,
    realClock,
    log: quiet,
    painter: { paint: async (svg) => new TextEncoder().encode(svg) },
    pack,
    compiled,
    roster: liveRoster({ store, filed: pack, log: quiet }),
    feeds: {
      reader: { fetch: () => Promise.reject(new Error('nothing is fetched here')) },
      parse: parseFeed,
      filed: pack,
    },
    schedule: scheduleLimits,
    filedServers,
    filedOnCall: { rotas: [], policies: [] },
    onCallText,
    webhooks: [],
    premises: null,
    filed: { watches: [aWatch(), aWatch({ id: 'raids', keywords: ['raid'] })], subscriptions: [] },
    defaultWatch: 'everything',
    severityFloor: 'low',
    pingFloor: 'high',
    ...said,
  });
}

let keys = 0;
export function by(name: string, said: Partial<DeskRequest> = {}): DeskRequest {
  keys += 1;
  return {
    key: `interaction-${keys}`,
    server: 'home',
    channel: 'alerts',
    who: { id: name.toLowerCase(), name },
    roles: ['responder'],
    mayManage: false,
    mayManageServer: false,
    language: 'en',
    locale: 'en-GB',
    ...said,
  };
}
export const away: Partial<DeskRequest> = { server: 'away', channel: 'far', roles: [], mayManage: true };

/** Presses what stands below an answer, by the second word of what it does. */
export function pressBelow(
  reply: DeskReply,
  verb: string,
  request: DeskRequest,
  on: Desk = desk(),
): Promise<DeskReply> {
  const controls = (reply.controls ?? []).flat();
  const button = controls.find((each) => 'does' in each && each.does.split(':')[1] === verb);
  assert.ok(button !== undefined && 'does' in button, `nothing below does ${verb}: ${reply.text}`);
  return on.control({ ...request, does: button.does, values: [] });
}

/** Adds a keyword and saves it; a refusal is given as it is. */
export async function addKeyword(request: DeskRequest, keyword: string, watch: string | null = null, on = desk()) {
  const tried = await on.keyword({ ...request, change: 'add', keyword, watch });
  return tried.ok ? pressBelow(tried, 'save', request, on) : tried;
}

export async function deliverAll(): Promise<void> {
  const deliver = deliverJob({
    store,
    messenger,
    clock,
    realClock,
    pack,
    log: quiet,
    meter: unmetered,
    owner: 'd1',
    leaseMs: 30_000,
    nonceWindowMs: 60_000,
    editEveryMs: 0,
    cardsPerHourMax: 1_000,
    filed: { watches: [], subscriptions: [] },
    filedServers,
    queue,
    premises: null,
    audience: async () => null,
  });
  await queue.drain({ deliver }, (ms) => {
    redis.real += ms;
  });
}

/** An incident told to two channels of one server and to one of another. */
export async function told(server = 'home'): Promise<void> {
  const rows = [
    aRow({ server }),
    aRow({ server, channel: 'second', language: 'ar' }),
    aRow({ channel: 'far', server: 'away' }),
  ];
  const alerts = [anAlert({ server }), anAlert({ server: 'away' })];
  await commit(store, anArticle(), { incident: anIncident(), alerts, rows });
  await queue.add(
    'deliver',
    rows.map(({ id }) => id),
  );
  await deliverAll();
}

export const stateShown = (channel: string) => {
  const message = messenger.cards().find(({ place }) => place === channel);
  return (message?.view as CardView | undefined)?.alert.state;
};
export const refusedWith = (reply: DeskReply, pattern: RegExp) => {
  assert.equal(reply.ok, false);
  assert.match(reply.text, pattern);
};

/** What `/incident list` is given; nothing of what is not said. */
export function listing(
  said: Partial<IncidentsAsked['given']> = {},
  asked: IncidentsAsked['asked'] = 'list',
): IncidentsAsked {
  const none = { state: null, severity: null, place: null, actor: null, type: null };
  return { asked, given: { ...none, from: null, to: null, text: null, order: null, ...said } };
}
