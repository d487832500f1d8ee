import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { openPainter } from '../../../src/adapters/chart/painter.ts';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import { letterBody, nonceOf } from '../../../src/adapters/discord/message.ts';
import type { Language } from '../../../src/model.ts';
import { renderLetter } from '../../../src/pipeline/render/letter.ts';
import type { LetterView } from '../../../src/ports.ts';
import { aDigest, aPack, noon } from '../../support/builders.ts';
import { loadBodyCheck } from '../../support/discord/openapi.ts';
import { readMessage } from '../../support/discord/rules.ts';
import { startDiscord } from '../../support/discord/server.ts';
import { hostile, recordLog } from '../../support/discord/views.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
const check = loadBodyCheck();
const png = new Uint8Array([1, 2, 3]);
const image = { name: 'digest-week.png', png, alt: 'Incidents a day: 1' };
const role = '900000000000000009';

async function connect() {
  const standIn = await startDiscord();
  open.push(() => standIn.close());
  const rememberCommands = { load: async () => null, save: async () => {} };
  const access = { token: standIn.token, apiUrl: standIn.apiUrl, log: recordLog(), rememberCommands };
  const discord = await openDiscord(access);
  open.push(() => discord.close());
  return { standIn, messenger: discord.messenger };
}
function aLetter(over: Partial<LetterView> = {}): LetterView {
  return { text: 'A word', parts: [], card: null, image: null, pingRole: null, reference: 'abcdefghijkl', ...over };
}
function viewOf(body: Parameters<typeof renderLetter>[0]['body'], language: Language = 'en'): LetterView {
  const letter = { id: 'l', server: '1', channel: '2', language, body, createdAt: noon };
  const { chart, ...view } = renderLetter(letter, 'abcdefghijkl', aPack(), noon);
  return { ...view, image: chart === null ? null : { name: chart.name, png, alt: chart.alt } };
}

test('a digest comes with its chart as a file, and the chart with its figures as text', async () => {
  const { standIn, messenger } = await connect();
  const painter = openPainter();
  open.push(() => painter.close());
  const letter = {
    id: 'l',
    server: '1',
    channel: '2',
    language: 'ar' as const,
    body: { kind: 'digest' as const, digest: aDigest() },
    createdAt: noon,
  };
  const { chart, ...view } = renderLetter(letter, 'abcdefghijkl', aPack(), noon);
  assert.ok(chart !== null);
  const painted = { name: chart.name, png: await painter.paint(chart.svg), alt: chart.alt };
  const posted = await messenger.postLetter(standIn.channel, { ...view, image: painted });
  assert.equal(posted.status, 'accepted');
  assert.deepEqual(standIn.problems, []);
  const [message] = standIn.messagesIn(standIn.channel);
  const [file] = message?.attachments ?? [];
  assert.deepEqual([file?.filename, file?.description], ['digest-week.png', chart.alt]);
  assert.deepEqual(file?.bytes, new Uint8Array(painted.png));
  assert.match(message?.content ?? '', /^الموجز الأسبوعي – Everything\n/u);
});

test('a letter with a file whose answer was lost stands once, and is found by its reference', async () => {
  const { standIn, messenger } = await connect();
  standIn.faults.plan('POST', /messages$/u, { kind: 'accepted-then-dropped' });
  assert.equal((await messenger.postLetter(standIn.channel, aLetter({ image }))).status, 'unclear');
  const again = await messenger.postLetter(standIn.channel, aLetter({ image }));
  const messages = standIn.messagesIn(standIn.channel);
  assert.equal(messages.length, 1);
  assert.deepEqual(again, { status: 'accepted', messageId: messages[0]?.id });
  const found = await messenger.findByReference(standIn.channel, 'abcdefghijkl', Date.now() - 60_000);
  assert.deepEqual(found, again);
});

