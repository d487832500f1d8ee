import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Desk, DeskReply, Form } from '../../../src/ports.ts';
import { recordDesk } from '../../support/discord/desk.ts';
import type { Injected } from '../../support/discord/interactions.ts';
import { aCardView, aHostileSummary, hostile } from '../../support/discord/views.ts';
import { until } from '../../support/until.ts';
import { startBot, startStandIn } from './bot.ts';

const answered = (injected: Injected) => until('it is answered', () => injected.repliedAt !== null);
const acknowledged = (injected: Injected) => until('it is acknowledged', () => injected.callback !== null);

const controls: DeskReply['controls'] = [
  [
    { kind: 'button', does: 'watches:save:d1', label: 'Save', look: 'good' },
    { kind: 'button', does: 'watches:edit:d1', label: 'Edit', look: 'plain', opensForm: true },
    { kind: 'button', does: 'watches:off:d1', label: 'Off', look: 'danger', isDisabled: true },
    { kind: 'link', label: 'Source', url: 'https://news.example/' },
  ],
  [
    {
      kind: 'choice',
      does: 'watches:floor:d1',
      placeholder: 'From which severity on',
      options: [
        { label: 'High', value: 'high', isChosen: true },
        { label: 'Low', value: 'low', about: 'nearly everything' },
      ],
      min: 1,
      max: 1,
    },
  ],
  [{ kind: 'channel', does: 'setup:channel', placeholder: 'Channel', chosen: ['900000000000000002'], min: 1, max: 1 }],
  [{ kind: 'role', does: 'setup:role', placeholder: 'Role', chosen: [], min: 0, max: 3 }],
];
const form: Form = {
  does: 'watches:edit:d1',
  title: 'The watch',
  fields: [
    { id: 'name', label: 'Name', value: 'Bases', placeholder: '', isLong: false, isRequired: true, lengthMax: 40 },
    {
      id: 'query',
      label: 'Query',
      value: '',
      placeholder: 'drone* AND …',
      isLong: true,
      isRequired: false,
      lengthMax: 500,
    },
  ],
};
/** A desk whose `/status` has controls below it, and whose form is the one above. */
function deskWithControls(said: Partial<Desk> = {}) {
  const desk = recordDesk((what) => ({ ok: true, text: `done: ${what}`, controls: controls ?? [] }));
  return { ...desk, form: async () => form, ...said };
}

test('what is pressed or chosen below an answer is answered in its place', async () => {
  const standIn = await startStandIn();
  const desk = deskWithControls();
  await startBot(standIn, desk);
  const first = standIn.ask({ kind: 'command', name: 'status' });
  await answered(first);
  const pressed = standIn.press(first, 'Save');
  await answered(pressed);
  assert.equal(pressed.callback?.type, 6);
  assert.equal(pressed.original, first.original);
  assert.equal(standIn.answerOf(first).content, 'done: control');
  const chosen = standIn.choose(pressed, 'watches:floor:d1', ['low']);
  await answered(chosen);
  await answered(standIn.choose(chosen, 'setup:channel', ['900000000000000002']));
  await answered(standIn.choose(chosen, 'setup:role', []));
  assert.deepEqual(
    desk.calls.slice(1).map(({ request }) => {
      const { does, values } = request as Parameters<Desk['control']>[0];
      return [does, values];
    }),
    [
      ['watches:save:d1', []],
      ['watches:floor:d1', ['low']],
      ['setup:channel', ['900000000000000002']],
      ['setup:role', []],
    ],
  );
  assert.deepEqual(standIn.problems, []);
});

