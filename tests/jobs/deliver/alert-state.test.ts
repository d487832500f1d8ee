import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../../../src/model.ts';
import { standingOf } from '../../../src/pipeline/alert.ts';
import { renderCard } from '../../../src/pipeline/render/card.ts';
import type { CardView } from '../../../src/ports.ts';
import { anAlert, anArticle, anIncident, noon } from '../../support/builders.ts';
import { aRow, commit } from '../support/builders.ts';
import { afresh, deliver, messenger, opened, setUp, store } from './world.ts';

setUp();

/** Changes the alert of the card that stands, and delivers the row that comes with it. */
async function changed(said: Partial<Alert>): Promise<CardView> {
  const before = await store.alert(anIncident().id, 'home');
  assert.ok(before !== null);
  const alert = { ...before, ...said, revision: before.revision + 1, changedAt: noon };
  const row = aRow({ id: `row-${alert.revision}` });
  const entry = { at: noon, server: 'home', incident: alert.incident, who: null, action: 'x', detail: '' };
  const outcome = await store.commitAlert({
    key: `key-${alert.revision}`,
    expectedRevision: before.revision,
    alert,
    rows: [row],
    letters: [],
    label: null,
    audit: [{ ...entry, alert: standingOf(alert) }],
    nextDueAt: null,
  });
  assert.equal(outcome, 'committed');
  await deliver(row.id);
  return messenger.cards()[0]?.view as CardView;
}
const stateOf = (view: CardView) =>
  renderCard(view)
    .state.map((span) => ('text' in span ? span.text : ''))
    .join('');

test('what got worse is told by the names of places and actors', async () => {
  await opened();
  const worse = { severity: null, place: 'camp-taji', actors: ['kataib-hezbollah', 'unlisted:Saraya X'] };
  const shown = await changed({ changedFor: { what: 'worsen', detail: '', worse } });
  assert.match(
    stateOf(shown),
    /^Open · reopened: new place: camp-taji, now also: kataib-hezbollah, Saraya X \(unlisted\) · /,
  );
});

test('the card of a merged incident leads to the card of the other in the same channel', async () => {
  await afresh();
  const rows = [aRow({ id: 'other-row', incident: 'i-other' })];
  const other = anIncident({ id: 'i-other' });
  await commit(store, anArticle({ id: 'article-9' }), {
    incident: other,
    alerts: [anAlert({ incident: 'i-other' })],
    rows,
  });
  await deliver('other-row');
  const there = (await store.cardsOf('i-other'))[0]?.messageId ?? '';
  assert.notEqual(there, '');
  await opened();
  await deliver(aRow().id);
  const merged = {
    into: 'i-other',
    before: { state: 'open', acknowledgement: null, snoozedUntil: null, falseAlarm: null },
  } as const;
  await changed({ state: 'merged', merged });
  const view = messenger
    .cards()
    .map((card) => card.view as CardView)
    .find(({ alert }) => alert.state === 'merged');
  assert.ok(view !== undefined);
  assert.deepEqual(renderCard(view).target?.message, { server: 'home', channel: 'alerts', id: there });
});
