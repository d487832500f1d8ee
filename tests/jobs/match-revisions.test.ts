import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { matchJob } from '../../src/jobs/match.ts';
import type { Article, Incident } from '../../src/model.ts';
import { compilePack } from '../../src/pipeline/extract.ts';
import { aPoll } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anArticle, hourMs, noon } from '../support/builders.ts';
import { aSubscription, aWatch, quiet, unmetered } from './support/builders.ts';
import { handQueue } from './support/queue.ts';

const { pack } = loadConfig({ env: {} });
const compiled = compilePack(pack);
const [first, second] = [...new Map(pack.outlets.map((outlet) => [outlet.family, outlet])).values()];

let redis: StoreFixture;
let news = noon;
let match = matcher();

before(async () => {
  redis = await startStores();
});
after(() => redis.stop());
beforeEach(async () => {
  await redis.empty();
  news = noon;
  match = matcher();
});

function matcher() {
  return matchJob({
    store: redis?.store,
    queue: handQueue(),
    clock: { now: () => news },
    realClock: { now: () => redis.real },
    log: quiet,
    meter: unmetered,
    pack,
    compiled,
    filed: { watches: [aWatch()], subscriptions: [aSubscription()] },
    owner: 'm1',
    writerLeaseMs: 100,
    incidentKeepMs: 30 * 86_400_000,
    alerts: { reopenWithinDays: 7 },
  });
}

const attack = (id: string, killed: number, said: Partial<Article> = {}) =>
  anArticle({
    id,
    outlet: first?.id ?? 'wire',
    title: `Rockets hit Camp Taji, ${killed} US soldiers killed`,
    summary: `Several Katyusha rockets struck Camp Taji north of Baghdad on Wednesday, killing ${killed} American soldiers, the Iraqi military said.`,
    ...said,
  });
const edited = (of: string, edit: string, article: Article): Article => ({
  ...article,
  id: `${of}~${edit}`,
  revises: of,
});

/** Decides on articles in order, and gives what was decided on each. */
async function decide(...articles: readonly Article[]) {
  const decisions: string[] = [];
  for (const article of articles) {
    await redis.store.commitPoll(aPoll([article], { fetchedAtReal: redis.real }));
    await match(article.id);
    const record = await redis.store.articleRecord(article.id);
    decisions.push(record?.verdict.decision ?? 'none');
  }
  return decisions;
}
async function only(): Promise<Incident> {
  const [incident, ...rest] = await redis.store.recentIncidents(5);
  assert.ok(incident);
  assert.equal(rest.length, 0, 'one incident');
  assert.equal((await redis.store.alertsOf(incident.id)).length, 1, 'one alert');
  return incident;
}
const rows = async () =>
  (await redis.store.unsettledRows(Number.MAX_SAFE_INTEGER, 50)).map(({ kind, version }) => `${kind} ${version}`);

test('an outlet that corrects its figure lowers it, as an update of the same alert', async () => {
  assert.deepEqual(await decide(attack('a1', 12), edited('a1', '0000000a', attack('a1', 2))), ['new', 'update']);
  const { facts, version, reports, changes, corrections } = await only();
  assert.deepEqual([facts.killed, version, reports.length, facts.families.length], [2, 2, 1, 1]);
  assert.deepEqual(corrections, [
    {
      outlet: first?.id,
      article: 'a1~0000000a',
      at: noon,
      differences: [{ fact: 'killed', before: '12', after: '2' }],
      isWithdrawn: false,
    },
  ]);
  assert.deepEqual(changes.map(({ what, detail }) => (what === 'casualties' ? detail : what))[0], 'killed: 12 → 2');
  assert.ok((await rows()).includes('notice 2'));
  const record = await redis.store.articleRecord('a1~0000000a');
  assert.deepEqual(record?.verdict.reasons[0], { code: 'revision', detail: 'a1' });
});

test('an edit that changes nothing to see is told to nobody', async () => {
  const edit = attack('a1', 12);
  const decisions = await decide(
    edit,
    edited('a1', '0000000a', { ...edit, summary: `${edit.summary} An inquiry goes on.` }),
  );
  assert.deepEqual(decisions, ['new', 'duplicate']);
  assert.equal((await only()).version, 1);
  assert.deepEqual(await rows(), ['card 1']);
});