test('a later answer leaves nothing of the one in whose place it stands', async () => {
  const standIn = await startStandIn();
  const rich: DeskReply = {
    ok: true,
    text: 'Here it is.',
    controls: controls ?? [],
    parts: [{ heading: 'More', lines: ['a line'] }],
    files: [{ name: 'incidents (1).csv', content: Buffer.from('id,title\n') }],
  };
  await startBot(standIn, { ...recordDesk(() => rich), control: async () => ({ ok: true, text: 'Gone.' }) });
  const first = standIn.ask({ kind: 'command', name: 'status' });
  await answered(first);
  const { attachments, embeds } = standIn.answerOf(first);
  assert.equal(attachments[0]?.filename, 'incidents-1-.csv');
  assert.equal(Buffer.from(attachments[0]?.bytes ?? []).toString(), 'id,title\n');
  assert.equal(embeds.length, 1);
  await answered(standIn.press(first, 'Save'));
  const { id: _id, isEphemeral, ...left } = standIn.answerOf(first);
  assert.deepEqual(left, { content: 'Gone.', embeds: [], components: [], attachments: [] });
  assert.equal(isEphemeral, true);
  assert.deepEqual(standIn.problems, []);
});

test('below a message that others see, the presser gets an answer of their own', async () => {
  const standIn = await startStandIn();
  const desk = deskWithControls();
  const { discord } = await startBot(standIn, desk);
  await discord.messenger.postCard(standIn.channel, aCardView());
  const card = standIn.messagesIn(standIn.channel)[0];
  assert.ok(card);
  const asked = standIn.ask({ kind: 'button', message: card.id, customId: 'v1:do:incidents:page:2' });
  await answered(asked);
  assert.equal(asked.callback?.type, 5);
  assert.equal(standIn.answerOf(asked).isEphemeral, true);
  assert.equal(card.edits, 0);
});

test('a form is opened by a button, and what is filled in reaches the desk', async () => {
  const standIn = await startStandIn();
  const desk = deskWithControls();
  await startBot(standIn, desk);
  const first = standIn.ask({ kind: 'command', name: 'status' });
  await answered(first);
  const opened = standIn.press(first, 'Edit');
  await acknowledged(opened);
  assert.equal(opened.callback?.type, 9);
  assert.deepEqual(
    opened.callback?.modal?.components.map(({ label, component }) => [label, component.value, component.max_length]),
    [
      ['Name', 'Bases', 40],
      ['Query', undefined, 500],
    ],
  );
  const filled = standIn.fill(opened, { query: 'drone*' });
  await answered(filled);
  assert.equal(filled.callback?.type, 6);
  assert.equal(standIn.answerOf(first).content, 'done: submit');
  const call = desk.calls.at(-1)?.request as Parameters<Desk['submit']>[0];
  assert.equal(call.does, 'watches:edit:d1');
  assert.deepEqual(
    [...call.fields],
    [
      ['name', 'Bases'],
      ['query', 'drone*'],
    ],
  );
  assert.deepEqual(standIn.problems, []);
});

test('a form that is refused, fails, or is not ready in time is answered with a sentence, and its answer stays', async () => {
  const standIn = await startStandIn();
  const never = new Promise<never>(() => {});
  const cases: readonly (readonly [Desk['form'], RegExp])[] = [
    [async () => ({ ok: false, text: 'Only responders.', controls: controls ?? [] }), /Only responders/],
    [() => Promise.reject(new Error('the store is away')), /error on our side/],
    [async () => ({ ...form, fields: [] }), /error on our side/],
    [() => never, /in time/],
  ];
  let at = 0;
  const desk = deskWithControls({ form: (request) => cases[at]?.[0](request) ?? never });
  await startBot(standIn, desk);
  const first = standIn.ask({ kind: 'command', name: 'status' });
  await answered(first);
  for (const [, sentence] of cases) {
    const refused = standIn.press(first, 'Edit');
    await answered(refused);
    assert.equal(refused.callback?.type, 4);
    assert.match(refused.reply ?? '', sentence);
    assert.equal(standIn.answerOf(refused).isEphemeral, true);
    assert.equal(standIn.answerOf(first).content, 'done: status');
    at += 1;
  }
  assert.deepEqual(standIn.problems, []);
});

