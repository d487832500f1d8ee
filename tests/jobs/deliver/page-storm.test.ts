/** Many pages at once against a Discord that limits, on real time. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Discord, openDiscord } from '../../../src/adapters/discord/discord.ts';
import { letterJob } from '../../../src/jobs/deliver/letter.ts';
import { letterJobId } from '../../../src/jobs/deliver/letter-job.ts';
import { type Severity, severities } from '../../../src/model.ts';
import { act, knownOf } from '../../../src/pipeline/alert.ts';
import { letterOf, pageId } from '../../../src/pipeline/page.ts';
import type { JobHandler, Store } from '../../../src/ports.ts';
import { type StoreFixture, startStores } from '../../contracts/fixture.ts';
import { anAlert, anArticle, anIncident, aPack, noon } from '../../support/builders.ts';
import { type DiscordStandIn, startDiscord } from '../../support/discord/server.ts';
import { recordLog } from '../../support/discord/views.ts';
import { aServer, commit, quiet, unmetered } from '../support/builders.ts';

const server = '900000000000000001';
const channel = '900000000000000002';
const workers = 8; // as shipped

describe('a storm of pages', () => {
  let redis: StoreFixture;
  let store: Store;
  before(async () => {
    redis = await startStores();
    store = redis.open({ realNow: Date.now });
  });
  after(() => redis.stop());

  async function connect(requests: number, windowMs: number): Promise<{ standIn: DiscordStandIn; discord: Discord }> {
    await redis.empty();
    const standIn = await startDiscord({ channels: [channel], rateLimit: { requests, windowMs } });
    const rememberCommands = { load: async () => null, save: async () => {} };
    const access = { token: standIn.token, apiUrl: standIn.apiUrl, log: recordLog(), rememberCommands };
    return { standIn, discord: await openDiscord(access) };
  }

  function sender({ messenger }: Discord): JobHandler {
    const deps = {
      store,
      messenger,
      people: null,
      queue: { add: async () => {} },
      filed: { watches: [], subscriptions: [] },
      filedServers: [aServer({ id: server })],
      filedOnCall: { rotas: [], policies: [] },
      filedWebhooks: [],
      webhooks: { call: () => Promise.reject(new Error('nothing is called')) },
      operators: null,
      clock: { now: () => noon },
      realClock: { now: Date.now },
      pack: aPack(),
      log: quiet,
      meter: unmetered,
      painter: { paint: async () => new Uint8Array() },
      owner: 'storm',
      leaseMs: 15_000,
      nonceWindowMs: 60_000,
    };
    return letterJob({ ...deps, pages: deps });
  }

  /** So many alerts, each with a page that calls for it in the channel. */
  async function opened(count: number): Promise<readonly string[]> {
    const letters: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const severity: Severity = severities[at % severities.length] ?? 'low';
      const incident = anIncident({ id: `i-${at}`, facts: { severity } });
      const alert = anAlert({ incident: incident.id, server });
      await commit(store, anArticle({ id: `a-${at}` }), { incident, alerts: [alert], rows: [] });
      const says = { what: 'escalation', policy: 'p', step: 0, round: 0, rota: null, waitedMs: 0 } as const;
      const page = {
        incident: incident.id,
        says,
        to: { kind: 'channel', channel },
        users: [],
        roles: [],
        while: 'unacknowledged',
      } as const;
      const id = pageId(alert, 0);
      await store.saveLetter(letterOf(page, { id, server, language: 'en', createdAt: Date.now(), severity }));
      letters.push(letterJobId(id));
    }
    return letters;
  }

  const acknowledge = async (incident: string) => {
    const alert = await store.alert(incident, server);
    const who = { id: 'u1', name: 'Amal' };
    const next = alert && act(alert, { what: 'acknowledge' }, { who, now: noon, known: knownOf(anIncident()) });
    assert.ok(alert && next);
    const rest = { rows: [], letters: [], label: null, audit: [], nextDueAt: null };
    const record = { key: `press ${incident}`, expectedRevision: alert.revision, alert: next, ...rest };
    assert.equal(await store.commitAlert(record), 'committed');
  };

  test('ends with the acknowledgement: no page begins after it, and what was under way says who took it', async () => {
    const { standIn, discord } = await connect(10, 300);
    const count = 60;
    const jobs = await opened(count);
    const running = workThrough(jobs, sender(discord));
    while (pagesIn(standIn).length < 15) await pause(5);
    await Promise.all(Array.from({ length: count }, (_, at) => acknowledge(`i-${at}`)));
    const acknowledgedAt = Date.now();
    await running;
    await discord.close();
    await standIn.close();
    const pages = pagesIn(standIn);
    assert.ok(pages.length >= 15 && pages.length < count, `${pages.length} pages`);
    const late = pages.filter(({ at }) => at > acknowledgedAt + wireMs);
    assert.deepEqual(late, []);
    assert.deepEqual(await store.waitingLetters(Number.MAX_SAFE_INTEGER, 100), []);
    // Whatever was posted after its own alert was taken says so.
    for (const { at, incident } of pages.filter((page) => page.at > acknowledgedAt))
      assert.match(shown(standIn, incident), /Acknowledged by Amal/u, `posted ${at - acknowledgedAt} ms after`);
    assert.deepEqual(standIn.problems, []);
  });

  test('brings the gravest first', async () => {
    const { standIn, discord } = await connect(20, 100);
    const jobs = await opened(75);
    await workThrough(jobs, sender(discord));
    await discord.close();
    await standIn.close();
    const ranks = pagesIn(standIn).map(({ incident }) => Number(incident.slice(2)) % severities.length);
    assert.equal(ranks.length, 75);
    // Pages that have begun side by side may change places.
    const overtaken = ranks.filter((rank, at) => ranks.slice(at + workers).some((later) => later > rank));
    assert.deepEqual(overtaken, []);
  });
});

/** What has left when the answer is written may arrive so much later on a busy machine. */
const wireMs = 150;

function pagesIn(standIn: DiscordStandIn): readonly { readonly at: number; readonly incident: string }[] {
  return standIn.accepted
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
    .map(({ at, body }) => ({ at, incident: /v1:inc:(i-\d+):/u.exec(JSON.stringify(body))?.[1] ?? '' }));
}

/** The message about an incident, as it stands. */
function shown(standIn: DiscordStandIn, incident: string): string {
  const post = standIn.accepted.findIndex(({ body }) => JSON.stringify(body).includes(`v1:inc:${incident}:`));
  const nth = standIn.accepted
    .slice(0, post)
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
  return standIn.messagesIn(channel)[nth.length]?.content ?? '';
}

/** Works through jobs as the queue does: so many at a time, those that come back later on their time. */
async function workThrough(ids: readonly string[], handler: JobHandler): Promise<void> {
  const waiting = ids.map((id) => ({ id, at: 0 }));
  const work = async () => {
    while (waiting.length > 0) {
      const ready = waiting.findIndex(({ at }) => at <= Date.now());
      const [job] = ready < 0 ? [] : waiting.splice(ready, 1);
      if (job === undefined) {
        await pause(5);
        continue;
      }
      const result = await handler(job.id);
      if (result.status === 'again') waiting.push({ id: job.id, at: Date.now() + result.delayMs });
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
}
