import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandSetHash } from '../../../src/adapters/discord/commands.ts';
import { incidentButtonId, readCustomId } from '../../../src/adapters/discord/custom-id.ts';
import {
  cardBody,
  editBody,
  foldBody,
  nonceOf,
  noticeBody,
  partsEmbeds,
} from '../../../src/adapters/discord/message.ts';
import type { AlertState, Language, Severity } from '../../../src/model.ts';
import { alertStates, severities } from '../../../src/model.ts';
import { loadBodyCheck } from '../../support/discord/openapi.ts';
import { readMessage } from '../../support/discord/rules.ts';
import { aCardView, aHostileSummary, anAlert, aSummary, hostile } from '../../support/discord/views.ts';

const check = loadBodyCheck();
const messages = '/channels/900000000000000002/messages';
const states: readonly AlertState[] = alertStates;
const languages: readonly Language[] = ['en', 'ar', 'fa'];
const changedBy = { id: '1', name: hostile };

function assertValid(body: object): void {
  const whole = { ...body, nonce: nonceOf('reference'), enforce_nonce: true };
  assert.deepEqual(readMessage(whole, 'create').problems, []);
  assert.deepEqual(check?.('POST', messages, whole) ?? [], []);
}

test('the card of each state, severity and language keeps to every rule', () => {
  for (const state of states) {
    for (const language of languages) {
      for (const severity of severities) {
        assertValid(
          cardBody(aCardView({ summary: aSummary({ severity }), alert: anAlert({ state, changedBy }), language })),
        );
      }
    }
  }
});

