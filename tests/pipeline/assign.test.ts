import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Article, type Incident, incidentReportsMax, type Report } from '../../src/model.ts';
import {
  type Assignment,
  assign,
  emptyIndex,
  forget,
  type IncidentIndex,
  remember,
} from '../../src/pipeline/assign.ts';
import { anArticle, aPack, aReport, dayMs, hourMs, noon } from '../support/builders.ts';

/** Feeds articles one after the other and gives what became of each. */
function tell(stories: readonly (Partial<Report> & { arrival?: Article['arrival'] })[], pack = aPack()) {
  let index = emptyIndex({ pack });
  const told: Assignment[] = [];
  for (const [at, { arrival = 'live', ...said }] of stories.entries()) {
    const id = said.article ?? `article-${at + 1}`;
    const publishedAt = said.publishedAt ?? noon + at * hourMs;
    const report = aReport({ ...said, article: id, publishedAt });
    const article = anArticle({ id, outlet: report.outlet, publishedAt, arrival, title: report.title });
    const decided = assign(index, article, report, publishedAt);
    if (decided.incident !== null) index = remember(index, decided.incident);
    told.push(decided);
  }
  return { told, index, decisions: told.map(({ verdict }) => verdict.decision) };
}
const last = (told: readonly Assignment[]): Incident => {
  const incident = told.at(-1)?.incident;
  assert.ok(incident);
  return incident;
};
const baghdadBlast: Partial<Report> = {
  title: 'Explosion heard in Baghdad',
  eventType: 'explosion',
  subEvent: 'Attack',
  place: 'baghdad',
  actors: [],
  terms: { explosion: 2, heard: 1, baghdad: 1 },
};
const greenZoneRockets: Partial<Report> = {
  title: 'Rockets land in Green Zone near US embassy',
  place: 'green-zone',
  outlet: 'daily',
  terms: { rocket: 2, green: 1, zone: 1, embassy: 1 },
};
const militiaStruck: Partial<Report> = {
  title: 'US jets strike militia at Taji',
  eventType: 'air-strike',
  subEvent: 'Air/drone strike',
  terms: { jet: 2, strike: 2, militia: 1, taji: 1 },
  actors: [
    { actor: 'us-forces', role: 'agent' },
    { actor: 'kataib-hezbollah', role: 'target' },
  ],
};

test('the first word of an event opens an incident, its repetition is folded in', () => {
  const { decisions, told } = tell([{}, { outlet: 'daily' }]);
  assert.deepEqual(decisions, ['new', 'duplicate']);
  assert.equal(told[0]?.verdict.incident, told[1]?.verdict.incident);
});

test('off-topic articles are irrelevant and background opens nothing', () => {
  const { decisions, told } = tell([{ relevance: 'off-topic' }, { relevance: 'background', place: 'ain-al-asad' }]);
  assert.deepEqual(decisions, ['irrelevant', 'background']);
  assert.deepEqual(
    told.map(({ incident }) => incident),
    [null, null],
  );
});

test('a comment on an open incident is background, a further word that seemed to be background is folded in', () => {
  const comment: Partial<Report> = {
    relevance: 'background',
    reasons: [{ code: 'opinion', detail: 'headline of analysis' }],
    days: null,
    terms: { policy: 2, deterrence: 1, rocket: 1 },
  };
  const { decisions } = tell([{}, comment, { relevance: 'background', outlet: 'daily' }]);
  assert.deepEqual(decisions, ['new', 'background', 'duplicate']);
});

test('two attacks on one night at places far apart are two incidents', () => {
  assert.deepEqual(tell([{}, { place: 'ain-al-asad', terms: { rocket: 2, asad: 2, anbar: 1, desert: 1 } }]).decisions, [
    'new',
    'new',
  ]);
});

test('two attacks on one base three days apart are two incidents', () => {
  const later = { from: '2020-04-04', to: '2020-04-04' };
  assert.deepEqual(tell([{}, { days: later, publishedAt: noon + 3 * dayMs }]).decisions, ['new', 'new']);
});

