import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silenceEndJob } from '../../src/jobs/silence-end.ts';
import { tick } from '../../src/jobs/tick.ts';
import type { Incident, Language, Silence } from '../../src/model.ts';
import { alertTimer } from '../../src/pipeline/alert/timer.ts';
import { renderLetter } from '../../src/pipeline/render/letter.ts';
import { silenceTimer } from '../../src/pipeline/silences/timer.ts';
import { plainLine } from '../../src/pipeline/speech/said.ts';
import {
  anAlert,
  anArticle,
  anIncident,
  aReport,
  aRoster,
  dayMs,
  hourMs,
  noon,
  scheduleLimits,
} from '../support/builders.ts';
import { by, desk, pack, queue, redis, setUp, store } from './desk/world.ts';
import { aServer, aSilence, commit, quiet } from './support/builders.ts';

setUp();

let now = noon;
const clock = { now: () => now };
const realClock = { now: () => redis.real };
const server = (said: { operatorsChannel?: string | null; language?: Language } = {}) =>
  aServer({ operatorsChannel: 'operators', ...said });
const ends = (filedServers = [server()]) =>
  silenceEndJob({ store, queue, filedServers, pack, clock, realClock, log: quiet });

async function silenced(said: Parameters<typeof aSilence>[0] = {}): Promise<Silence> {
  now = noon;
  const silence = aSilence(said);
  const audit = { at: noon, server: 'home', incident: null, who: silence.by, action: 'silence', detail: silence.id };
  await store.changeSilence({ before: null, after: silence, audit });
  return silence;
}
async function hidden(id: string, said: Parameters<typeof anIncident>[0] = {}, silence = 's1'): Promise<Incident> {
  const report = aReport({ article: `a-${id}`, title: `Rockets hit ${id}` });
  const incident = anIncident({ id, reports: [report], updatedAt: noon + dayMs - hourMs, ...said });
  await commit(store, anArticle({ id: `a-${id}` }), { incident, rows: [] });
  await store.hide(silence, id);
  return incident;
}
/** A beat of the scheduler, and all that it causes but the sending of letters. */
async function beat(at: number, filedServers = [server()]): Promise<void> {
  now = at;
  const schedule = scheduleLimits;
  const recurring = { recurring: {}, awaited: {} };
  await tick({ roster: aRoster(new Map()), store, queue, clock, log: quiet, schedule, ...recurring });
  const end = ends(filedServers);
  await queue.drain({ deliver: async (id) => (id.startsWith('letter:') ? notSent : end(id)) }, () => {});
}
const notSent = { status: 'done', reason: 'not sent here' } as const;
async function told(): Promise<
  readonly { readonly channel: string; readonly text: string; lines: readonly string[] }[]
> {
  const letters = await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10);
  return letters.flatMap((letter) => {
    const { body, channel } = letter;
    if (body.kind === 'page') return [];
    const { text, parts } = renderLetter({ ...letter, body }, 'abc', pack, redis.real);
    return { channel, text, lines: parts.flatMap(({ lines }) => lines.map(plainLine)) };
  });
}

test('when it ends, what it hid of late is told to the operators’ channel once, gravest first', async () => {
  const silence = await silenced();
  await hidden('i-one');
  await hidden('i-two', { facts: { severity: 'high' } });
  await hidden('i-old', { updatedAt: noon - dayMs });
  await beat(silence.to - 1);
  assert.deepEqual(await told(), []);
  await beat(silence.to);
  await beat(silence.to + 1_000);
  const [letter, ...others] = await told();
  assert.deepEqual(others, []);
  assert.equal(letter?.channel, 'operators');
  assert.match(letter?.text ?? '', /3 incidents were hidden; 2 of them are from the last day/u);
  assert.match(letter?.text ?? '', /an exercise/u);
  assert.deepEqual(
    letter?.lines.map((line) => /i-\w+$/u.exec(line)?.[0]),
    ['i-two', 'i-one'],
  );
  assert.equal(await store.nextTimer(), null);
});

test('when it is lifted, the alerts of its server are looked at, though they were to wait until its end', async () => {
  const silence = await silenced();
  await commit(store, anArticle(), { incident: anIncident(), alerts: [anAlert({ server: 'home' })], rows: [] });
  const timer = alertTimer({ server: 'home', incident: anIncident().id });
  await store.settleTimer(timer, silence.to);
  now = noon + hourMs;
  const lifted = { ...silence, to: now, liftedBy: silence.by };
  const audit = { at: now, server: 'home', incident: null, who: silence.by, action: 'silence-lifted', detail: 's1' };
  await store.changeSilence({ before: silence, after: lifted, audit });
  await beat(now);
  assert.deepEqual(await store.nextTimer(), { name: timer, at: now });
});

test('what the server was told after all, or another silence still hides, is not listed', async () => {
  const silence = await silenced();
  await hidden('i-told', { facts: { place: 'ain-al-asad' } });
  await hidden('i-hidden');
  await commit(store, anArticle({ id: 'later' }), {
    incident: anIncident({ id: 'i-told', version: 2, facts: { place: 'ain-al-asad' } }),
    alerts: [anAlert({ incident: 'i-told' })],
    rows: [],
  });
  const other = aSilence({ id: 's2', to: silence.to + dayMs, matchers: { places: ['camp-taji'] } });
  const audit = { at: noon, server: 'home', incident: null, who: other.by, action: 'silence', detail: other.id };
  await store.changeSilence({ before: null, after: other, audit });
  await beat(silence.to);
  const [letter] = await told();
  assert.match(letter?.text ?? '', /2 incidents were hidden; of the last day nothing is left to be told/u);
  assert.deepEqual(letter?.lines, []);
});

test('one that is lifted is told at once, with who lifted it', async () => {
  await silenced();
  await hidden('i-one', { updatedAt: noon });
  const on = desk({ clock });
  const lifted = await on.silence({ ...by('Kim'), change: 'lift', silence: 's1', given: nothing, critical: false });
  assert.equal(lifted.ok, true, lifted.text);
  await beat(noon + 1);
  const [letter] = await told();
  assert.match(letter?.text ?? '', /Kim lifted a silence of Sam/u);
  assert.equal(letter?.lines.length, 1);
});

test('a silence that hid nothing ends without a word, and so does one of a server without operators’ channel', async () => {
  const silence = await silenced();
  await beat(silence.to);
  assert.deepEqual(await told(), []);
  const second = await silenced({ id: 's2' });
  await hidden('i-one', {}, 's2');
  await beat(second.to, [server({ operatorsChannel: null })]);
  assert.deepEqual(await told(), []);
  assert.equal(await store.nextTimer(), null);
});

test('it speaks the server’s language', async () => {
  const silence = await silenced();
  await hidden('i-one');
  await beat(silence.to, [server({ language: 'ar' })]);
  assert.match((await told())[0]?.text ?? '', /انتهى إسكات/u);
});

test('a clock that is put back puts its end off', async () => {
  const silence = await silenced();
  await hidden('i-one');
  now = silence.to - hourMs;
  assert.deepEqual(await ends()(silenceTimer(silence)), { status: 'done', reason: 'not-yet' });
  assert.deepEqual(await store.nextTimer(), { name: silenceTimer(silence), at: silence.to });
  await beat(silence.to);
  assert.equal((await told()).length, 1);
});

const none = { actor: null, place: null, type: null, outlet: null, watch: null };
const nothing = { ...none, below: null, until: null, reason: null };
