import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Audience } from '../../../src/jobs/audience.ts';
import { warningOfUnread } from '../../../src/jobs/match/unread.ts';
import { aPack } from '../../support/builders.ts';
import { aWatch, quiet } from '../support/builders.ts';

test('a stored keyword that cannot be read is warned of once, with its place, however often the audience is read', async () => {
  const warned: unknown[] = [];
  const log = { ...quiet, warn: (_: string, fields: unknown) => void warned.push(fields) };
  let audience: Audience = { watches: [aWatch({ keywords: ['rocket', 'drone ('] })], subscriptions: [] };
  const read = warningOfUnread({ pack: aPack(), log }, async () => audience);
  assert.equal(await read(), audience);
  await read();
  audience = { ...audience, watches: [...audience.watches, aWatch({ id: 'other', keywords: ['fine'] })] };
  await read();
  assert.deepEqual(warned, [
    {
      watch: 'everything',
      keyword: 'drone («»',
      problem: 'Something is missing after “(”: a word, a phrase, a field or a parenthesis.',
    },
  ]);
});