test('a retaliation on the same day and place is an incident of its own', () => {
  const first = aReport({
    actors: [
      { actor: 'kataib-hezbollah', role: 'agent' },
      { actor: 'us-forces', role: 'target' },
    ],
  });
  assert.deepEqual(tell([{ actors: first.actors }, militiaStruck]).decisions, ['new', 'new']);
});

test('a threat because of an attack is an incident of its own', () => {
  const threat: Partial<Report> = {
    eventType: 'threat',
    subEvent: 'Threat or ultimatum',
    place: 'washington',
    actors: [
      { actor: 'donald-trump', role: 'speaker' },
      { actor: 'iran-government', role: 'target' },
    ],
    terms: { threat: 2, trump: 1, iran: 1 },
  };
  assert.deepEqual(tell([{}, threat]).decisions, ['new', 'new']);
});

test('a vague first report and the specific one that follows are one incident, which becomes more exact', () => {
  const { decisions, told } = tell([baghdadBlast, greenZoneRockets]);
  assert.deepEqual(decisions, ['new', 'update']);
  assert.equal(last(told).facts.place, 'green-zone');
  assert.equal(last(told).facts.subEvent, 'Shelling/artillery/missile attack');
});

test('casualties that grew, a claim, a denial and blame are updates and say what changed', () => {
  const { decisions, told } = tell([
    {},
    { killed: 2, outlet: 'daily' },
    { killed: 3 },
    {
      development: 'claim',
      actors: [{ actor: 'kataib-hezbollah', role: 'claimant' }],
      subEvent: null,
      eventType: null,
    },
    { development: 'denial', subEvent: 'Denial or rejection', actors: [{ actor: 'iran-government', role: 'denier' }] },
  ]);
  assert.deepEqual(decisions, ['new', 'update', 'update', 'update', 'update']);
  assert.deepEqual(
    told
      .slice(1)
      .map(({ incident }) => incident?.changes.some(({ what }) => ['casualties', 'claim', 'denial'].includes(what))),
    [true, true, true, true],
  );
  assert.equal(last(told).facts.killed, 3);
  assert.equal(last(told).version, 5);
});

test('a claim told a second time is a duplicate', () => {
  const claim: Partial<Report> = { development: 'claim', actors: [{ actor: 'kataib-hezbollah', role: 'claimant' }] };
  assert.deepEqual(tell([{}, claim, { ...claim, outlet: 'daily' }]).decisions, ['new', 'update', 'duplicate']);
});

test('copies of one family confirm nothing, a second family does', () => {
  const { told } = tell([{}, { outlet: 'wire-copy' }, { outlet: 'daily' }]);
  assert.deepEqual(
    told.map(({ incident }) => incident?.facts.families.length),
    [1, 1, 2],
  );
  assert.deepEqual(
    last(told).changes.map(({ what }) => what),
    ['confirmed'],
  );
  assert.deepEqual(
    told.map(({ incident }) => incident?.version),
    [1, 1, 2],
  );
});

test('a text printed again under another headline is the incident it told, and no news of it', () => {
  const body = [
    'Several rockets fell on the base in the evening, a security source said.',
    'Nobody was hurt, and a search for the launcher has begun in the fields nearby.',
  ];
  const elsewhere: Partial<Report> = {
    title: 'Iran blamed as desert base shakes',
    outlet: 'daily',
    place: 'ain-al-asad',
    development: 'blame',
    actors: [{ actor: 'iran-government', role: 'accused' }],
    killed: 4,
    terms: { iran: 2, blame: 2, desert: 1, shake: 1 },
  };
  const first = { title: 'Rockets on Taji', sentences: ['Rockets on Taji', ...body] };
  const copied = { ...elsewhere, sentences: [elsewhere.title ?? '', ...body] };
  const { decisions, told } = tell([first, copied]);
  assert.deepEqual(decisions, ['new', 'duplicate']);
  assert.equal(told[1]?.verdict.incident, told[0]?.verdict.incident);
  const rewritten = tell([first, { ...elsewhere, sentences: [elsewhere.title ?? '', 'Another text.'] }]);
  assert.notEqual(rewritten.told[1]?.verdict.incident, rewritten.told[0]?.verdict.incident);
});

