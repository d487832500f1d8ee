import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPainter } from '../../../src/adapters/chart/painter.ts';
import { anEntry, aVerdict } from '../../contracts/builders.ts';
import { anAlert, anIncident, hourMs, noon } from '../../support/builders.ts';
import { aRow } from '../support/builders.ts';
import { away, by, deliverAll, desk, passNews, queue, setUp, store } from './world.ts';

setUp();

async function open(id: string, server: string, revision: number): Promise<void> {
  const incident = anIncident({ id });
  const alert = anAlert({ incident: id, server, openedAt: noon - hourMs, watches: ['raids'] });
  const alertsOpened = [{ ...alert, measures: { ...alert.measures, seenMs: 90_000, outlet: 'irna' } }];
  const rows = [aRow({ id: `${id}.1.card.${server}`, incident: id, server, channel: `c-${server}` })];
  await queue.add(
    'deliver',
    rows.map(({ id: row }) => row),
  );
  await store.commitVerdict(aVerdict(`a-${id}`, incident, { revision, alertsOpened, rows, audit: [anEntry({})] }));
}

test('a server is told what became of its own alerts, in figures and as a picture', async () => {
  await open('i1', 'home', 0);
  await open('i2', 'away', 1);
  await open('i3', 'home', 2);
  await deliverAll();
  const layla = by('Layla');
  await desk().press({ ...layla, incident: 'i1', action: 'acknowledge' });
  passNews(60_000);
  const painter = openPainter();
  try {
    const reply = await desk({ painter }).stats({ ...by('Omar'), weeks: 2 });
    assert.equal(reply.ok, true, reply.text);
    assert.match(reply.text, /^Alerts of the last 2 weeks, 19 March 2020 – 1 April 2020 \(UTC\)\n2 alerts, 2 of them/);
    const said = (reply.parts ?? []).flatMap(({ lines }) => lines.map(String));
    assert.ok(said.includes('To see (publication to fetch): 1 min (1 min), of 2'), said.join('\n'));
    assert.ok(said.includes('To acknowledge: 1 h (1 h), of 1'), said.join('\n'));
    assert.ok(said.includes('To resolve: none yet'), said.join('\n'));
    assert.ok(said.includes('Layla: 1'), said.join('\n'));
    assert.ok(
      said.some((line) => /^To tell .*, of 2$/.test(line)),
      said.join('\n'),
    );
    const [file] = reply.files ?? [];
    assert.deepEqual([file?.name, [...(file?.content ?? []).slice(1, 4)]], ['stats.png', [0x50, 0x4e, 0x47]]);
  } finally {
    await painter.close();
  }
});

test('of other servers nothing is told, and where there is nothing it is said', async () => {
  await open('i1', 'home', 0);
  const reply = await desk().stats({ ...by('Omar', away), weeks: null });
  assert.match(reply.text, /No alert was opened here in this time\.$/);
  assert.equal(reply.files, undefined);
});

test('who is no responder is refused, and a chart that cannot be painted keeps no figure back', async () => {
  await open('i1', 'home', 0);
  const refused = await desk().stats({ ...by('Guest', { roles: [] }), weeks: null });
  assert.equal(refused.ok, false);
  const painter = { paint: () => Promise.reject(new Error('no memory')) };
  const arabic = await desk({ painter }).stats({ ...by('Layla', { language: 'ar' }), weeks: 1 });
  assert.match(arabic.text, /^تنبيهات الأسبوع الأخير/);
  assert.deepEqual([arabic.ok, arabic.files], [true, []]);
});
