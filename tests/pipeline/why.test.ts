import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseStreamItem } from '../../src/adapters/stream/items.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Article, features, reasonCodes } from '../../src/model.ts';
import { sharesOf } from '../../src/pipeline/assign/bar.ts';
import type { Comparison } from '../../src/pipeline/assign/compare.ts';
import {
  assign,
  compareWith,
  decideOn,
  emptyIndex,
  type IncidentIndex,
  remember,
  withLessons,
} from '../../src/pipeline/assign.ts';
import { knownBefore } from '../../src/pipeline/decision.ts';
import { readArticle } from '../../src/pipeline/extract/read.ts';
import { compilePack, extract } from '../../src/pipeline/extract.ts';
import { labelOf } from '../../src/pipeline/label.ts';
import { lessonsOf, noLessons } from '../../src/pipeline/lesson.ts';
import type { Otherwise } from '../../src/pipeline/why/change.ts';
import { tell, wordsOf } from '../../src/pipeline/why/reasons.ts';
import { writeExplanation } from '../../src/pipeline/why/write.ts';
import { type Explanation, explain } from '../../src/pipeline/why.ts';
import { articleOf } from '../../src/replay/article.ts';
import { aSubscription, aWatch } from '../jobs/support/builders.ts';
import { anArticle } from '../support/builders.ts';

const monday = Date.parse('2022-03-14T18:00:00Z');
const hourMs = 3_600_000;
const config = loadConfig({ env: {} });
const compiled = compilePack(knownBefore(config.pack, monday));

function told(id: string, title: string, summary: string, said: Partial<Article> = {}): Article {
  const link = `https://desk.example/${id}`;
  return anArticle({
    id,
    feed: 'desk',
    outlet: `desk-${id}`,
    link,
    title,
    summary,
    publishedAt: monday,
    seenAt: monday,
    ...said,
  });
}
const struck = told(
  'struck',
  'Three rockets strike Balad air base north of Baghdad',
  'Three rockets struck Balad air base, where American contractors work, on Monday afternoon. Nobody was hurt, the Iraqi military said.',
);
const again = told(
  'again',
  'Rockets hit Balad air base',
  'Three Katyusha rockets hit Balad air base on Monday, Iraqi security sources said. There were no casualties.',
  { publishedAt: monday + hourMs, seenAt: monday + hourMs },
);
const twoDaysOn = told(
  'two-days-on',
  'Rockets strike Balad air base',
  'Two rockets struck Balad air base on Wednesday evening, the Iraqi military said.',
  { publishedAt: monday + 50 * hourMs, seenAt: monday + 50 * hourMs },
);
const recalled = told(
  'recalled',
  'Iraqi officials meet US envoy since rockets hit Balad air base',
  'Officials spoke about trade in Baghdad. The talks went on for an hour.',
);
const dull = told('dull', 'Rain expected over the weekend', 'Umbrellas will be needed on Saturday, forecasters said.');

function indexWith(...articles: readonly Article[]): IncidentIndex {
  return articles.reduce((index, article) => {
    const { incident } = assign(index, article, extract(article, compiled), article.publishedAt);
    return incident === null ? index : remember(index, incident);
  }, emptyIndex(compiled));
}
function why(article: Article, index = indexWith()): Explanation {
  return explain({ article, compiled, index, now: article.publishedAt, listening: config });
}
const written = (explained: Explanation): string =>
  writeExplanation(explained)
    .flatMap(({ heading, lines }) => [heading, ...lines])
    .join('\n');

test('each fact stands with the sentence it rests on', () => {
  const { facts } = why(struck);
  const restingOn = (fact: string): string | null => facts.find((each) => each.fact === fact)?.sentence ?? null;
  assert.equal(restingOn('event'), struck.title);
  assert.equal(restingOn('place'), struck.title);
  assert.match(restingOn('day') ?? '', /on Monday afternoon\.$/);
});

test('the verdict, the report and the incident are those that the pipeline comes to', () => {
  const index = indexWith(struck);
  const { verdict } = assign(index, again, extract(again, compiled), again.publishedAt);
  const explained = why(again, index);
  assert.equal(explained.verdict.decision, verdict.decision);
  assert.equal(explained.verdict.incident, verdict.incident);
  assert.deepEqual(
    explained.verdict.reasons.map(({ code, detail }) => ({ code, detail })),
    verdict.reasons,
  );
});

