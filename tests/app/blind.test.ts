import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { droneAtErbil } from '../support/news.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, startProgram, stopPrograms } from '../support/program.ts';

const deadFeeds = 24;
const cpuMsMax = 3_000;
const minuteMs = 60_000;
let dark: Newsroom;
let flaky: Newsroom;
let blind: Program;
let recovering: Program;
before(async () => {
  dark = await openNewsroom({ deadFeeds });
  flaky = await openNewsroom();
  flaky.fail(true);
  blind = startProgram('all', { env: dark.env });
  recovering = startProgram('all', { env: flaky.env });
});
after(async () => {
  await stopPrograms();
  await dark.close();
  await flaky.close();
});

const blindSentence = /^Blind: none of the \d+ feeds tried so far can be read \(.+[^.]\)\. Trying on\.$/gm;
const cpuMs = async (program: Program) => {
  const metrics = await (await fetch(`${await program.url()}/metrics`)).text();
  return 1_000 * Number(/^process_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1]);
};

test('without any network it says once that it is blind, keeps trying at growing intervals, and does not spin', async () => {
  await blind.until('it has begun', () => blind.logged('started').length > 0);
  const cpuAtStart = await cpuMs(blind);
  const store = dark.store();
  await blind.until('every feed was tried', async () => (await store.feedStates()).length === deadFeeds);
  await blind.until('it says that it is blind', () => blind.stdout().includes('Blind'));
  assert.equal(blind.stdout().match(blindSentence)?.length, 1, blind.stdout());
  assert.equal(blind.logged('bulletin').length, 1);
  const lines = blind.stderr().trim().split('\n');
  assert.ok(lines.length < deadFeeds / 2, `${lines.length} lines of log:\n${blind.stderr()}`);
  const next = await store.nextTimer();
  assert.ok(next !== null && next.at - Date.now() > minuteMs, JSON.stringify(next));
  const spentMs = (await cpuMs(blind)) - cpuAtStart;
  assert.ok(spentMs < cpuMsMax, `${spentMs} ms of processor time on ${deadFeeds} refused connections`);
});

test('when a feed answers again it says so, and what is new there is told', async () => {
  await recovering.until('it says that it is blind', () => recovering.stdout().includes('Blind'));
  assert.match(recovering.stdout(), blindSentence);
  flaky.fail(false);
  flaky.publish('npr', droneAtErbil);
  await flaky.ping('npr');
  await recovering.until('the alert', () => recovering.stdout().includes(`${droneAtErbil.title}\n`));
  await recovering.until('it says that it sees again', () => recovering.stdout().includes('Feeds answer again.'));
  const texts = recovering.logged('bulletin').map(({ text }) => String(text));
  assert.equal(texts.filter((text) => text === 'Feeds answer again.').length, 1);
});

test('/health stays green for the time that feeds may fail, and names them as failing', async () => {
  const response = await fetch(`${await blind.url()}/health`);
  const health = JSON.parse(await response.text());
  assert.equal(response.status, 200, JSON.stringify(health));
  const codes = Object.fromEntries(health.parts.map((part: { part: string; code: string }) => [part.part, part.code]));
  assert.deepEqual(codes, { tick: 'well', redis: 'well', messenger: 'well', feeds: 'failing' });
});