test('buttons and forms of an old version, and those of a test alert, say so', async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  const { discord } = await startBot(standIn, desk);
  await discord.messenger.postCard(standIn.channel, aCardView());
  const message = standIn.messagesIn(standIn.channel)[0]?.id ?? '';
  for (const [customId, sentence] of [
    ['v0:do:setup', /another version/],
    ['v1:inc:a:explode', /another version/],
    ['v1:test:acknowledge', /test alert/],
  ] as const) {
    const asked = standIn.ask({ kind: 'button', message, customId });
    await answered(asked);
    assert.match(asked.reply ?? '', sentence);
  }
  const filled = standIn.ask({ kind: 'modal', customId: 'v0:form:x', fields: { a: 'b' }, message: null });
  await answered(filled);
  assert.match(filled.reply ?? '', /another version/);
  const unknown = standIn.ask({ kind: 'command', name: 'of-the-day-before' });
  await answered(unknown);
  assert.match(unknown.reply ?? '', /not known here/);
  assert.deepEqual(desk.calls, []);
});

test('in direct messages everything is answered with a sentence, in the language of the asker', async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  await startBot(standIn, desk);
  for (const asked of [
    { kind: 'command', name: 'status' },
    { kind: 'modal', customId: 'v1:form:x', fields: {}, message: null },
  ] as const) {
    const english = standIn.ask(asked, { isDirect: true });
    const arabic = standIn.ask(asked, { isDirect: true, locale: 'ar' });
    await answered(english);
    await answered(arabic);
    assert.match(english.reply ?? '', /in a server/);
    assert.match(arabic.reply ?? '', /خادم/);
  }
  const typing = standIn.ask(
    { kind: 'autocomplete', name: 'unsubscribe', focused: 'watch', options: { watch: 'b' } },
    { isDirect: true },
  );
  await acknowledged(typing);
  assert.deepEqual(typing.callback?.choices, []);
  assert.deepEqual(desk.calls, []);
});

test("the desk is told the asker's language; English stands in for those that are not spoken", async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  await startBot(standIn, desk);
  for (const [locale, language] of [
    ['ar', 'ar'],
    ['en-GB', 'en'],
    ['fr', 'en'],
  ] as const) {
    await answered(standIn.ask({ kind: 'command', name: 'status' }, { locale }));
    assert.partialDeepStrictEqual(desk.calls.at(-1)?.request, { locale, language });
  }
});

test('who types is offered nothing rather than something late', async () => {
  const standIn = await startStandIn();
  const desk = { ...recordDesk(), completeWatch: () => new Promise<never>(() => {}) };
  await startBot(standIn, desk);
  const typing = standIn.ask({ kind: 'autocomplete', name: 'unsubscribe', focused: 'watch', options: { watch: 'b' } });
  await acknowledged(typing);
  assert.deepEqual(typing.callback?.choices, []);
});

test('more at once than can be answered is told to come back, and changes nothing', async () => {
  const standIn = await startStandIn();
  let go = () => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const desk = recordDesk(async () => {
    await gate;
    return { ok: true, text: 'done' };
  });
  await startBot(standIn, desk);
  const all = Array.from({ length: 210 }, () => standIn.ask({ kind: 'command', name: 'status' }));
  await until(
    'the last ones are sent back',
    () => all.filter(({ reply }) => /Too much/.test(reply ?? '')).length === 10,
  );
  go();
  await until('the others are answered', () => all.every(({ reply }) => reply !== null && reply !== ''));
  assert.equal(desk.calls.length, 200);
});

test('five examples stand below an answer, marked and without buttons; where they are long it says that they are shortened', async () => {
  const standIn = await startStandIn();
  const views = [aCardView(), ...Array.from({ length: 4 }, () => aCardView({ summary: aHostileSummary(20) }))];
  await startBot(
    standIn,
    recordDesk(() => ({
      ok: true,
      text: 'As they would look.',
      cards: views,
      parts: [{ heading: 'Found', lines: ['5'] }],
    })),
  );
  const asked = standIn.ask({ kind: 'command', name: 'status' });
  await answered(asked);
  const { embeds, components, content } = standIn.answerOf(asked);
  assert.equal(embeds.length, 6);
  for (const embed of embeds.slice(1)) assert.match(`${embed.title} ${embed.footer?.text}`, /example/i);
  assert.deepEqual(components, []);
  assert.match(content, /shortened/);
  assert.deepEqual(standIn.problems, []);
});

