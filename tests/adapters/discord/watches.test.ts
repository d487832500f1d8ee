import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { Form } from '../../../src/ports.ts';
import { desk as realDesk, setUp, store } from '../../jobs/desk/world.ts';
import { aServer, commit } from '../../jobs/support/builders.ts';
import { anArticle, anIncident, aReport, noon } from '../../support/builders.ts';
import { recordDesk } from '../../support/discord/desk.ts';
import { until } from '../../support/until.ts';
import { startBot, startStandIn } from './bot.ts';

const form: Form = {
  does: 'watches:edit:d1',
  title: 'A new watch',
  fields: [
    { id: 'name', label: 'Name', value: '', placeholder: '', isLong: false, isRequired: true, lengthMax: 60 },
    { id: 'queries', label: 'Queries', value: '', placeholder: '', isLong: true, isRequired: true, lengthMax: 4000 },
  ],
};

const opens: readonly (readonly [command: string, options: Readonly<Record<string, string>>, does: string])[] = [
  ['add', {}, 'watches:new'],
  ['add', { name: 'Drones' }, 'watches:new'],
  ['edit', { watch: 'bases' }, 'watches:change:bases'],
  ['test', {}, 'watches:new'],
];
for (const [sub, options, does] of opens)
  test(`/watch ${sub} with ${Object.keys(options).join(', ') || 'nothing'} opens the form ${does}`, async () => {
    const standIn = await startStandIn();
    const asked: string[] = [];
    const desk = recordDesk();
    await startBot(standIn, {
      ...desk,
      form: async (request) => {
        asked.push(request.does);
        return form;
      },
    });
    const opened = standIn.ask({ kind: 'command', name: 'watch', sub, options });
    await until('the form is opened', () => opened.callback !== null);
    const filled = standIn.fill(opened, { name: 'Drones', queries: 'drone*' });
    await until('what is filled in is answered', () => filled.repliedAt !== null);
    assert.deepEqual(asked, [does]);
    assert.deepEqual(
      desk.calls.map(({ what }) => what),
      ['submit'],
    );
    assert.deepEqual(standIn.problems, []);
  });

test('keywords are completed of the watch that is named beside them', async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  await startBot(standIn, desk);
  const injected = standIn.ask({
    kind: 'autocomplete',
    name: 'keyword',
    sub: 'remove',
    options: { watch: 'bases', keyword: 'd' },
    focused: 'keyword',
  });
  await until('it is answered', () => injected.callback !== null);
  assert.partialDeepStrictEqual(desk.calls.at(-1)?.request, { watch: 'bases' });
});

describe('on a real store', () => {
  setUp();

  async function happened(at: number) {
    const title = `Rockets hit @everyone **place ${at}** ${'and more '.repeat(40)}`;
    const report = aReport({ article: `a${at}`, title, publishedAt: noon - at, sentences: [title, 'x '.repeat(400)] });
    const incident = anIncident({ id: `i-${at}`, openedAt: noon - at, updatedAt: noon - at, reports: [report] });
    await commit(store, anArticle({ id: `a${at}`, title, seenAt: noon - at }), { incident, rows: [] });
  }

  it('a query is typed into the form, tried with five cards, edited, saved, and its channel subscribed', async () => {
    for (let at = 0; at < 7; at += 1) await happened(at);
    const standIn = await startStandIn();
    const servers = [aServer({ id: standIn.guild })];
    await startBot(standIn, realDesk({ filedServers: servers }));
    const manager = { permissions: String(1n << 5n) };
    const answered = async (injected: ReturnType<typeof standIn.ask>) => {
      await until('it is answered', () => injected.repliedAt !== null);
      return standIn.answerOf(injected);
    };
    const opened = standIn.ask({ kind: 'command', name: 'watch', sub: 'add' }, manager);
    await until('the form is opened', () => opened.callback !== null);
    const mistaken = standIn.fill(opened, { name: 'Rockets', queries: 'rocket* AND (' }, manager);
    assert.match((await answered(mistaken)).content, /AND/);
    const again = standIn.press(mistaken, 'Edit', manager);
    await until('the form is opened again', () => again.callback !== null);
    const tried = standIn.fill(again, { name: 'Rockets', queries: 'rocket*', severity: 'low' }, manager);
    const answer = await answered(tried);
    assert.match(answer.content, /would have sent 7 alerts/);
    assert.ok(answer.embeds.length >= 2 && answer.embeds.length <= 10);
    const saved = standIn.press(tried, 'Save', manager);
    assert.match((await answered(saved)).content, /is saved/);
    await answered(standIn.press(saved, 'Subscribe this channel', manager));
    const [watch] = await store.watches();
    assert.deepEqual([watch?.keywords, watch?.severityFloor], [['rocket*'], 'low']);
    assert.deepEqual(
      (await store.subscriptions()).map((each) => each.watch),
      [watch?.id],
    );
    assert.deepEqual(standIn.problems, []);
  });
});
