import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchJob } from '../../../src/jobs/match.ts';
import type { Article, Subscription, Watch } from '../../../src/model.ts';
import { compilePack } from '../../../src/pipeline/extract.ts';
import { articleIdOf } from '../../../src/pipeline/normalise.ts';
import type { DeskReply, DeskRequest } from '../../../src/ports.ts';
import { aPoll } from '../../contracts/builders.ts';
import { anArticle, noon } from '../../support/builders.ts';
import { aSubscription, aWatch, quiet, unmetered } from '../support/builders.ts';
import { away, by, deliverAll, desk, pack, queue, redis, refusedWith, setUp, store } from './world.ts';

setUp();

const compiled = compilePack(pack);
const [first, second] = [...new Map(pack.outlets.map((outlet) => [outlet.family, outlet])).values()];
const watches: readonly Watch[] = [
  aWatch({ id: 'taji', name: 'Taji', keywords: ['camp taji'] }),
  aWatch({ id: 'secret', name: 'Secret', server: 'away', keywords: ['katyusha'] }),
];
const subscriptions: readonly Subscription[] = [
  aSubscription({ watch: 'taji' }),
  aSubscription({ id: 'far', server: 'away', channel: 'far', watch: 'secret', pingRole: null }),
];
const filed = { watches, subscriptions };

const linkOf = (name: string): string => `https://paper.example/2020/${name}`;
function attack(name: string, said: Partial<Article> = {}): Article {
  return anArticle({
    id: articleIdOf(linkOf(name)) ?? '',
    link: linkOf(name),
    outlet: first?.id ?? 'wire',
    title: 'Rockets hit Camp Taji, two US soldiers wounded',
    summary:
      'Several Katyusha rockets struck Camp Taji north of Baghdad on Wednesday, wounding two American soldiers, the Iraqi military said.',
    ...said,
  });
}

/** Through the same match as in production, so that what is stored is what stands there. */
async function arrive(...articles: readonly Article[]): Promise<void> {
  await store.commitPoll(aPoll(articles, { fetchedAtReal: redis.real }));
  const clocks = { clock: { now: () => noon }, realClock: { now: () => redis.real } };
  const match = matchJob({
    store,
    queue,
    ...clocks,
    log: quiet,
    meter: unmetered,
    pack,
    compiled,
    filed,
    owner: 'm1',
    writerLeaseMs: 100,
    incidentKeepMs: 30 * 86_400_000,
  });
  for (const { id } of articles) await match(id);
  await deliverAll();
}

const nothing = { incident: null, url: null, text: null };
function ask(
  said: Partial<typeof nothing> | Record<string, string>,
  who: DeskRequest = by('Amal'),
): Promise<DeskReply> {
  return desk({ filed }).why({ ...who, ...nothing, ...said });
}
const part = ({ parts = [] }: DeskReply, heading: string): string =>
  parts.find((each) => each.heading.startsWith(heading))?.lines.join('\n') ?? '';
const all = ({ text, parts = [] }: DeskReply): string => [text, ...parts.flatMap(({ lines }) => lines)].join('\n');
const founded = `i-${articleIdOf(linkOf('a'))}`;

test('an incident says why it was told, which reports joined, by what rule it is grave and which keyword matched here', async () => {
  await arrive(attack('a'));
  const summary =
    'An Iraqi soldier was killed and two Americans were wounded when rockets landed in Camp Taji on Wednesday, police said.';
  const title = 'Two Americans wounded, Iraqi soldier killed as rockets hit Camp Taji';
  await arrive(attack('b', { outlet: second?.id ?? 'other', title, summary }));
  const reply = await ask({ incident: founded });
  assert.match(reply.text, /rockets hit Camp Taji.*\n.*version \d: open/i);
  assert.match(part(reply, 'Why it was told'), /\[event\] its headline or first sentences report a recent event/);
  assert.match(part(reply, 'What joined it'), /Two Americans wounded.*it is about the same event as/);
  assert.match(part(reply, 'What it rests on'), /wounded: 2 wounded ← “.*two US soldiers wounded/);
  assert.match(part(reply, 'Severity'), /^(high|critical): \S/);
  assert.match(
    part(reply, 'Here'),
    /Taji \(taji\): reached, the text holds the keyword “camp taji”: Camp Taji; channel alerts/,
  );
  assert.match(part(reply, 'Here'), /the role is pinged, as it is new: channel alerts/);
  assert.match(
    part(reply, 'What was edited'),
    /^channel alerts: posted at version 1, edited since to version 2, is up to date/,
  );
});

