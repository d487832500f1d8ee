import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportOf } from './reading.ts';

const lead =
  'Gunmen attacked a police post in Karachi on Wednesday. Two officers died. The attackers fled on motorcycles.';

test('news that begins with nobody of ours reports nothing, whatever it comes to speak of', () => {
  const { relevance, subEvent, reasons } = reportOf('Gunmen attack police post in Karachi', lead);
  assert.deepEqual([relevance, subEvent, reasons[0]?.code], ['off-topic', null, 'sides-missing']);
  const longer = `${lead} The mayor came. Iran condemned the attack, and the US embassy in Baghdad warned of rockets.`;
  assert.equal(reportOf('Gunmen attack police post in Karachi', longer).relevance, 'off-topic');
});

test('an attack that no side is named in is read where it falls in our neighbourhood', () => {
  assert.equal(reportOf('Rockets hit base near Erbil', 'They fell on Wednesday night.').relevance, 'event');
});

test('a further word that names nobody is read, for it may belong to an incident told before', () => {
  const { subEvent, development } = reportOf(
    'Death toll from rocket attack rises to five',
    'Two more died on Thursday.',
  );
  assert.deepEqual([subEvent, development], ['Shelling/artillery/missile attack', 'casualties']);
});