test('who is first said to have done it is news, unless he would have struck his own', () => {
  const hit: Partial<Report> = { actors: [{ actor: 'us-forces', role: 'target' }] };
  const by = (actor: string): Partial<Report> => ({ actors: [...(hit.actors ?? []), { actor, role: 'agent' }] });
  assert.deepEqual(tell([hit, by('kataib-hezbollah')]).decisions, ['new', 'update']);
  assert.deepEqual(tell([hit, by('donald-trump')]).decisions, ['new', 'duplicate']);
});

test("the figure of a party's own media does not overrule others", () => {
  const { told } = tell([{ killed: 3 }, { killed: 80, outlet: 'state-tv' }]);
  assert.equal(last(told).facts.killed, 3);
});

test('backlog opens silently; a live repetition leaves it silent, a live update makes it loud', () => {
  const { decisions, told } = tell([{ arrival: 'backlog' }, { outlet: 'daily' }, { killed: 1, outlet: 'daily' }]);
  assert.deepEqual(decisions, ['new', 'duplicate', 'update']);
  assert.deepEqual(
    told.map(({ incident }) => incident?.silent),
    [true, true, false],
  );
});

test('an incident opened by a late article says so', () => {
  assert.equal(last(tell([{ arrival: 'late' }]).told).late, true);
});

test('an event that is told a week after it happened opens nothing', () => {
  assert.deepEqual(tell([{ days: { from: '2020-03-20', to: '2020-03-20' } }]).decisions, ['background']);
});

const known = {
  id: 'taji-march',
  title: 'Rockets on Camp Taji',
  day: '2020-03-11',
  place: 'camp-taji',
  eventType: 'rocket-attack',
  actors: [{ actor: 'us-forces', role: 'target' as const }],
  killed: 3,
  wounded: 12,
  recalledAs: ['the march attack on taji'],
};
const onThatDay = { days: { from: '2020-03-11', to: '2020-03-11' } };

test('a retelling of a known incident is background', () => {
  const { decisions } = tell([{ ...onThatDay, killed: 3 }], aPack({ knownIncidents: [known] }));
  assert.deepEqual(decisions, ['background']);
});

test('new information on a known incident is an update of it', () => {
  const claim: Partial<Report> = { development: 'claim', actors: [{ actor: 'kataib-hezbollah', role: 'claimant' }] };
  const { told } = tell([{ ...onThatDay, ...claim }], aPack({ knownIncidents: [known] }));
  assert.equal(told[0]?.verdict.decision, 'update');
  assert.equal(told[0]?.verdict.incident, 'known:taji-march');
  assert.equal(last(told).facts.killed, 3);
  assert.equal(last(told).silent, false);
});

test('a ruling on a known incident that is recalled by its name is an update of it, however late', () => {
  const ruling: Partial<Report> = {
    development: 'investigation',
    subEvent: 'Arrests',
    days: null,
    publishedAt: noon + 300 * dayMs,
    sentences: ['Court sentences three men over the March attack on Taji'],
    terms: { court: 2, sentence: 1, attack: 1, '#camp-taji': 1, '#us-forces': 1 },
  };
  const { told } = tell([ruling], aPack({ knownIncidents: [known] }));
  assert.equal(told[0]?.verdict.decision, 'update');
  assert.equal(told[0]?.verdict.incident, 'known:taji-march');
});

