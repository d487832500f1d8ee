/** Queries as people write them, and the texts that they are held against. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pointAt, queryLengthMax } from '../../../src/pipeline/query/mistake.ts';
import { queriesOfPlain } from '../../../src/pipeline/query/plain.ts';
import { vocabularyOf } from '../../../src/pipeline/query/vocabulary.ts';
import { writeQuery } from '../../../src/pipeline/query/write.ts';
import { parseQuery } from '../../../src/pipeline/query.ts';
import { querySpeech } from '../../../src/pipeline/speech/query.ts';
import { watched } from '../../../src/pipeline/watch/watched.ts';
import { satisfaction } from '../../../src/pipeline/watch.ts';
import { aWatch } from '../../jobs/support/builders.ts';
import { anArticle, anIncident } from '../builders.ts';
import { shipped } from './pack.ts';
import { type Target, target } from './target.ts';
import { hostileText, trapNames } from './texts.ts';

const parts = [
  ...[
    'AND',
    'OR',
    'NOT',
    'NEAR',
    'NEAR/5',
    'NEAR/99',
    'near',
    '&&',
    '||',
    '!',
    '(',
    ')',
    '"',
    '“',
    '”',
    '«',
    '»',
    '=',
    '*',
    'a*',
  ],
  ...[
    'rocket',
    'rockets',
    'strike',
    'هجوم',
    'الهجوم',
    'پهپاد',
    'می‌شود',
    'U.S.',
    "Iran's",
    'C-RAM',
    '="',
    '/x/',
    '-x',
    '+x',
  ],
  ...[
    'actor:',
    'place:baghdad',
    'type:',
    'side:iran',
    'lang:ar',
    'outlet:x',
    'tier:1',
    'severity>=high',
    'killed>2',
    'killed:',
    ':',
    '>',
    '<=',
  ],
  ...trapNames.map((name) => `actor:${name}`),
];
const queries = [
  'rocket AND (embassy OR "green zone") NOT exercise',
  '="Ain al-Asad" NEAR/5 (attack* OR strike)',
  'actor:kataib-hezbollah killed>=2 lang:ar',
  'هجوم AND (بغداد OR "عين الأسد")',
  'NOT (a OR NOT b) NEAR',
  'place:"baghdad" severity>=high side:us',
];

const queryTarget = target<string>(
  {
    name: 'queries',
    claim: 'understood or told what is wrong and where; what was understood is written as it is read again',
    guided: { corpus: () => queries, watched: ['src/pipeline/query', 'src/pipeline/watch'] },
  },
  () => {
    const { pack } = shipped();
    const vocabulary = vocabularyOf(pack);
    const seen = watched(anIncident(), anArticle({ content: queries.join('\n') }), pack);
    return {
      inputs: fc.oneof(
        { weight: 4, arbitrary: hostileText(...parts) },
        { weight: 1, arbitrary: fc.constantFrom(...queries) },
      ),
      fromBytes: (bytes) => Buffer.from(bytes).toString('utf8'),
      check(text) {
        const read = parseQuery(text, vocabulary);
        if (!read.ok) {
          const { at, length, problem } = read.mistake;
          assert.ok(at >= 0 && length >= 0 && at + length <= text.length, `${at}+${length} of ${text.length}`);
          for (const speech of [querySpeech.en, querySpeech.ar])
            assert.ok(speech.problem(problem).length < 1_500, 'a sentence without end');
          assert.ok(pointAt(text, read.mistake).every((line) => !/[\n\r]/.test(line)));
        } else {
          const written = writeQuery(read.query);
          const again = parseQuery(written, vocabulary);
          if (written.length <= queryLengthMax) assert.deepEqual(again, read, `written as ${written}`);
        }
        satisfaction(aWatch({ keywords: [text] }), seen);
        const plain = queriesOfPlain([text]);
        assert.deepEqual(queriesOfPlain(plain).length, plain.length);
      },
    };
  },
);

export const queryTargets: readonly Target[] = [queryTarget];
