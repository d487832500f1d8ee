import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, Card, Change, OutboxRow } from '../../src/model.ts';
import { wanted } from '../../src/pipeline/wanted.ts';
import { aCard, aRow } from '../jobs/support/builders.ts';
import { anAlert, anIncident } from '../support/builders.ts';
import { change, severityChange } from './route/versions.ts';

const unposted = { messageId: null, versionPosted: null, versionTold: 0, alertRevisionTold: 0 };
const notice = (what: Change['what']): Partial<OutboxRow> => ({ kind: 'notice', version: 2, changes: [change(what)] });

const table: readonly [
  claim: string,
  row: Partial<OutboxRow>,
  alert: Partial<Alert>,
  card: Partial<Card>,
  expected: string,
][] = [
  ['a card that nobody saw yet is posted and may ping', {}, {}, unposted, 'post ping'],
  ['an acknowledged alert is posted elsewhere without ping', {}, { state: 'acknowledged' }, unposted, 'post quiet'],
  ['a resolved alert is not posted any more', {}, { state: 'resolved' }, unposted, 'skip alert-resolved'],
  ['a false alarm is not posted any more', {}, { state: 'false-alarm' }, unposted, 'skip alert-false-alarm'],
  [
    'a resolved alert whose post may stand is looked for, not posted',
    {},
    { state: 'resolved' },
    { ...unposted, attemptedAt: 5 },
    'adopt alert-resolved',
  ],
  ['a card that tells the newest is left alone', {}, {}, { versionTold: 2 }, 'skip told-already'],
  ['a card behind the newest version is edited', { version: 2 }, {}, {}, 'edit changed'],
  ['a row behind the newest version is folded into it', { version: 1 }, {}, {}, 'edit superseded'],
  ['a press makes an edit though the version was told', {}, { revision: 2 }, { versionTold: 2 }, 'edit superseded'],
  ['a resolved alert is still edited', {}, { state: 'resolved', revision: 2 }, { versionTold: 2 }, 'edit superseded'],
  ['a deleted message is not brought back', {}, {}, { gone: true }, 'skip message-deleted'],
  ['a notice behind the post is told and may ping', notice('actor'), {}, {}, 'notice ping'],
  [
    'a notice that the post told already is no message',
    notice('actor'),
    {},
    { versionPosted: 2 },
    'skip told-by-the-card',
  ],
  ['a notice for a card that is not posted posts the card', notice('actor'), {}, unposted, 'post ping'],
  ['an acknowledged alert hears of new actors quietly', notice('actor'), { state: 'acknowledged' }, {}, 'notice quiet'],
  ['an acknowledged alert that worsens pings', notice('severity'), { state: 'acknowledged' }, {}, 'notice ping'],
  [
    'an acknowledged alert that eases while a new actor appears hears of both quietly',
    { ...notice('actor'), changes: [severityChange('high', 'elevated'), change('actor')] },
    { state: 'acknowledged' },
    {},
    'notice quiet',
  ],
  [
    'an acknowledged alert that is said to worsen pings',
    { ...notice('actor'), changes: [severityChange('elevated', 'high'), change('actor')] },
    { state: 'acknowledged' },
    {},
    'notice ping',
  ],
  ['a resolved alert hears nothing more', notice('severity'), { state: 'resolved' }, {}, 'skip alert-resolved'],
  ['a false alarm hears nothing more', notice('severity'), { state: 'false-alarm' }, {}, 'skip alert-false-alarm'],
];

for (const [claim, row, alert, card, expected] of table) {
  test(claim, () => {
    const want = wanted({
      row: aRow(row),
      incident: anIncident({ version: 2 }),
      alert: anAlert(alert),
      card: aCard(card),
      silence: null,
    });
    const said = 'mayPing' in want ? (want.mayPing ? 'ping' : 'quiet') : want.reason;
    assert.equal(`${want.act} ${said}`, expected);
  });
}