test('a further edit takes the place of the one before, and an original that is decided last changes nothing', async () => {
  const last = edited('a1', '0000000b', attack('a1', 3));
  const decisions = await decide(edited('a1', '0000000a', attack('a1', 12)), last, attack('a1', 7));
  assert.deepEqual(decisions, ['new', 'update', 'duplicate']);
  const { facts, reports } = await only();
  assert.deepEqual([facts.killed, reports.map(({ article }) => article)], [3, ['a1~0000000b']]);
});

test('an outlet that corrects itself does not speak for another', async () => {
  const other = attack('b1', 12, {
    outlet: second?.id ?? 'daily',
    title: 'Twelve US soldiers die as rockets fall on Camp Taji',
    summary:
      'A salvo of rockets on Camp Taji near Baghdad killed 12 American soldiers on Wednesday, officials told reporters.',
  });
  await decide(
    attack('a1', 12),
    other,
    edited('b1', '0000000a', { ...other, summary: other.summary.replace('12', 'at least 12') }),
  );
  const { facts, reports } = await only();
  assert.deepEqual([facts.killed, reports.length, facts.families.length], [12, 2, 2]);
});

test('a correction that changes nothing of what is held is kept for the card, and told in no thread', async () => {
  // A state's own figure is not held beside an independent one.
  const ofState = { outlet: pack.outlets.find(({ stateAffiliated }) => stateAffiliated)?.id ?? '' };
  await decide(attack('a1', 12, ofState), attack('b1', 9, { title: 'Nine US soldiers die as rockets hit Taji' }));
  const before = await only();
  const decisions = await decide(edited('a1', '0000000a', attack('a1', 11, ofState)));
  const { facts, corrections, version, changes } = await only();
  assert.deepEqual([decisions, facts.killed, version], [['duplicate'], 9, before.version + 1]);
  assert.deepEqual(corrections.at(-1)?.differences, [{ fact: 'killed', before: '12', after: '11' }]);
  assert.deepEqual(changes[0]?.differences, corrections.at(-1)?.differences);
  assert.equal((await rows()).includes(`notice ${version}`), false);
  assert.equal((await rows()).includes(`card ${version}`), true);
});

test('a report that its outlet withdraws is noted, once', async () => {
  const withdrawn = {
    title: 'Correction: story on Camp Taji',
    summary: 'This article has been withdrawn, as its source could not be verified.',
  };
  assert.deepEqual(await decide(attack('a1', 2), edited('a1', '0000000a', attack('a1', 2, withdrawn))), [
    'new',
    'update',
  ]);
  const { changes, facts, corrections } = await only();
  assert.deepEqual(
    changes.map(({ what, isWithdrawn, outlets }) => [what, isWithdrawn, outlets]),
    [['revision', true, [first?.id]]],
  );
  assert.deepEqual(
    corrections.map(({ outlet, isWithdrawn }) => [outlet, isWithdrawn]),
    [[first?.id, true]],
  );
  assert.equal(facts.killed, 2);
});

test('a text that became news by an edit opens an incident, and a second edit no other', async () => {
  const quietText = anArticle({
    id: 'a1',
    outlet: first?.id ?? 'wire',
    title: 'Live: what we know',
    summary: 'We will bring the news as it comes in.',
  });
  const decisions = await decide(
    quietText,
    edited('a1', '0000000a', attack('a1', 2)),
    edited('a1', '0000000b', attack('a1', 4)),
  );
  assert.equal(decisions[1], 'new');
  assert.equal(decisions[2], 'update');
  assert.equal((await only()).facts.killed, 4);
});

test('a page that goes on to tell another event takes nothing back of the first', async () => {
  news = noon;
  const later = anArticle({
    id: 'a1',
    outlet: first?.id ?? 'wire',
    title: 'Protesters storm the US embassy in Baghdad',
    summary:
      'A crowd stormed the gate of the US embassy in Baghdad on Sunday, and guards fired tear gas, the Iraqi police said.',
    publishedAt: noon + 96 * hourMs,
    seenAt: noon + 96 * hourMs,
  });
  await decide(attack('a1', 2));
  news = noon + 96 * hourMs;
  assert.deepEqual(await decide(edited('a1', '0000000a', later)), ['new']);
  const incidents = await redis.store.recentIncidents(5);
  assert.deepEqual(incidents.map(({ facts }) => facts.killed).toSorted(), [2, null]);
  assert.equal(new Set(incidents.map(({ id }) => id)).size, 2);
});