test('a duplicate names the incident it repeats, what spoke for it, and that it would have been new without it', () => {
  const explained = why(again, indexWith(struck));
  const [candidate] = explained.candidates;
  assert.equal(candidate?.incident, 'i-struck');
  assert.deepEqual(
    candidate?.spokeFor.map(({ points }) => points),
    candidate?.spokeFor.map(({ points }) => points).toSorted((a, b) => b - a),
  );
  assert.ok(candidate?.spokeFor.some(({ words }) => words === 'the same place'));
  const sum = [...(candidate?.spokeFor ?? []), ...(candidate?.spokeAgainst ?? [])].reduce(
    (all, { points }) => all + points,
    0,
  );
  assert.ok(Math.abs(sum - (candidate?.score ?? 0)) < 1e-6);
  assert.ok(explained.otherwise.some(({ change, decision }) => change.kind === 'not-told' && decision === 'new'));
});

test('a second attack two days later says that the days told it apart from the first', () => {
  const explained = why(twoDaysOn, indexWith(struck));
  assert.equal(explained.verdict.decision, 'new');
  const [candidate] = explained.candidates;
  assert.equal(candidate?.incident, 'i-struck');
  assert.ok(candidate?.spokeAgainst.some(({ feature }) => feature.startsWith('day-')));
  assert.ok(explained.otherwise.some(({ change }) => change.kind === 'score' && change.incident === 'i-struck'));
});

test('a clause that is history is quoted, and what would be news without the word that makes it so', () => {
  const explained = why(recalled);
  assert.notEqual(explained.verdict.decision, 'new');
  assert.ok(explained.read[0]?.history.some((stretch) => stretch.startsWith('since rockets hit Balad')));
  const flipped = explained.otherwise.find(({ change }) => change.kind === 'words' && change.words === 'since');
  assert.equal(flipped?.decision, 'new');
  assert.match(
    flipped?.text ?? '',
    /^Without “since” in the headline \(it makes “since rockets hit Balad air base” history\)/,
  );
});

test('an event told long after its day says that it would have been news then', () => {
  const late = told(
    'late',
    'Three rockets hit Balad air base on March 2',
    'Three rockets hit Balad air base on March 2, the Iraqi military said.',
  );
  const explained = why(late);
  assert.equal(explained.verdict.decision, 'background');
  const then = explained.otherwise.find(({ change }) => change.kind === 'published');
  assert.equal(then?.decision, 'new');
  assert.match(then?.text ?? '', /^Published on 2022-03-02 it would have been new/);
});

test('an Arabic text is explained with its own sentences', () => {
  const title = 'سقوط ثلاثة صواريخ على قاعدة بلد الجوية';
  const summary = 'أعلنت خلية الإعلام الأمني سقوط ثلاثة صواريخ مساء الاثنين على قاعدة بلد الجوية من دون خسائر.';
  const explained = why(told('arabic', title, summary, { language: 'ar' }));
  assert.equal(explained.verdict.decision, 'new');
  assert.equal(explained.facts.find(({ fact }) => fact === 'place')?.sentence, title);
  assert.ok(explained.otherwise.some(({ decision }) => decision !== 'new'));
});

test('a text of nothing but phrases costs no more the longer it is', () => {
  const longOf = (times: number): Article =>
    told('long', 'US strike', 'US strike Iran Iraq Baghdad since '.repeat(times));
  const index = indexWith();
  const timed = (article: Article): number => {
    const started = performance.now();
    explain({ article, compiled, index, now: monday, listening: config, charactersMax: 60_000 });
    return performance.now() - started;
  };
  timed(longOf(200));
  assert.ok(timed(longOf(20_000)) < 4 * timed(longOf(400)) + 200);
});

test('with nothing to be read again, the comparison still says what would have changed', () => {
  const article = again;
  const index = indexWith(struck);
  const { otherwise } = explain({ article, compiled, index, now: monday, listening: config, charactersMax: 0 });
  const kinds = new Set(otherwise.map(({ change }) => change.kind));
  assert.ok(kinds.has('not-told') && !kinds.has('words') && !kinds.has('sentence'));
});

test('a text that reports nothing says so', () => {
  assert.match(written(why(dull)), /no phrase of the headline and first sentences reports an event/);
  assert.deepEqual(why(dull).watches, []);
});

test('a watch is reached for what satisfied it, and one that is not says what it misses', () => {
  const base = {
    name: 'w',
    server: null,
    keywords: [],
    actors: [],
    places: [],
    eventTypes: [],
    languages: [],
    origin: 'file',
  } as const;
  const watches = [
    { ...base, id: 'keyword', keywords: ['american contractors'], severityFloor: 'info' },
    { ...base, id: 'elsewhere', places: ['basra'], severityFloor: 'critical' },
  ] as const;
  const explained = explain({
    article: struck,
    compiled,
    index: indexWith(),
    now: monday,
    listening: { watches, subscriptions: [] },
  });
  assert.deepEqual(
    explained.watches.map(({ satisfied, missing, reasons }) => ({
      satisfied,
      missing,
      codes: reasons.map(({ code }) => code),
    })),
    [
      { satisfied: true, missing: [], codes: ['watch-keyword'] },
      { satisfied: false, missing: ['severity from critical on', 'place'], codes: [] },
    ],
  );
});

