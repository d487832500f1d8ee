/** Hand-overs within Discord's limits, whatever news and people wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import { letterBody, nonceOf } from '../../../src/adapters/discord/message.ts';
import {
  alertStates,
  type Handover,
  type HandoverAlert,
  type Language,
  type Presser,
  severities,
} from '../../../src/model.ts';
import { renderLetter } from '../../../src/pipeline/render/letter.ts';
import type { LetterView } from '../../../src/ports.ts';
import { aPack, noon } from '../../support/builders.ts';
import { loadBodyCheck } from '../../support/discord/openapi.ts';
import { readMessage } from '../../support/discord/rules.ts';
import { startDiscord } from '../../support/discord/server.ts';
import { hostile, recordLog } from '../../support/discord/views.ts';

const check = loadBodyCheck();
const id = '900000000000000005';
const anyText = fc.oneof(fc.constant(hostile), fc.string({ maxLength: 300 }), fc.constant(`${hostile} `.repeat(20)));
const anyPerson: fc.Arbitrary<Presser | null> = fc.option(
  fc.record({ id: fc.constantFrom('900000000000000006', '900000000000000007', 'not-an-id'), name: anyText }),
);
const anyAlert: fc.Arbitrary<HandoverAlert> = fc.record({
  incident: fc.constant('i-article-1'),
  title: anyText,
  severity: fc.constantFrom(...severities),
  state: fc.constantFrom(...alertStates),
  openedAt: fc.constant(noon),
  message: fc.option(fc.constant({ server: id, channel: id, id })),
  changedAt: fc.constant(noon),
  changedBy: anyPerson,
  assignee: anyPerson,
  snoozedUntil: fc.option(fc.constant(noon)),
});
const anyList = fc.record({ count: fc.nat({ max: 5_000 }), alerts: fc.array(anyAlert, { maxLength: 50 }) });
const anyHandover: fc.Arbitrary<Handover> = fc.record({
  rota: fc.option(anyText),
  timeZone: fc.constantFrom('UTC', 'Asia/Baghdad'),
  goes: anyPerson,
  comes: anyPerson,
  since: fc.constant(noon - 1_000),
  at: fc.constant(noon),
  open: anyList,
  taken: anyList,
  changed: anyList,
  snoozes: anyList,
  largest: fc.array(anyAlert, { maxLength: 5 }),
  silences: fc.array(
    fc.record({
      id: fc.constant('s1'),
      by: fc.record({ id: fc.constant(id), name: anyText }),
      why: anyText,
      to: fc.constant(noon),
      hidden: fc.nat({ max: 500 }),
    }),
    { maxLength: 20 },
  ),
  feedsDown: fc.record({
    count: fc.nat({ max: 500 }),
    feeds: fc.array(
      fc.record({
        feed: anyText,
        since: fc.option(fc.constant(noon)),
        condition: fc.constant('failing' as const),
        problem: fc.option(anyText),
      }),
      {
        maxLength: 30,
      },
    ),
  }),
  coverage: fc.array(
    fc.record({
      value: fc.constantFrom('all', 'ar', 'iran'),
      outlets: fc.nat(),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    {
      maxLength: 12,
    },
  ),
  gaps: fc.array(fc.constant({ from: noon, to: noon + 1_000 }), { maxLength: 20 }),
  auditHead: fc.option(fc.constant({ number: 7, hash: '0123456789abcdef' })),
});

function viewOf(handover: Handover, language: Language): LetterView {
  const body = { kind: 'handover', handover } as const;
  const letter = { id: 'l', server: '1', channel: '2', language, body, createdAt: noon };
  const { chart: _, ...view } = renderLetter(letter, 'abcdefghijkl', aPack(), noon);
  return { ...view, image: null };
}
const isId = (user: string): boolean => /^\d{5,20}$/u.test(user);

test('a hand-over of whatever size and wording keeps to every rule of Discord, and pings who goes and who comes alone', () => {
  fc.assert(
    fc.property(anyHandover, fc.constantFrom<Language>('en', 'ar', 'fa'), (handover, language) => {
      const view = viewOf(handover, language);
      const body = { ...letterBody(view), nonce: nonceOf(view.reference), enforce_nonce: true };
      assert.deepEqual(readMessage(body, 'create').problems, []);
      assert.deepEqual(check?.('POST', `/channels/${id}/messages`, body) ?? [], []);
      const users = [handover.goes, handover.comes].flatMap((each) => each?.id ?? []).filter(isId);
      assert.deepEqual(body.allowed_mentions.users ?? [], [...new Set(users)]);
      const { attachments: __, ...shown } = body;
      const bare = JSON.stringify(shown).replace(/<@90000000000000000[67]>/gu, '');
      assert.doesNotMatch(bare, /@everyone|<@|<#|<\/say|[\u202e\u2066\u200b]/u);
    }),
    { numRuns: 40 },
  );
});

test('its file holds one table row an alert, whatever the titles hold, and no markup of theirs', () => {
  fc.assert(
    fc.property(anyHandover, fc.constantFrom<Language>('en', 'ar'), (handover, language) => {
      const { file } = viewOf(handover, language);
      const text = new TextDecoder().decode(file?.content);
      const rows = text.split('\n').filter((line) => line.startsWith('|'));
      const { open, taken, changed, snoozes, largest } = handover;
      const lists = [open.alerts, taken.alerts, changed.alerts, snoozes.alerts, largest].filter(
        ({ length }) => length > 0,
      );
      assert.equal(
        rows.length,
        lists.reduce((sum, { length }) => sum + length + 2, 0),
      );
      for (const row of rows) assert.equal(row.replaceAll('\\\\', '').match(/(?<!\\)\|/gu)?.length, 7, row);
      const foreign = text.replaceAll(`](https://discord.com/channels/${id}/${id}/${id})`, '');
      assert.doesNotMatch(foreign, /\]\(|(?<!\\)<|(?<!\\)!\[|@everyone|https?:\/\//u);
      assert.ok(file !== null && file !== undefined && file.content.length < 1_048_576);
    }),
    { numRuns: 40 },
  );
});

test('it is posted with its file and found again by its reference', async () => {
  const standIn = await startDiscord();
  const rememberCommands = { load: async () => null, save: async () => {} };
  const access = { token: standIn.token, apiUrl: standIn.apiUrl, log: recordLog(), rememberCommands };
  const discord = await openDiscord(access);
  try {
    const [handover] = fc.sample(anyHandover, { numRuns: 1, seed: 7 });
    assert.ok(handover !== undefined);
    const goes = { id: '900000000000000006', name: 'Sam' };
    const view = viewOf({ ...handover, goes, comes: null }, 'en');
    assert.equal((await discord.messenger.postLetter(standIn.channel, view)).status, 'accepted');
    assert.deepEqual(standIn.problems, []);
    const [message] = standIn.messagesIn(standIn.channel);
    const [file] = message?.attachments ?? [];
    assert.equal(file?.filename, 'handover-2020-04-01T12-00.md');
    assert.match(new TextDecoder().decode(file?.bytes), /^# Hand-over/u);
    assert.match(message?.content ?? '', /^<@900000000000000006> Hand-over/u);
    const found = await discord.messenger.findByReference(standIn.channel, 'abcdefghijkl', Date.now() - 60_000);
    assert.equal(found.status, 'accepted');
  } finally {
    await discord.close();
    await standIn.close();
  }
});