test('the same article decided twice changes nothing', () => {
  const { decisions, told } = tell([{ article: 'a' }, { article: 'a' }]);
  assert.deepEqual(decisions, ['new', 'duplicate']);
  assert.equal(last(told).reports.length, 1);
  assert.equal(last(told).version, 1);
});

test('an article that is rewritten under its link opens no second incident', () => {
  const rewritten = { from: '2020-04-06', to: '2020-04-06' };
  const { decisions } = tell([
    { article: 'a' },
    { article: 'a', place: 'ain-al-asad', days: rewritten, publishedAt: noon + 5 * dayMs },
  ]);
  assert.deepEqual(decisions, ['new', 'duplicate']);
});

test('an incident keeps a bounded number of reports, the founding one among them', () => {
  const { told } = tell(Array.from({ length: incidentReportsMax + 5 }, () => ({ publishedAt: noon })));
  assert.equal(last(told).reports.length, incidentReportsMax);
  assert.equal(last(told).reports[0]?.article, 'article-1');
  assert.equal(last(told).reportsDropped, 5);
});

test('what is forgotten is not joined any more', () => {
  const { index } = tell([{}]);
  const later = forget(index, noon + 1);
  assert.equal(assign(later, anArticle({ id: 'b' }), aReport({ article: 'b' }), noon).verdict.decision, 'new');
});

test('an index rebuilt from the persisted incidents, in whatever order, decides the same', () => {
  const stories = [{}, baghdadBlast, greenZoneRockets, militiaStruck, { place: 'ain-al-asad' }, { killed: 2 }];
  const grown = tell(stories).index;
  const persisted = new Map<string, Incident>();
  for (const { incident } of tell(stories).told) if (incident !== null) persisted.set(incident.id, incident);
  const rebuilt = [...persisted.values()]
    .reverse()
    .reduce<IncidentIndex>((index, it) => remember(index, structuredClone(it)), emptyIndex({ pack: aPack() }));
  for (const [at, story] of stories.entries()) {
    const report = aReport({ ...story, article: `again-${at}` });
    const article = anArticle({ id: report.article });
    assert.deepEqual(assign(rebuilt, article, report, noon), assign(grown, article, report, noon));
  }
});

test('the order of two reports of one minute does not change the number of incidents', () => {
  const count = (stories: readonly Partial<Report>[]): number =>
    new Set(tell(stories.map((it) => ({ ...it, publishedAt: noon }))).told.map(({ incident }) => incident?.id)).size;
  for (const pair of [
    [baghdadBlast, greenZoneRockets],
    [{}, militiaStruck],
    [{}, { place: 'ain-al-asad' }],
  ])
    assert.equal(count(pair), count([...pair].reverse()));
});

test('stories told a second time, by others, raise no second alert', () => {
  const asad: Partial<Report> = { place: 'ain-al-asad', terms: { rocket: 2, asad: 2, anbar: 1, desert: 1 } };
  const stories: readonly Partial<Report>[] = [{}, asad, baghdadBlast, greenZoneRockets];
  const again = stories.map((it, at) => ({ ...it, article: `again-${at}`, outlet: 'state-tv' }));
  const { decisions } = tell([...stories, ...again]);
  assert.equal(decisions.slice(0, stories.length).filter((it) => it === 'new').length, 3);
  assert.deepEqual(
    decisions.slice(stories.length).filter((it) => it === 'new'),
    [],
  );
});

test('a later word that names no day joins the incident at its place', () => {
  const probe: Partial<Report> = {
    development: 'investigation',
    days: null,
    publishedAt: noon + 20 * dayMs,
    terms: { probe: 2, rocket: 1, taji: 1, '#camp-taji': 1 },
  };
  const { decisions, told } = tell([{}, probe]);
  assert.deepEqual(decisions, ['new', 'update']);
  assert.equal(last(told).id, told[0]?.incident?.id);
});

test('a later word on an incident that nobody told opens none', () => {
  assert.deepEqual(tell([{ development: 'casualties', wounded: 50 }]).decisions, ['background']);
});