test('files that are too large are named in place of being sent', async () => {
  const standIn = await startStandIn();
  const files = [
    { name: 'large.json', content: new Uint8Array(9 * 1024 * 1024) },
    { name: 'small.csv', content: Buffer.from('a') },
  ];
  await startBot(
    standIn,
    recordDesk(() => ({ ok: true, text: 'Exported.', files })),
  );
  const asked = standIn.ask({ kind: 'command', name: 'status' });
  await answered(asked);
  assert.deepEqual(
    standIn.answerOf(asked).attachments.map(({ filename }) => filename),
    ['small.csv'],
  );
  assert.match(standIn.answerOf(asked).content, /Too large to be sent: large\.json/);
});

test('controls of any text and number are never refused', async () => {
  const standIn = await startStandIn();
  const long = `${hostile} `.repeat(20);
  const many: DeskReply['controls'] = [
    Array.from({ length: 7 }, (_, at) => ({
      kind: 'button' as const,
      does: `a:b:${at % 6}`,
      label: at === 0 ? '' : long,
      look: 'plain' as const,
    })),
    [{ kind: 'button', does: 'x'.repeat(200), label: 'too long', look: 'main' }],
    [{ kind: 'link', label: long, url: 'javascript:alert(1)' }],
    [{ kind: 'choice', does: 'a:none', placeholder: '', options: [], min: 1, max: 1 }],
    [
      {
        kind: 'choice',
        does: 'a:many',
        placeholder: long,
        options: Array.from({ length: 40 }, (_, at) => ({
          label: long,
          value: `${at % 30}`,
          about: long,
          isChosen: true,
        })),
        min: 9,
        max: 3,
      },
    ],
    [{ kind: 'role', does: 'a:role', placeholder: long, chosen: ['everyone', '900000000000000009'], min: 2, max: 99 }],
    [{ kind: 'channel', does: 'a:1', placeholder: 'c', chosen: [], min: 0, max: 1 }],
    [{ kind: 'channel', does: 'a:2', placeholder: 'c', chosen: [], min: 0, max: 1 }],
  ];
  await startBot(
    standIn,
    recordDesk(() => ({ ok: true, text: '', controls: many })),
  );
  const asked = standIn.ask({ kind: 'command', name: 'status' });
  await answered(asked);
  assert.deepEqual(standIn.problems, []);
  assert.equal(standIn.answerOf(asked).components.length, 5);
});

test('an answer that Discord refuses is confessed', async () => {
  const standIn = await startStandIn();
  standIn.faults.plan('PATCH', /@original$/u, { kind: 'status', status: 400, code: 50035 });
  const { log } = await startBot(standIn, recordDesk());
  const asked = standIn.ask({ kind: 'command', name: 'status' });
  await until('the confession is there', () => /did not take the answer/.test(asked.reply ?? ''));
  await until('it is noted', () => log.lines.some(({ message }) => message === 'discord interaction failed'));
});

test('answers wait for no limit of posts: many at once are not parted by seconds', async () => {
  const standIn = await startStandIn();
  await startBot(standIn, recordDesk());
  const startedAt = performance.now();
  const presses = Array.from({ length: 190 }, () => standIn.ask({ kind: 'command', name: 'status' }));
  await until('all are answered', () => presses.every(({ repliedAt }) => repliedAt !== null));
  // By the limit of fifty requests a second the last would wait for four.
  assert.ok(performance.now() - startedAt < 3_000, `it took ${performance.now() - startedAt} ms`);
});