test('a test alert looks as a real one does, is marked as a test, pings its role, and is found by its reference', async () => {
  const { standIn, messenger } = await connect();
  await messenger.postLetter(standIn.channel, viewOf({ kind: 'test', pingRole: role }));
  const [message] = standIn.messagesIn(standIn.channel);
  assert.deepEqual(message?.pinged, [role]);
  assert.match(message?.embeds[0]?.title ?? '', /test/iu);
  assert.ok((message?.components.length ?? 0) > 0);
  assert.doesNotMatch(JSON.stringify(message?.components), /v1:inc:/u);
  const found = await messenger.findByReference(standIn.channel, 'abcdefghijkl', Date.now() - 60_000);
  assert.equal(found.status, 'accepted');
});

test('open alerts with titles of any honest length and links to their cards stand whole in a message', () => {
  const id = '1234567890123456789';
  const title = `${'Rockets hit the base '.repeat(4)}again`;
  const openAlert = { incident: 'i', title, severity: 'critical', state: 'acknowledged', openedAt: noon } as const;
  const open = Array.from({ length: 12 }, () => ({ ...openAlert, message: { server: id, channel: id, id } }));
  for (const language of ['en', 'ar', 'fa'] as const) {
    const [embed] = letterBody(viewOf({ kind: 'digest', digest: aDigest({ open, openCount: 12 }) }, language)).embeds;
    const values = (embed?.fields ?? []).map(({ value }) => value).join('\n');
    assert.equal(values.match(/\]\(https:\/\/discord\.com\/channels\//gu)?.length, 12);
    assert.doesNotMatch(values, /…/u);
  }
});

test('letters of hostile texts keep to every rule and ping nobody', () => {
  const names = Array.from({ length: 12 }, (_, place) => ({
    id: `unlisted:${hostile}${place}`,
    name: hostile,
    count: 9,
  }));
  const alert = { incident: 'i', severity: 'high', state: 'open', openedAt: noon, message: null } as const;
  for (const repeat of [1, 10, 100]) {
    const text = hostile.repeat(repeat);
    const openAlerts = Array.from({ length: 20 }, () => ({ ...alert, title: text }));
    const digest = aDigest({
      watchName: text,
      byType: names,
      byPlace: names,
      byActor: names,
      open: openAlerts,
      openCount: 99,
    });
    const views = (['en', 'ar', 'fa'] as const).map((language) => viewOf({ kind: 'digest', digest }, language));
    for (const view of [...views, viewOf({ kind: 'text', text }), aLetter({ image: { ...image, alt: text } })]) {
      const body = { ...letterBody(view), nonce: nonceOf(view.reference), enforce_nonce: true };
      assert.deepEqual(readMessage(body, 'create').problems, []);
      assert.deepEqual(check?.('POST', '/channels/900000000000000002/messages', body) ?? [], []);
      const { attachments: _, ...shown } = body;
      assert.doesNotMatch(JSON.stringify(shown), /@everyone|<@|<#|<\/say|[\u202e\u2066\u200b]/u);
      assert.deepEqual(body.allowed_mentions, { parse: [] });
    }
  }
});

test('a question to somebody names him so that it rings, with what he can press, whatever the names say', async () => {
  const { standIn, messenger } = await connect();
  const user = standIn.state.snowflake();
  const buttons = [
    { does: 'oncall:agree:d1', label: 'Agree', look: 'good' as const },
    { does: 'oncall:decline:d1', label: 'Decline', look: 'plain' as const },
  ];
  const view = viewOf({ kind: 'text', text: `${hostile} asks you to swap`, users: [user], buttons });
  assert.equal((await messenger.postLetter(standIn.channel, view)).status, 'accepted');
  assert.deepEqual(standIn.problems, []);
  const [message] = standIn.messagesIn(standIn.channel);
  assert.ok(message?.content.startsWith(`<@${user}> `));
  assert.match(JSON.stringify(message?.components), /"custom_id":"v1:do:oncall:agree:d1"/u);
});