test('a watch that is reached names whom it tells, and apart who wants graver news or digests alone', () => {
  const watches = [aWatch({ id: 'w', name: 'w', keywords: ['american contractors'] })];
  const subscriptions = [
    aSubscription({ id: 'told', watch: 'w', channel: 'told' }),
    aSubscription({ id: 'grave', watch: 'w', channel: 'grave', severityFloor: 'critical' }),
    aSubscription({ id: 'digests', watch: 'w', channel: 'digests', alerts: false }),
  ];
  const listening = { watches, subscriptions };
  const explained = explain({ article: struck, compiled, index: indexWith(), now: monday, listening });
  const line = 'channel told; not grave enough for channel grave; digests only in channel digests';
  assert.ok(written(explained).includes(line), written(explained));
});

test('an attack told three times over says that no single phrase decides, but all that report it do', () => {
  const { otherwise } = why(struck);
  const whole = otherwise.find(({ change }) => change.kind === 'reporting-nothing' || change.kind === 'words');
  assert.notEqual(whole?.decision ?? 'new', 'new');
});

const dev = join(import.meta.dirname, '../../../shared/streams/dev/items.jsonl');
const sample = join(import.meta.dirname, '../../src/replay/sample/items.jsonl');
for (const file of [sample, dev])
  test(`every reason met on ${basename(dirname(file))} is of the list`, { skip: !existsSync(file) }, () => {
    const items = readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line, at) => parseStreamItem(line, at + 1, file));
    const met = new Set<string>();
    let index = emptyIndex(compiled);
    for (const item of items) {
      const article = articleOf(compiled.pack, item);
      const { verdict, incident } = assign(index, article, extract(article, compiled), article.publishedAt);
      if (incident !== null) index = remember(index, incident);
      for (const { code } of verdict.reasons) met.add(code);
    }
    assert.ok(met.size > 5);
    assert.deepEqual(
      [...met].filter((code) => !reasonCodes.some((known) => known === code)),
      [],
    );
  });

test('every reason and every feature has its sentence', () => {
  for (const code of reasonCodes) {
    const { text } = tell({ code, detail: 'DETAIL' });
    assert.ok(text.length > 8 && !text.includes('{}'), code);
    assert.ok(!tell({ code, detail: '' }).text.includes('{}'), code);
  }
  for (const feature of features) assert.notEqual(wordsOf(feature), feature);
});

test('a comparison is told in words, whatever its reason', () => {
  const { text } = tell({ code: 'other-incident', detail: 'i-a1 -2.4 (type-same, words 0.12, forgotten 2.00)' });
  assert.match(text, /i-a1, score -2\.4 \(the same kind of event; words in common; forgotten\)/);
});

const titles = [struck, again, twoDaysOn, recalled, dull].map(({ title }) => title);
const sentences = [
  'Three rockets struck Balad air base, where American contractors work, on Monday afternoon.',
  'A drone attack on the US embassy in Baghdad was foiled last week.',
  'Kataib Hezbollah denied any part in the attack.',
  'The group may attack American troops again, analysts said.',
  'Two soldiers were killed and five wounded in the strike, the Iraqi military said on Monday.',
  'Since the killing of Qassem Soleimani in 2020 such attacks have become common.',
  'The weather was fine.',
];
const anyArticle = fc
  .record({
    title: fc.constantFrom(...titles, 'Why do rockets hit Balad air base?'),
    body: fc.array(fc.constantFrom(...sentences), { maxLength: 4 }),
    hours: fc.integer({ min: 0, max: 200 }),
  })
  .map(({ title, body, hours }) => {
    const at = monday + hours * hourMs;
    return told('any', title, body.join(' '), { publishedAt: at, seenAt: at });
  });

test('what is said to have changed the verdict does change it, to what is said', () => {
  const index = indexWith(struck);
  fc.assert(
    fc.property(anyArticle, (article) => {
      const explained = why(article, index);
      for (const each of explained.otherwise) {
        const { decision, incident } = tried(article, index, each);
        assert.deepEqual({ decision, incident }, { decision: each.decision, incident: each.incident }, each.text);
        const isSame = decision === explained.verdict.decision && incident === explained.verdict.incident;
        assert.equal(isSame, false, each.text);
      }
    }),
    { numRuns: 40 },
  );
});

