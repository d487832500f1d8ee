import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSilence } from '../support/builders.ts';
import { aLetter, aPage, opened, paged, places, send, setUp, store } from './page/world.ts';

setUp();

async function silence(): Promise<void> {
  const after = aSilence();
  const audit = { at: after.from, server: 'home', incident: null, who: after.by, action: 'silence', detail: after.id };
  assert.equal(await store.changeSilence({ before: null, after, audit }), 'committed');
}

test('a page that calls somebody is not sent any more once a silence is in force', async () => {
  await opened();
  await silence();
  await send(aLetter(aPage()));
  assert.deepEqual(places(), []);
  assert.deepEqual(await store.waitingLetters(Number.MAX_SAFE_INTEGER, 5), []);
  assert.ok(!paged.includes('thread sent'));
});

test('what is said to who has taken it is said in a silence too', async () => {
  await opened();
  await silence();
  await send(aLetter(aPage({ while: 'always' })));
  assert.equal(places().length, 1);
});
