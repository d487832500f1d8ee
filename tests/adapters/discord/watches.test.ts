import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Form } from '../../../src/ports.ts';
import { recordDesk } from '../../support/discord/desk.ts';
import { until } from '../../support/discord/views.ts';
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