test('a server reads of its own channels and watches alone', async () => {
  await arrive(attack('a'));
  for (const asked of [{ incident: founded }, { url: linkOf('a') }]) {
    assert.doesNotMatch(all(await ask(asked)), /secret|channel far|away/i);
    assert.doesNotMatch(all(await ask(asked, by('Zoe', away))), /channel alerts|home/);
  }
});

test('what another server raised is not there, neither as an incident nor as a candidate', async () => {
  const text = 'Katyusha rockets hit Camp Taji on Wednesday, US soldiers wounded';
  await desk({ filed }).raiseIncident({ ...by('Zoe', away), text, link: null });
  const [raised] = await store.recentIncidents(5);
  const id = raised?.id ?? '';
  refusedWith(await ask({ incident: id }), /no incident/);
  assert.equal((await ask({ incident: id }, by('Zoe', away))).ok, true);
  assert.doesNotMatch(all(await ask({ text })), /i-raised/);
});

test('a link that was seen gives the verdict that was stored, however its address is spelled', async () => {
  await arrive(
    attack('a'),
    anArticle({ id: articleIdOf(linkOf('dull')) ?? '', link: linkOf('dull'), title: 'Rain', summary: 'It rained.' }),
  );
  const reply = await ask({ url: `${linkOf('a').replace('paper', 'www.paper')}?utm_source=x#top` });
  assert.match(reply.text, /Seen 2020-04-01 12:00 UTC: new: it opens an incident \(i-/);
  assert.match(part(reply, 'Decided when it was seen'), /\[no-incident-like-it\]/);
  assert.match(part(reply, 'What would have changed'), /it would have been/);
  const dull = await ask({ url: linkOf('dull') });
  assert.match(dull.text, /irrelevant: it is about something else/);
});

test('a link that was not seen says so, and is judged by its text without being stored or told', async () => {
  refusedWith(await ask({ url: linkOf('none') }), /No feed here brought that link/);
  await arrive(attack('a'));
  const before = await store.incidentsSince(0);
  const text = 'Rockets strike Camp Taji\nKatyusha rockets hit Camp Taji on Wednesday, wounding two American soldiers.';
  const reply = await ask({ url: linkOf('none'), text });
  assert.match(reply.text, /No feed here brought that link.*\nJudged now, nothing is stored or told: duplicate/);
  assert.match(part(reply, 'Incidents compared'), new RegExp(`${founded} “.*score \\d`));
  assert.match(part(reply, 'What would have changed'), /Had i-\w+ not been told before, it would have been new/);
  assert.deepEqual(await store.incidentsSince(0), before);
  assert.equal(await store.articleRecord(articleIdOf(linkOf('none')) ?? ''), null);
});

test('what cannot be understood is refused with a sentence', async () => {
  refusedWith(await ask({}), /Name an incident, the link of an article, or its text/);
  refusedWith(await ask({ text: ' … ' }), /at least one word/);
  refusedWith(await ask({ text: 'a'.repeat(6001) }), /at most 6000/);
  for (const link of ['javascript:alert(1)', 'paper', 'https://paper.example/'])
    refusedWith(await ask({ url: link }), /address of an article/);
});

test('so many may ask at once, and one more is asked to come back', async () => {
  const busy = desk({ filed });
  const replies = await Promise.all(
    Array.from({ length: 12 }, () => busy.why({ ...by('Amal'), ...nothing, text: 'Rockets hit Camp Taji' })),
  );
  assert.equal(replies.filter(({ ok }) => ok).length, 10);
  assert.equal((await busy.why({ ...by('Amal'), ...nothing, text: 'Rockets hit Camp Taji' })).ok, true);
});
