import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Audience } from '../../../src/jobs/audience.ts';
import type { DeskGiven } from '../../../src/jobs/desk.ts';
import { matchJob } from '../../../src/jobs/match.ts';
import type { Article, Feed, Subscription, Watch } from '../../../src/model.ts';
import { compilePack } from '../../../src/pipeline/extract.ts';
import { foldOf } from '../../../src/pipeline/fold.ts';
import { knownFrom } from '../../../src/pipeline/identity.ts';
import { articleIdOf, nothingReused } from '../../../src/pipeline/normalise.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { DeskReply, DeskRequest } from '../../../src/ports.ts';
import { aFeedState, aPoll } from '../../contracts/builders.ts';
import { anArticle, aRoster, noon } from '../../support/builders.ts';
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
function arrive(...articles: readonly Article[]): Promise<void> {
  return arriveTo(filed, ...articles);
}
async function arriveTo(audience: Audience, ...articles: readonly Article[]): Promise<void> {
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
    filed: audience,
    owner: 'm1',
    writerLeaseMs: 100,
    incidentKeepMs: 30 * 86_400_000,
    alerts: { reopenWithinDays: 7 },
  });
  for (const { id } of articles) await match(id);
  await deliverAll();
}

const nothing = { incident: null, url: null, text: null };
function ask(
  asked: Partial<typeof nothing> | Record<string, string>,
  who: DeskRequest = by('Amal'),
  said: Partial<DeskGiven> = {},
): Promise<DeskReply> {
  return desk({ filed, ...said }).why({ ...who, ...nothing, ...asked });
}
const press = (reply: DeskReply, label: string, who: DeskRequest = by('Amal')): Promise<DeskReply> => {
  const button = (reply.controls ?? []).flat().find((control) => control.kind === 'button' && control.label === label);
  assert.ok(button?.kind === 'button', `no button ${label}`);
  return desk({ filed }).control({ ...who, does: button.does, values: [] });
};
const short = ({ text, lines = [] }: DeskReply): string => [text, ...lines.map(plainLine)].join('\n');
const part = ({ parts = [] }: DeskReply, heading: string): string =>
  parts
    .find((each) => each.heading.startsWith(heading))
    ?.lines.map(plainLine)
    .join('\n') ?? '';
const all = (reply: DeskReply): string =>
  [short(reply), ...(reply.parts ?? []).flatMap(({ lines }) => lines.map(plainLine))].join('\n');
const founded = `i-${articleIdOf(linkOf('a'))}`;
const correction = () =>
  attack('b', {
    outlet: second?.id ?? 'other',
    title: 'Two Americans wounded, Iraqi soldier killed as rockets hit Camp Taji',
    summary:
      'An Iraqi soldier was killed and two Americans were wounded when rockets landed in Camp Taji on Wednesday, police said.',
  });

test('an incident says in a few sentences what it rests on, how grave it is, and where it was told for which word', async () => {
  await arrive(attack('a'));
  await arrive(correction());
  const reply = await ask({ incident: founded });
  const said = short(reply).split('\n');
  assert.ok(said.length <= 8, short(reply));
  assert.match(said[1] ?? '', /^It rests first on .*: Rockets hit Camp Taji, two US soldiers wounded, /);
  assert.match(said[2] ?? '', /^2 reports by 2 independent outlets\.$/);
  assert.equal(said[3], 'Severity critical: people were killed in an attack on Americans.');
  assert.match(
    said[4] ?? '',
    /^Told in #alerts .* UTC \(card\), pinged, by the watch “Taji” \(the text holds the keyword “camp taji”: Camp Taji\), edited since\.$/,
  );
  const details = await press(reply, 'Details');
  assert.match(part(details, 'Why it was told'), /\[event\] its headline or first sentences report a recent event/);
  assert.match(part(details, 'What joined it'), /Two Americans wounded.*it is about the same event as/);
  assert.match(part(details, 'What it rests on'), /wounded: 2 wounded ← “.*two US soldiers wounded/);
  assert.match((await press(details, 'Why?')).text, /rockets hit Camp Taji/i);
});

