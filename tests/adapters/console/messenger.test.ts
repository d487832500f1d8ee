import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole, type Terminal } from '../../../src/adapters/console/messenger.ts';
import { noon } from '../../support/builders.ts';
import { aCardView, aHostileSummary, anAlert, aSummary } from '../../support/discord/views.ts';

function terminal(look: Partial<Terminal> = {}) {
  const written: string[] = [];
  const messenger = openConsole({ ...look, write: (text) => written.push(text) });
  return { messenger, written };
}
const escapeCharacter = '\u001b';
const acknowledged = anAlert({ state: 'acknowledged', changedBy: { id: '1', name: 'Noor' }, changedAt: noon });

test('a card shows all that the message in Discord would', async () => {
  const { messenger, written } = terminal({ columns: 90 });
  await messenger.postCard('console', aCardView());
  const card = written.join('');
  for (const shown of [
    /Rockets hit Camp Taji/,
    /Killed \(figures conflict\)/,
    /state-tv \(state, Iran\)/,
    /\[Acknowledge\]/,
    /wf-3kq9/,
    /Two people were killed/,
  ]) {
    assert.match(card, shown);
  }
});

test('no line is wider than the terminal, beyond a word that cannot be broken', async () => {
  for (const columns of [80, 100, 30]) {
    const { messenger, written } = terminal({ columns });
    await messenger.postCard('console', aCardView());
    const lines = written
      .join('')
      .split('\n')
      .filter((line) => !/\S{38}/u.test(line));
    assert.ok(
      lines.every((line) => line.length <= Math.max(40, columns - 1)),
      lines.join('\n'),
    );
  }
});

test('a repeated card or notice prints nothing, and has the same id', async () => {
  const { messenger, written } = terminal();
  const first = await messenger.postCard('console', aCardView());
  assert.deepEqual(await messenger.postCard('console', aCardView()), first);
  assert.equal(written.length, 1);
  assert.deepEqual(await messenger.findByReference('console', 'wf-3kq9', 0), first);
  assert.deepEqual(await messenger.findByReference('console', 'other', 0), { status: 'absent' });
});

test('ids derive from the reference, so that a new process edits what an old one posted', async () => {
  const before = await terminal().messenger.postCard('console', aCardView());
  const after = await terminal().messenger.postCard('console', aCardView({ summary: aSummary({ version: 2 }) }));
  assert.deepEqual(before, after);
});

test('an edit is a short card, and the same edit again prints nothing', async () => {
  const { messenger, written } = terminal();
  await messenger.editCard('console', 'console-1', aCardView({ alert: acknowledged }));
  await messenger.editCard('console', 'console-1', aCardView({ alert: acknowledged }));
  assert.equal(written.length, 1);
  assert.match(written[0] ?? '', /updated.*Acknowledged[\s\S]*Noor/);
  assert.ok((written[0] ?? '').split('\n').length <= 6);
});

test('a notice is indented below its card', async () => {
  const { messenger, written } = terminal();
  await messenger.postNotice('console-1', { text: 'Killed: 2 → 3\nClaim', pingRole: null, reference: 'n1' });
  assert.ok(
    (written[0] ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .every((line) => line.startsWith('  ')),
  );
});

test('a notice names its incident where another one was shown last, and only there', async () => {
  const { messenger, written } = terminal();
  const notice = (reference: string) => ({ text: 'Killed: 2 → 3', pingRole: null, reference });
  const taji = await messenger.postCard('console', aCardView());
  const other = aCardView({ reference: 'wf-other', summary: aSummary({ title: 'Drones over Erbil' }) });
  const erbil = await messenger.postCard('console', other);
  assert.ok(taji.status === 'accepted' && erbil.status === 'accepted');
  await messenger.postNotice(erbil.messageId, notice('n1'));
  assert.doesNotMatch(written.at(-1) ?? '', /Drones over Erbil/);
  await messenger.postNotice(taji.messageId, notice('n2'));
  assert.match(written.at(-1) ?? '', /└ .*Rockets hit Camp Taji\n {4}Killed: 2 → 3\n/);
  await messenger.editCard('console', erbil.messageId, other);
  await messenger.postNotice(erbil.messageId, notice('n3'));
  assert.doesNotMatch(written.at(-1) ?? '', /Drones over Erbil/);
});

test('colours are for a terminal alone', async () => {
  const plain = terminal();
  await plain.messenger.postCard('console', aCardView());
  assert.ok(!plain.written.join('').includes(escapeCharacter));
  const coloured = terminal({ isTTY: true, columns: 90 });
  await coloured.messenger.postCard('console', aCardView());
  assert.ok(coloured.written.join('').includes(`${escapeCharacter}[`));
});

test('escape sequences of hostile texts do not reach the terminal', async () => {
  const { messenger, written } = terminal();
  const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m\r\u202e';
  await messenger.postCard(
    'console',
    aCardView({
      summary: { ...aHostileSummary(), title: evil },
      alert: anAlert({ state: 'resolved', changedBy: { id: '1', name: evil } }),
    }),
  );
  await messenger.postNotice('t', { text: evil, pingRole: null, reference: 'n' });
  assert.doesNotMatch(written.join('').replaceAll('\n', ''), /\p{Cc}|[\u202a-\u202e]/u);
});

test('a letter stands by itself, its parts under their headings, and is printed once', async () => {
  const { messenger, written } = terminal({ columns: 60 });
  const parts = [
    { heading: 'By place', lines: ['Baghdad: 2', [{ kind: 'text', text: '\u001b[31mTaji: 1' } as const]] },
  ];
  const letter = {
    text: 'Daily digest\n2 incidents.',
    parts,
    card: null,
    image: null,
    pingRole: null,
    reference: 'l1',
  };
  await messenger.postLetter('console', letter);
  await messenger.postLetter('console', letter);
  assert.equal(
    written.join(''),
    `${'═'.repeat(59)}\nDaily digest\n2 incidents.\n\nBy place:\n  Baghdad: 2\n  [31mTaji: 1\n`,
  );
});
