import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type Discord, openDiscord } from '../../src/adapters/discord/discord.ts';
import { changeAlert } from '../../src/jobs/alert.ts';
import { readAudience } from '../../src/jobs/audience.ts';
import { letterJob } from '../../src/jobs/deliver/letter.ts';
import { isLetterJob } from '../../src/jobs/deliver/letter-job.ts';
import { rememberPeople } from '../../src/jobs/deliver/page/people.ts';
import { deliverJob } from '../../src/jobs/deliver.ts';
import { escalateJob } from '../../src/jobs/escalate.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { tick } from '../../src/jobs/tick.ts';
import type { EscalationPolicy, Rota } from '../../src/model.ts';
import { alertTimer } from '../../src/pipeline/alert/timer.ts';
import { act, knownOf } from '../../src/pipeline/alert.ts';
import type { Queue, Store } from '../../src/ports.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { limits } from '../pipeline/alert/builders.ts';
import { anAlert, anArticle, anIncident, aPack, aRoster, noon, scheduleLimits } from '../support/builders.ts';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { recordLog } from '../support/discord/views.ts';
import { aRow, aServer, aSubscription, commit, quiet, unmetered } from './support/builders.ts';
import { aPolicy } from './support/on-call.ts';
import { type HandQueue, handQueue } from './support/queue.ts';

const server = '900000000000000001';
const alerts = '900000000000000002';
const ops = '900000000000000012';
const [opsRole, deskRole] = ['800000000000000011', '800000000000000012'];
const amal = { id: '800000000000000001', name: 'Amal' };
const minuteMs = 60_000;
const always = { onlyIn: null } as const;

const rota: Rota = {
  id: 'floor',
  server,
  name: 'Watch floor',
  timeZone: 'Asia/Baghdad',
  layers: [
    {
      name: 'first',
      people: [amal],
      from: '2020-01-01',
      until: null,
      turn: { every: 'week', count: 1 },
      handover: '08:00',
      within: [],
      holidays: 'as-usual',
    },
  ],
  holidays: [],
  channel: null,
  origin: 'file',
};
const policy: EscalationPolicy = aPolicy({
  server,
  name: 'Night desk',
  steps: [
    { do: 'notify-on-call', rota: 'floor', by: 'direct', ...always },
    { do: 'wait', minutes: 5 },
    { do: 'notify-role', role: deskRole, by: 'thread', ...always },
    { do: 'wait', minutes: 10 },
  ],
  repeat: 1,
});
/** Minute by minute, what a run that nobody answers comes to. */
const wholeRun = ['0 direct amal', '5 thread desk', '15 direct amal', '20 thread desk', '30 ops operators'];