test('an article says when it was seen, as what it was read by which sentence, and what it opened', async () => {
  await arrive(attack('a'));
  const reply = await ask({ url: linkOf('a') });
  const said = short(reply).split('\n');
  assert.ok(said.length <= 8, short(reply));
  assert.match(
    said[1] ?? '',
    /^.*: Rockets hit Camp Taji, two US soldiers wounded, published 1 Apr 2020, 12:00 UTC, seen 1 Apr 2020, 12:00 UTC\.$/,
  );
  assert.match(
    said[2] ?? '',
    /^It was read as: Rocket attack, Camp Taji.*, 1 April 2020 – by the sentence “Rockets hit Camp Taji/,
  );
  assert.match(said[3] ?? '', /^It opened the incident “Rockets hit Camp Taji/);
  assert.match(said.at(-1) ?? '', /^Told in #alerts /);
  const details = await press(reply, 'Details');
  assert.match(part(details, 'Decided when it was seen'), /\[no-incident-like-it\]/);
  assert.match(part(details, 'What would have changed'), /it would have been/);
});

test('a later article says which incident it joined as which report, by what, and what it changed', async () => {
  await arrive(attack('a'), correction());
  const joined = short(await ask({ url: linkOf('b') }));
  assert.match(joined, /It joined “.*” as report 2 of 2: (?:.*; )?the same/);
  assert.match(joined, /It changed: High → critical; killed: 1 \(AP News\); confirmed by AP News\./);
  await arrive(attack('c', { outlet: second?.id ?? 'other' }));
  assert.match(
    short(await ask({ url: linkOf('c') })),
    /It repeats “.*” as report 3 of 3 and adds nothing that is told anew/,
  );
});

test('an article that nothing became of says why', async () => {
  const dull = anArticle({
    id: articleIdOf(linkOf('dull')) ?? '',
    link: linkOf('dull'),
    title: 'Rain',
    summary: 'It rained.',
  });
  await arrive(dull);
  assert.match(
    short(await ask({ url: linkOf('dull') })),
    /It was set aside, so that nobody is told: fewer than two of the sides/,
  );
  await store.commitPoll(aPoll([attack('w')], { fetchedAtReal: redis.real }));
  assert.match(short(await ask({ url: linkOf('w') })), /waits for its turn/);
});

test('why a channel was not told: a watch that lacks a part, too little gravity, digests alone, a closed alert', async () => {
  const channels = [
    aSubscription({ id: '1', channel: 'other', watch: 'embassy' }),
    aSubscription({ id: '2', channel: 'grave', watch: 'taji', severityFloor: 'critical' }),
    aSubscription({ id: '3', channel: 'weekly', watch: 'taji', alerts: false }),
  ];
  const audience = {
    watches: [...watches, aWatch({ id: 'embassy', name: 'Embassy', keywords: ['embassy'] })],
    subscriptions: [...subscriptions, ...channels],
  };
  await arriveTo(audience, attack('a'));
  const reply = await ask({ url: linkOf('a') }, by('Amal'), { filed: audience });
  assert.match(short(reply), /more channels: see Details/);
  const from = async (channel: string) =>
    short(await ask({ incident: founded }, by('Amal', { channel }), { filed: audience }));
  assert.match(
    await from('other'),
    /Not told in #other: it does not satisfy the watch “Embassy” \(missing: keyword\)\./,
  );
  assert.match(await from('grave'), /Not told in #grave: severity high, it asks for critical or higher\./);
  assert.match(await from('weekly'), /Not told in #weekly: it asks for digests alone\./);
  const added = {
    ...audience,
    subscriptions: [...audience.subscriptions, aSubscription({ id: '4', channel: 'new', watch: 'taji' })],
  };
  const late = short(await ask({ incident: founded }, by('Amal', { channel: 'new' }), { filed: added }));
  assert.match(late, /Not told in #new: it satisfies the watch as it is now; when it came/);
});

test('quiet hours say until when', async () => {
  const quietHours = { from: '10:00', to: '18:00', timeZone: 'UTC' };
  const audience = { watches, subscriptions: [aSubscription({ watch: 'taji', quiet: quietHours })] };
  await arriveTo(audience, attack('a'));
  const said = short(await ask({ incident: founded }, by('Amal'), { filed: audience }));
  assert.match(said, /Not told yet in #alerts: quiet hours until 1 Apr 2020, 18:00 UTC\./);
});

test('a full hour leads to the summary that names the incident', async () => {
  const audience = { watches: [aWatch()], subscriptions: [aSubscription({ cardsPerHour: 1 })] };
  const title = 'Roadside bomb hits US military convoy near Nasiriyah, nobody hurt';
  const summary =
    'A roadside bomb exploded beside a convoy of US forces near Nasiriyah in southern Iraq on Wednesday, police said.';
  await arriveTo(audience, attack('a'));
  await arriveTo(audience, attack('d', { title, summary }));
  const { id } = foldOf('alerts', noon);
  await store.claimFold(id, 'teller', 60_000);
  const message = { from: 0, count: 1, messageId: 'm9', attemptedAt: null, editedAt: null, gone: false, shown: '' };
  assert.equal(await store.saveFold(id, [message], 'teller', null), true);
  const reply = await ask({ url: linkOf('d') }, by('Amal'), { filed: audience });
  assert.match(
    short(reply),
    /Not told by itself in #alerts: its hour was full, so it stands in the summary of that hour\./,
  );
  assert.match(JSON.stringify(reply.lines), /"kind":"message","text":"the summary of that hour"/);
});

test('a channel that takes nothing any more is said to have ended', async () => {
  await arrive(attack('a'));
  const bar = { channel: 'gone', server: 'home', problem: 'Unknown Channel', since: noon, triedAt: noon };
  await store.saveBar({ ...bar, why: 'gone', endedAt: noon });
  const audience = {
    watches,
    subscriptions: [...subscriptions, aSubscription({ id: 'g', channel: 'gone', watch: 'taji' })],
  };
  const said = short(await ask({ incident: founded }, by('Amal', { channel: 'gone' }), { filed: audience }));
  assert.match(said, /Not told in #gone: the channel was deleted, so its subscriptions ended 1 Apr 2020, 12:00 UTC\./);
});

test('direct messages are spoken of to whom they went alone', async () => {
  const direct = aSubscription({ id: 'dm', channel: 'dm', watch: 'taji', user: 'amal', pingRole: null });
  const audience = { watches, subscriptions: [...subscriptions, direct] };
  await arriveTo(audience, attack('a'));
  const asked = (who: DeskRequest) => ask({ incident: founded }, who, { filed: audience });
  assert.match(short(await asked(by('Amal'))), /Told in your direct messages/);
  assert.doesNotMatch(short(await asked(by('Ben'))), /direct messages|#dm/);
  const timeline = await desk({ filed: audience }).timeline({ ...by('Ben'), incident: founded });
  assert.doesNotMatch(all(timeline), /#dm/);
});

test('a server reads of its own channels and watches alone', async () => {
  await arrive(attack('a'));
  for (const asked of [{ incident: founded }, { url: linkOf('a') }]) {
    const [mine, theirs] = [await ask(asked), await ask(asked, by('Zoe', away))];
    assert.doesNotMatch(all(mine) + all(await press(mine, 'Details')), /secret|#far|away/i);
    assert.doesNotMatch(all(theirs) + all(await press(theirs, 'Details', by('Zoe', away))), /#alerts|home/);
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
  const [article] = raised?.reports.map((report) => report.article) ?? [];
  const details = { does: `why:article:${article}`, values: [] };
  refusedWith(await desk({ filed }).control({ ...by('Amal'), ...details }), /no longer kept/);
  assert.match(all(await desk({ filed }).control({ ...by('Zoe', away), ...details })), /Camp Taji/);
});

test('a link is found however its address is spelled, and by its path among the items of its site’s feeds', async () => {
  await arrive(attack('a'));
  assert.match(
    short(await ask({ url: `${linkOf('a').replace('paper', 'www.paper')}?utm_source=x#top` })),
    /It opened the incident/,
  );
  const feed: Feed = {
    id: 'wire',
    url: 'https://feeds.paper.example/rss',
    outlet: 'wire',
    language: 'en',
    status: 'active',
    intervalMinutes: null,
    origin: 'file',
  };
  const item = knownFrom(attack('a'), noon, nothingReused);
  await store.commitPoll(
    aPoll([], {
      state: aFeedState({ feed: 'wire' }),
      present: [item.article],
      items: [item],
      fetchedAtReal: redis.real,
    }),
  );
  const roster = aRoster(new Map([[feed.id, feed]]));
  const elsewhere = 'https://amp.news.paper.example/2020/a';
  assert.match(short(await ask({ url: elsewhere }, by('Amal'), { roster })), /It opened the incident/);
});

test('a link that was never seen says so, what its site’s feed is doing, and what to do', async () => {
  const feed: Feed = {
    id: 'paper',
    url: 'https://feeds.paper.example/rss',
    outlet: 'wire',
    language: 'en',
    status: 'active',
    intervalMinutes: null,
    origin: 'file',
  };
  const roster = aRoster(new Map([[feed.id, feed]]));
  const asked = async (url: string) => {
    const reply = await ask({ url }, by('Amal'), { roster });
    refusedWith(reply, /^No feed here brought that link/);
    return short(reply);
  };
  assert.match(
    await asked('https://other.example/2020/x'),
    /No feed that is read is known to carry articles of other\.example/,
  );
  assert.match(
    await asked(linkOf('none')),
    /read by the feed paper, which was not read so far\.\nGive its headline and text/,
  );
  const state = aFeedState({ feed: 'paper', lastReadAt: noon });
  await store.commitPoll(aPoll([], { state }));
  assert.match(await asked(linkOf('none')), /read by the feed paper, last .*: the feed did not hold this article/);
  await store.commitPoll(aPoll([], { state: { ...state, failures: 3, lastProblem: 'no answer' } }));
  assert.match(await asked(linkOf('none')), /which fails at present: no answer\./);
  await store.commitPoll(aPoll([], { state: { ...state, paused: 'gone' } }));
  assert.match(await asked(linkOf('none')), /which is paused/);
});

test('a link that was not seen is judged by its text without being stored or told', async () => {
  await arrive(attack('a'));
  const before = await store.incidentsSince(0);
  const text = 'Rockets strike Camp Taji\nKatyusha rockets hit Camp Taji on Wednesday, wounding two American soldiers.';
  const reply = await ask({ url: linkOf('none'), text });
  assert.match(
    reply.text,
    /No feed here brought that link.*\nJudged now; nothing is stored and nobody is told\.\nduplicate/,
  );
  assert.match(part(reply, 'Incidents compared'), new RegExp(`${founded} “.*score \\d`));
  assert.match(part(reply, 'What would have changed'), /Had i-\w+ not been told before, it would have been new/);
  assert.deepEqual(await store.incidentsSince(0), before);
  assert.equal(await store.articleRecord(articleIdOf(linkOf('none')) ?? ''), null);
});

test('everything is said in Arabic to who speaks it', async () => {
  await arrive(attack('a'));
  const amal = by('Amal', { language: 'ar' });
  const reply = await ask({ url: linkOf('a') }, amal);
  assert.match(short(reply), /قُرئ على أنه: هجوم بقذائف صاروخية، معسكر التاجي/);
  assert.match(short(reply), /أُبلغ به في #alerts .* \(البطاقة\)، مع إشعار، بموجب الرصد «Taji»/);
  const english = /\b(?:the|was|told|channel|severity|incident)\b/iu;
  assert.doesNotMatch(short(reply).replaceAll(/“[^”]*”|«[^»]*»|Rockets hit[^،.]*/gu, ''), english);
  refusedWith(await ask({}, amal), /حدّد حادثاً/);
  assert.match(
    (await ask({ text: 'Rockets hit Camp Taji' }, amal)).text,
    /حُكم عليه الآن.*\n(?:جديد|تكرار|خلفية|تحديث|خارج)/,
  );
  const details = await press(reply, 'التفاصيل', amal);
  assert.match(part(details, 'ما تقرر عند رصده'), /عنوانه أو جمله الأولى تنقل حدثاً قريباً/);
});

test('what cannot be understood is refused with a sentence', async () => {
  refusedWith(await ask({}), /Name an incident, the url of an article, or its text/);
  refusedWith(await ask({ text: ' … ' }), /at least one word/);
  refusedWith(await ask({ text: 'a'.repeat(6001) }), /at most 6000/);
  for (const url of ['javascript:alert(1)', 'paper', 'https://paper.example/'])
    refusedWith(await ask({ url }), /address of an article/);
  for (const does of ['why:details:i-none', 'why:article:none', 'why:', 'why:other:x'])
    assert.equal((await desk({ filed }).control({ ...by('Amal'), does, values: [] })).ok, false);
});

test('so many of a server may ask at once, one more is asked to come back, and other servers do not notice', async () => {
  const busy = desk({ filed });
  const asks = Array.from({ length: 12 }, () => busy.why({ ...by('Amal'), ...nothing, text: 'Rockets hit Camp Taji' }));
  const elsewhere = busy.why({ ...by('Zoe', away), ...nothing, text: 'Rockets hit Camp Taji' });
  assert.equal((await Promise.all(asks)).filter(({ ok }) => ok).length, 10);
  assert.equal((await elsewhere).ok, true);
  assert.equal((await busy.why({ ...by('Amal'), ...nothing, text: 'Rockets hit Camp Taji' })).ok, true);
});

test('what a text would be is explained in Arabic down to its facts and what would have changed it', async () => {
  await arrive(attack('a'), correction());
  const amal = by('Amal', { language: 'ar' });
  const judged = await ask({ text: 'Rockets hit Camp Taji. Three US soldiers were killed on Wednesday.' }, amal);
  assert.match(part(judged, 'الوقائع'), /الحدث: هجوم صاروخي أو مدفعي – «Rockets hit Camp Taji/);
  assert.match(part(judged, 'الوقائع'), /القتلى: 3 – «Three US soldiers/);
  assert.match(part(judged, 'ما كان سيغيّر الحكم'), /لكان جديداً، حادثاً قائماً بذاته\./);
  const details = await press(await ask({ url: linkOf('a') }, amal), 'التفاصيل', amal);
  assert.match(part(details, 'الوقائع'), /المكان: معسكر التاجي، العراق/);
  const joined = short(await ask({ url: linkOf('b') }, amal));
  assert.match(joined, /ضُم إلى «.*» تقريراً رقم 2 من 2: نوع الحدث نفسه؛ المكان نفسه/);
  assert.match(joined, /ما غيّره: عالية ← حرجة؛ القتلى: 1 \(AP News\)؛ أكده AP News\./);
  assert.match(part(judged, 'الخطورة'), /^حرجة: .*\(القتلى: 3، الجرحى: 2، الوسائل المستقلة: 3\)/);
});
