import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { Desk, DeskReply } from '../../../src/ports.ts';
import { aWatch } from '../support/builders.ts';
import { addKeyword, away, by, desk, pressBelow, refusedWith, setUp, store, told } from './world.ts';

setUp();

const keyword = (change: 'remove' | 'list' | 'add', word: string | null, watch: string | null = null, own = desk()) =>
  own.keyword({ ...by('Amal'), change, keyword: word, watch });
const linesOf = (reply: DeskReply) => (reply.parts ?? []).flatMap(({ lines }) => lines.map(plainLine));
const entry = { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' };

test("keywords without a watch named are the channel's own, told there until the last is gone", async () => {
  assert.match((await keyword('list', null)).text, /no keywords/);
  assert.match(
    (await addKeyword(by('Amal'), ' Camp Taji ')).text,
    /“Camp Taji” is now looked for .* This channel is told/,
  );
  await addKeyword(by('Amal'), 'بغداد');
  refusedWith(await addKeyword(by('Amal'), 'camp taji'), /already/);
  refusedWith(await addKeyword(by('Amal'), '!!!'), /no word here/);
  refusedWith(await addKeyword(by('Amal'), 'x'.repeat(501)), /500 characters/);
  refusedWith(await addKeyword(by('Amal'), 'word '.repeat(17)), /16 words/);
  refusedWith(await keyword('remove', 'Basra'), /not a keyword/);
  assert.deepEqual(linesOf(await keyword('list', null)), ['"camp taji"', 'بغداد']);
  const [watch] = await store.watches();
  assert.deepEqual([watch?.server, watch?.origin, watch?.keywords], ['home', 'command', ['Camp Taji', 'بغداد']]);
  assert.equal((await store.subscriptions()).length, 1);
  await keyword('remove', 'CAMP TAJI');
  assert.match((await keyword('remove', 'بغداد')).text, /It was the last/);
  assert.deepEqual(await store.subscriptions(), []);
});

test('a keyword is removed as it was written or as the list shows it', async () => {
  await addKeyword(by('Amal'), 'Camp Taji');
  await addKeyword(by('Amal'), 'R&D');
  for (const shown of linesOf(await keyword('list', null))) assert.equal((await keyword('remove', shown)).ok, true);
  assert.deepEqual((await store.watches())[0]?.keywords, []);
});

test('a keyword is tried before it is saved, and until then nothing is', async () => {
  await told();
  const reply = await keyword('add', 'taji');
  assert.match(reply.text, /^“taji” for “this channel's keywords”: tried, nothing is saved yet\./);
  assert.match(reply.text, /would have sent 1 alert in 1 day/);
  assert.equal(reply.cards?.[0]?.summary.title, 'Rockets hit Camp Taji');
  assert.deepEqual(await store.watches(), []);
  const saved = await pressBelow(reply, 'save', by('Amal'));
  assert.equal(saved.ok, true);
  assert.deepEqual((await store.watches())[0]?.keywords, ['taji']);
});

test('what a keyword adds to those that stand is said', async () => {
  await told();
  await addKeyword(by('Amal'), 'baghdad');
  const reply = await keyword('add', 'taji');
  const beside = reply.parts?.find(({ heading }) => heading.startsWith('Beside'));
  assert.equal(beside?.heading, "Beside “this channel's keywords” as it is: 0 alerts");
  assert.deepEqual(beside?.lines, ['adds 1', '+ Rockets hit Camp Taji', 'takes 0 away']);
});

test('a mistake is shown where it is, and what was typed is kept for the form', async () => {
  const reply = await keyword('add', 'drone AND (rocket');
  refusedWith(reply, /parenthesis is never closed\.\ndrone AND «\(»rocket/);
  const form = await openBelow(reply, 'edit');
  assert.deepEqual(
    form.fields.map(({ id, value }) => [id, value]),
    [['queries', 'drone AND (rocket']],
  );
  const fields = new Map([['queries', 'drone AND rocket']]);
  const tried = await desk().submit({ ...by('Amal'), does: form.does, fields });
  assert.match(tried.text, /“drone AND rocket” for/);
  assert.equal((await pressBelow(tried, 'save', by('Amal'))).ok, true);
  assert.deepEqual((await store.watches())[0]?.keywords, ['drone AND rocket']);
});

async function openBelow(reply: DeskReply, verb: string, own: Desk = desk()) {
  const control = (reply.controls ?? []).flat().find((each) => 'does' in each && each.does.split(':')[1] === verb);
  assert.ok(control !== undefined && 'does' in control);
  const form = await own.form({ ...by('Amal'), does: control.does });
  assert.ok('fields' in form);
  return form;
}

test('keywords that are tried side by side and saved at once are all kept', async () => {
  const words = ['one', 'two', 'three', 'four', 'five'];
  const replies: DeskReply[] = [];
  for (const word of words) replies.push(await keyword('add', word));
  const [here, there] = [desk(), desk()]; // as two processes would
  await Promise.all(replies.map((reply, at) => pressBelow(reply, 'save', by('Amal'), at % 2 === 0 ? here : there)));
  assert.deepEqual((await store.watches())[0]?.keywords.toSorted(), words.toSorted());
});

test('a watch has a limit of keywords', async () => {
  const keywords = Array.from({ length: 100 }, (_, at) => `w${at}`);
  await store.saveWatch(aWatch({ id: 'own', server: 'home', origin: 'command', keywords }), entry);
  refusedWith(await addKeyword(by('Amal'), 'more', 'own'), /at most 100/);
});

test('a long list is shown as far as it fits, with the number of the rest', async () => {
  const keywords = Array.from({ length: 100 }, (_, at) => `${'k'.repeat(70)}${at}`);
  const filed = { watches: [aWatch({ id: 'long', keywords })], subscriptions: [] };
  const reply = await keyword('list', null, 'long', desk({ filed }));
  assert.ok(reply.text.length <= 2_000);
  assert.equal(linesOf(reply).at(-1), 'and 60 more');
});

test('the keywords of the configuration are read-only, and can be tried', async () => {
  const there = /stands in the configuration/;
  refusedWith(await keyword('add', 'x', 'raids'), there);
  refusedWith(await keyword('remove', 'raid', 'raids'), there);
  assert.deepEqual(linesOf(await keyword('list', null, 'raids')), ['raid']);
  await told();
  const tried = await desk().keyword({ ...by('Amal'), change: 'test', keyword: 'taji', watch: 'raids' });
  assert.match(tried.text, there);
  assert.match(tried.text, /would have sent 1 alert/);
  assert.ok(!(tried.controls ?? []).flat().some((each) => 'does' in each && each.does.startsWith('watches:save')));
});

test('keywords open no more subscriptions and watches than a server may have', async () => {
  const add = (channel: string) => addKeyword(by('Amal', { channel }), 'Basra');
  for (let at = 0; at < 100; at += 1) assert.equal((await add(`thread-${at}`)).ok, true);
  refusedWith(await add('thread-100'), /A server can have 100/);
  assert.equal((await store.watches()).length, 100);
  assert.equal((await addKeyword(by('Zoe', away), 'Basra')).ok, true);
});