/** Makes the change by other means than the explanation does, and asks the pipeline. */
function tried(article: Article, index: IncidentIndex, { change }: Otherwise) {
  const judged = (other: Article, beside = index) =>
    assign(beside, other, extract(other, compiled), article.publishedAt).verdict;
  const report = extract(article, compiled);
  const ranked = compareWith(index, report);
  const [best, ...others] = ranked;
  const compared = (changed: Partial<Comparison> | null) => {
    const first = best === undefined || changed === null ? [] : [{ ...best, ...changed }];
    const reordered = [...first, ...others].toSorted((a, b) => b.score - a.score);
    return decideOn(index, { article, report, ranked: reordered, now: article.publishedAt }).verdict;
  };
  switch (change.kind) {
    case 'words':
      return judged(without(article, change.sentence, change.words));
    case 'reporting-nothing': {
      const triggers = readArticle(article, compiled).sentences.flatMap((read) => {
        const isOut = read.words.map((_, at) => read.triggers.some(({ from, to }) => at >= from && at < to));
        return read.words.flatMap((word, at) => (isOut[at] ? [{ sentence: read.index, ...word }] : []));
      });
      // Word by word from the end, where the explanation takes whole phrases.
      return judged(
        triggers.toReversed().reduce((left, { sentence, start, end }) => cutOut(left, sentence, start, end), article),
      );
    }
    case 'sentence':
      return judged(without(article, change.sentence, null));
    case 'not-told':
      return compared(null);
    case 'score':
      return compared({ score: change.score + (change.side === 'above' ? 0.05 : -0.05) });
    case 'feature': {
      const share = sharesOf(index.lookup.weights, best ?? assert.fail()).find(
        ({ feature }) => feature === change.feature,
      );
      const { [change.feature]: _, ...features } = best?.features ?? {};
      return compared({ features, score: (best?.score ?? 0) - (share?.value ?? 0) * (share?.weight ?? 0) });
    }
    case 'read-as-event':
      return assign(
        index,
        article,
        { ...report, relevance: 'event', timeMode: 'current', reasons: [] },
        article.publishedAt,
      ).verdict;
    case 'untaught':
      return judged(article, withLessons(index, noLessons));
    case 'published':
      return assign(
        index,
        { ...article, publishedAt: change.at, seenAt: change.at },
        { ...report, publishedAt: change.at },
        change.at,
      ).verdict;
  }
}

function without(article: Article, sentence: number, words: string | null): Article {
  const whole = new RegExp(`(?<!\\p{L})${(words ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`, 'u');
  if (sentence === 0) return { ...article, title: article.title.replace(whole, '') };
  const { text = '' } = readArticle(article, compiled).sentences[sentence] ?? {};
  return { ...article, summary: article.summary.replace(text, words === null ? '' : text.replace(whole, '')) };
}

/** By place rather than by word: the text in front of it is still as it was. */
function cutOut(article: Article, sentence: number, start: number, end: number): Article {
  const { text = '' } = readArticle(article, compiled).sentences[sentence] ?? {};
  const written = text.slice(0, start) + text.slice(end);
  return sentence === 0
    ? { ...article, title: article.title.replace(text, written) }
    : { ...article, summary: article.summary.replace(text, written) };
}

test('what lessons held back is explained by their reason, and by what it would be without them', () => {
  const by = { id: '1', name: 'Amal' };
  const notices = [0, 7, 14].map((days) => {
    const at = monday + days * 24 * hourMs;
    return told('balad', struck.title, struck.summary, { id: `notice-${days}`, publishedAt: at, seenAt: at });
  });
  const labels = notices.map((article) => {
    const { incident } = assign(emptyIndex(compiled), article, extract(article, compiled), article.publishedAt);
    assert.ok(incident);
    const says = { what: 'false-alarm', reason: 'exercise' } as const;
    return labelOf({ says, incident, server: 'home', by, at: article.publishedAt, isTeaching: true });
  });
  const at = monday + 21 * 24 * hourMs;
  const article = told('balad', struck.title, struck.summary, { id: 'notice', publishedAt: at, seenAt: at });
  const index = withLessons(emptyIndex(compiled), lessonsOf(labels));
  const { verdict, otherwise } = explain({ article, compiled, index, now: at, listening: config });
  assert.equal(verdict.decision, 'background');
  assert.match(verdict.reasons.find(({ code }) => code === 'taught')?.text ?? '', /^analysts called what is like it/u);
  const without = otherwise.find(({ change }) => change.kind === 'untaught');
  assert.match(without?.text ?? '', /^Had analysts taught nothing, it would have been new/u);
});