describe('whom an alert calls', () => {
  let redis: StoreFixture;
  let standIn: DiscordStandIn;
  let discord: Discord;
  let queue: HandQueue;
  let now = noon;
  /** Posts that were told of so far, each with the minute in which it came. */
  let told: string[];
  let looked = 0;

  before(async () => {
    redis = await startStores();
  });
  after(() => redis.stop());
  beforeEach(afresh);

  async function afresh() {
    await redis.empty();
    redis.real = Date.now();
    queue = handQueue();
    now = noon;
    told = [];
    looked = 0;
    standIn = await startDiscord({ channels: [alerts, ops] });
    const rememberCommands = { load: async () => null, save: async () => {} };
    discord = await openDiscord({ token: standIn.token, apiUrl: standIn.apiUrl, log: recordLog(), rememberCommands });
    const incident = anIncident();
    const alert = anAlert({
      server,
      watches: ['everything'],
      openedAt: noon,
      changedAt: noon,
      known: knownOf(incident),
    });
    const row = aRow({ server, channel: alerts, createdAt: redis.real, causedAt: redis.real });
    await commit(redis.store, anArticle(), { incident, alerts: [alert], rows: [row] });
    await redis.store.ensureTimer(alertTimer(alert), noon);
    await queue.add('deliver', [row.id]);
  }
  const close = async () => {
    await discord.close();
    await standIn.close();
  };

  const filed = {
    watches: [],
    subscriptions: [
      aSubscription({ id: 'ops', server, channel: ops, pingRole: opsRole, alerts: false }),
      aSubscription({ id: 'alerts', server, channel: alerts }),
    ],
  };
  function deps(store: Store, adding: Queue) {
    return {
      store,
      queue: adding,
      filed,
      filedServers: [aServer({ id: server, operatorsChannel: ops })],
      filedOnCall: { rotas: [rota], policies: [policy] },
      filedWebhooks: [],
      webhooks: { call: () => Promise.reject(new Error('no webhook stands in the policy')) },
      clock: { now: () => now },
      realClock: { now: () => redis.real },
      messenger: discord.messenger,
      premises: discord.premises,
      people: rememberPeople(discord.premises, { now: () => redis.real }),
      painter: { paint: async () => new Uint8Array() },
      audience: () => readAudience({ store, filed }),
      operators: null,
      pack: aPack(),
      log: quiet,
      meter: unmetered,
      limits,
      owner: 'd1',
      leaseMs: 30_000,
      nonceWindowMs: 60_000,
      editEveryMs: 0,
      cardsPerHourMax: 100,
    };
  }
  function handlers(store: Store, adding: Queue) {
    const all = deps(store, adding);
    const send = letterJob({ ...all, pages: all });
    const row = deliverJob(all);
    return { escalate: escalateJob(all), deliver: (id: string) => (isLetterJob(id) ? send(id) : row(id)) };
  }

  /** A minute of the whole: what falls due, what was lost on the way, and all that follows. */
  async function beat(store = redis.store, adding: Queue = queue) {
    const common = { store: redis.store, queue, log: quiet, clock: { now: () => now } };
    await tick({ ...common, roster: aRoster(new Map()), schedule: scheduleLimits, recurring: {}, awaited: {} });
    await sweep({ ...common, realClock: { now: () => redis.real }, sweepAfterMs: 10_000 });
    await queue.drain(handlers(store, adding), (ms) => {
      redis.real += ms;
    });
    look();
    now += minuteMs;
    redis.real += minuteMs;
  }
  const minute = () => (now - noon) / minuteMs;

  /** Notes the pages that Discord accepted since. */
  function look() {
    const posts = standIn.accepted.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
    for (const { path, body } of posts.slice(looked)) {
      const { users = [], roles = [] } = allowedIn(body);
      if (users.length + roles.length > 0) told.push(`${minute()} ${placeOf(path)} ${named([...users, ...roles])}`);
    }
    looked = posts.length;
  }
  const placeOf = (path: string) => {
    const channel = standIn.state.channels.get(path.split('/')[2] ?? '');
    if (channel?.id === ops) return 'ops';
    if (channel?.id === alerts) return 'channel';
    return channel?.parent === null ? 'direct' : 'thread';
  };
  const acknowledge = async () => {
    const alert = await redis.store.alert('i-article-1', server);
    assert.ok(alert);
    const after = act(alert, { what: 'acknowledge' }, { who: amal, now, known: alert.known });
    assert.ok(after);
    const change = { key: 'press', before: alert, after, deed: 'acknowledge', by: amal } as const;
    assert.equal(await changeAlert(deps(redis.store, queue), change), 'committed');
  };

  test('are called step by step, in rounds, and the operators hear in the end that nobody answered', async () => {
    for (let at = 0; at < 60; at += 1) await beat();
    assert.deepEqual(told, wholeRun);
    assert.deepEqual(standIn.problems, []);
    const audit = await redis.store.auditOf('i-article-1', 100);
    const paged = audit.filter(({ action }) => action === 'paged').map(({ detail }) => detail);
    assert.deepEqual(paged.toReversed(), [
      'Amal, on call in floor, by direct message',
      `role ${deskRole}, in the thread`,
      'Amal, on call in floor, by direct message',
      `role ${deskRole}, in the thread`,
      "nobody answered policy policy: the operators' channel",
    ]);
    await close();
  });

  test('is nobody any more once somebody acknowledged, at whatever step', async () => {
    for (const [at, expected] of [
      [3, wholeRun.slice(0, 1)],
      [12, wholeRun.slice(0, 2)],
      [29, wholeRun.slice(0, 4)],
    ] as const) {
      for (let beats = 0; beats < at; beats += 1) await beat();
      await acknowledge();
      for (let beats = 0; beats < 45; beats += 1) await beat();
      assert.deepEqual(told, expected);
      await close();
      await afresh();
    }
    await close();
  });

  test('is the same though the queue is flushed at every step', async () => {
    const flushed: Queue = { add: async () => {}, isIdle: async () => true };
    for (let at = 0; at < 60; at += 1) {
      await beat(redis.store, flushed);
      queue.waiting.length = 0;
    }
    assert.deepEqual(whom(told), whom(wholeRun));
    await close();
  });

  test('is the same though a worker is killed at every step, before its write and after it', async () => {
    let writes = 0;
    /** Dies at each change of an alert: first before it is written, the next time after. */
    const dying: Store = {
      ...redis.store,
      async commitAlert(record) {
        writes += 1;
        if (writes % 2 === 1) throw new Error('killed before the write');
        await redis.store.commitAlert(record);
        throw new Error('killed after the write');
      },
    };
    for (let at = 0; at < 70; at += 1) await beat(dying);
    assert.deepEqual(whom(told), whom(wholeRun));
    assert.ok(writes >= 10);
    await close();
  });

  test('a clock that jumps over the whole run leaves everybody his time, and one that is put back calls nobody again', async () => {
    await beat();
    now += 600 * minuteMs;
    for (let at = 0; at < 60; at += 1) await beat();
    assert.deepEqual(whom(told), whom(wholeRun));
    now -= 600 * minuteMs;
    for (let at = 0; at < 10; at += 1) await beat();
    assert.deepEqual(whom(told), whom(wholeRun));
    await close();
  });
});

const whom = (lines: readonly string[]) => lines.map((line) => line.replace(/^\d+ /u, ''));
const names = new Map([
  [amal.id, 'amal'],
  [deskRole, 'desk'],
  [opsRole, 'operators'],
]);
const named = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(' ');

function allowedIn(body: unknown): { readonly users?: readonly string[]; readonly roles?: readonly string[] } {
  const { allowed_mentions: allowed } = body as { allowed_mentions: ReturnType<typeof allowedIn> };
  return allowed;
}
