import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Keys, keysUnder } from '../../../src/adapters/redis/keys.ts';

/**
 * What frees each kind of key. `expires`: by itself. `bounded`: of a fixed number or size. `made`: people remove it. The
 * others go with the record that they belong to, which `retain` lets go of.
 */
type Rule =
  | 'incident'
  | 'article'
  | 'feed'
  | 'row'
  | 'letter'
  | 'bulletin'
  | 'fold'
  | 'silence'
  | 'override'
  | 'audit'
  | 'expires'
  | 'bounded'
  | 'made';

const incident = 'incident';
const expires = 'expires';
const bounded = 'bounded';
/** The type asks for a rule of each kind: who adds a kind of key says here what frees it. */
const rules: { readonly [kind in keyof Keys]: Rule } = {
  alerts: incident,
  alertsUnresolved: incident,
  alertsOpen: incident,
  alertsAll: incident,
  cards: incident,
  rowsOf: incident,
  auditOf: incident,
  incidents: incident,
  incidentsChanged: incident,
  incidentsUpdated: incident,
  article: 'article',
  articlePrefix: 'article',
  pending: 'article',
  pendingAt: 'article',
  seen: 'feed',
  items: 'feed',
  feeds: 'feed',
  rows: 'row',
  unsettled: 'row',
  held: 'row',
  outcomes: 'row',
  settled: 'row',
  letters: 'letter',
  lettersWaiting: 'letter',
  lettersWritten: 'letter',
  lettersGrave: 'letter',
  lettersTried: 'letter',
  bulletins: 'bulletin',
  bulletinsWaiting: 'bulletin',
  folds: 'fold',
  foldMessages: 'fold',
  foldRevisions: 'fold',
  foldIncidents: 'fold',
  foldsWaiting: 'fold',
  foldsHours: 'fold',
  silences: 'silence',
  silencesEnd: 'silence',
  hiddenBy: 'silence',
  overrides: 'override',
  audit: 'audit',
  press: expires,
  draft: expires,
  regrouping: expires,
  applied: expires,
  places: expires,
  cardClaim: expires,
  foldClaim: expires,
  letterClaim: expires,
  bulletinsClaim: expires,
  writer: expires,
  hostVisits: expires,
  hostInside: expires,
  hostLine: expires,
  restored: expires,
  restoring: expires,
  backupMark: expires,
  schema: bounded,
  schemaClaim: expires,
  auditEnds: bounded,
  filed: bounded,
  incidentsRevision: bounded,
  labelsRevision: bounded,
  rosterRevision: bounded,
  standingsRevision: bounded,
  standings: bounded,
  timersDue: bounded,
  timersLeased: bounded,
  timersSince: bounded,
  timersClaim: expires,
  bars: bounded,
  limits: bounded,
  line: bounded,
  lineUntil: bounded,
  turns: expires,
  turnsAll: expires,
  turnsClosed: expires,
  turnsRefused: expires,
  watches: 'made',
  subscriptions: 'made',
  servers: 'made',
  memberships: 'made',
  rotas: 'made',
  policies: 'made',
  labels: 'made',
  labelsHeld: 'made',
  labelsHeldLast: 'made',
  rosterFeeds: 'made',
  rosterOutlets: 'made',
  rosterPaused: 'made',
};

test('every kind of key says what frees it, and no two kinds share a key', () => {
  const keys = keysUnder('p:');
  assert.deepEqual(Object.keys(rules).toSorted(), Object.keys(keys).toSorted());
  const kinds = new Map<string, string>();
  for (const [kind, key] of Object.entries(keys)) {
    if (kind === 'articlePrefix') continue; // the beginning of `article`
    const name = typeof key === 'string' ? key : key('x', 'y');
    assert.ok(name.startsWith('p:'), kind);
    assert.equal(kinds.get(name), undefined, `${kind} and ${kinds.get(name)} are both ${name}`);
    kinds.set(name, kind);
  }
});