test('hostile texts of any length neither mention nor break a limit', () => {
  for (const repeat of [1, 3, 20, 200]) {
    for (const language of languages) {
      const view = aCardView({ summary: aHostileSummary(repeat), alert: anAlert({ changedBy }), language });
      const body = cardBody(view);
      assertValid(body);
      const text = JSON.stringify(body);
      assert.doesNotMatch(text, /@everyone|<@|<#|<\/say|[\u202e\u2066\u200b]/u);
      // The one masked link that stands is ours.
      assert.doesNotMatch(text, /\]\(https:\/\/evil/u);
    }
  }
});

test('a card with the longest texts still says what, when and where', () => {
  const names = (cardBody(aCardView({ summary: aHostileSummary(200) })).embeds[0]?.fields ?? []).map(
    ({ name }) => name,
  );
  assert.deepEqual(names.slice(0, 2), ['First reported', 'Where']);
});

test('a role is named and may be pinged when the message pings, in no other case', () => {
  const role = '900000000000000009';
  const pinging = cardBody(aCardView({ pingRole: role }));
  assert.ok(pinging.content.startsWith(`<@&${role}> `));
  assert.deepEqual(pinging.allowed_mentions, { parse: [], roles: [role] });
  assert.deepEqual(cardBody(aCardView()).allowed_mentions, { parse: [] });
  assert.deepEqual(editBody(aCardView({ pingRole: role })).allowed_mentions, { parse: [] });
  assert.deepEqual(cardBody(aCardView({ pingRole: 'everyone' })).allowed_mentions, { parse: [] });
});

test("times are Discord's own, the colour is the severity's, and then the state's", () => {
  const embed = (severity: Severity, state: AlertState) =>
    cardBody(aCardView({ summary: aSummary({ severity }), alert: anAlert({ state, changedBy }) })).embeds[0];
  assert.match(JSON.stringify(embed('high', 'open')), /<t:\d+:f>.*<t:\d+:R>/u);
  const colours = [
    ...severities.map((severity) => embed(severity, 'open')),
    ...states.slice(1).map((state) => embed('high', state)),
  ];
  // A false alarm and a merged one are both put away for good.
  assert.equal(new Set(colours.map((one) => one?.color)).size, severities.length + 4);
});

test('the reference stands in the footer of a card and the last line of a notice', () => {
  assert.ok(cardBody(aCardView()).embeds[0]?.footer?.text.split(' · ').includes('wf-3kq9'));
  const notice = noticeBody({ text: `# now\n${hostile}`, pingRole: null, reference: 'wf-n1' });
  assert.equal(notice.content.split('\n').at(-1), '-# wf-n1');
  assertValid(notice);
});

test('a notice of any length keeps to the limit', () => {
  assertValid(noticeBody({ text: `${hostile}\n`.repeat(100), pingRole: null, reference: 'wf-n1' }));
});

test("the nonce is the reference's own", () => {
  assert.equal(nonceOf('a'), nonceOf('a'));
  assert.notEqual(nonceOf('a'), nonceOf('b'));
  assert.ok(nonceOf('a').length <= 25);
});

test('a button says all that a press needs', () => {
  assert.deepEqual(readCustomId(incidentButtonId('known:camp-taji', 'false-alarm') ?? ''), {
    kind: 'incident',
    incident: 'known:camp-taji',
    action: 'false-alarm',
  });
  assert.equal(incidentButtonId('x'.repeat(90), 'resolve'), null);
  for (const foreign of ['', 'v1:inc:', 'v1:inc::resolve', 'v2:inc:a:resolve', 'v1:inc:a:explode', 'other']) {
    assert.equal(readCustomId(foreign), null);
  }
});

test('a card whose incident has too long an id stands without buttons', () => {
  const body = cardBody(aCardView({ summary: aSummary({ incident: 'x'.repeat(120) }) }));
  assert.deepEqual(body.components, []);
  assertValid(body);
});

test('the hash of the command set changes with where it is put', () => {
  assert.equal(commandSetHash('1', []), commandSetHash('1', []));
  assert.notEqual(commandSetHash('1', []), commandSetHash('1', ['2']));
});

test('a line of an answer names a channel, links a message and keeps the rest literal', () => {
  const [embed] = partsEmbeds([
    {
      heading: 'Where',
      lines: [
        [
          { kind: 'text', text: 'Told *in* ' },
          { kind: 'channel', channel: '123456789012345678' },
          { kind: 'text', text: ': ' },
          { kind: 'message', text: 'the card', server: '11111', channel: '22222', message: '33333' },
        ],
        [{ kind: 'channel', channel: '@everyone' }],
      ],
    },
  ]);
  assert.equal(
    embed?.fields?.[0]?.value,
    'Told \\*in\\* <#123456789012345678>: [the card](https://discord.com/channels/11111/22222/33333)\n＠everyone',
  );
});

test('a summary keeps all its lines, links and all, whatever their titles hold, and pings nobody', () => {
  const hostile = `@everyone <@&123456789012345678> ${'*_~|>`#[](x)'.repeat(30)}`;
  const entries = Array.from({ length: 12 }, (_, at) => ({
    incident: `i-${at}`,
    title: hostile,
    severity: 'high' as const,
    state: 'acknowledged' as const,
    link: `https://news.example/${'x'.repeat(150)}/${at}`,
    message: null,
  }));
  const body = foldBody({ language: 'en', hour: 0, entries, total: 12, from: 0, reference: 'abcdefghijkl' });
  assertValid(body);
  const description = body.embeds[0]?.description ?? '';
  assert.equal(description.split('\n').length, 12);
  assert.ok(description.length <= 4096);
  for (const { link } of entries) assert.ok(description.includes(`](${link})`));
  assert.deepEqual(body.allowed_mentions, { parse: [] });
  assert.equal(body.embeds[0]?.footer?.text.split(' · ')[0], 'abcdefghijkl');
});

test('a notice that answers a message goes on where that message is gone', () => {
  const body = noticeBody({ text: 'More', pingRole: null, reference: 'abcdefghijkl', replyTo: '123' });
  assertValid(body);
  assert.deepEqual(body.message_reference, { message_id: '123', fail_if_not_exists: false });
});
