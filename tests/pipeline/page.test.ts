import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Alert, alertStates, type Page } from '../../src/model.ts';
import { isWanted, letterOf, pageId, withWebhooks } from '../../src/pipeline/page.ts';
import { anAlert } from '../support/builders.ts';

const aPage = (said: Partial<Page> = {}): Page => ({
  incident: 'i-article-1',
  says: { what: 'reported-again' },
  to: { kind: 'channel', channel: 'alerts' },
  users: [],
  roles: [],
  while: 'unacknowledged',
  ...said,
});
const toWebhook = aPage({ to: { kind: 'webhook', webhook: 'pager' } });

describe('a page', () => {
  test('is wanted as long as what it is for holds', () => {
    const holding = (condition: Page['while']) =>
      alertStates.filter((state) => isWanted(aPage({ while: condition }), anAlert({ state })));
    assert.deepEqual(holding('unacknowledged'), ['open']);
    assert.deepEqual(holding('acknowledged'), ['acknowledged']);
    assert.deepEqual(holding('unresolved'), ['open', 'acknowledged', 'snoozed']);
    assert.deepEqual(holding('always'), alertStates);
    assert.equal(isWanted(aPage(), null), false);
  });

  test('has an id of its own for each change and number', () => {
    const ids = [1, 2].flatMap((revision) => [0, 1].map((number) => pageId(anAlert({ revision }), number)));
    assert.equal(new Set([...ids, pageId(anAlert({ server: 'other' }), 0)]).size, 5);
  });

  test('is a letter to its channel', () => {
    const letter = letterOf(aPage(), { id: 'p', server: 'home', language: 'ar', createdAt: 1, severity: 'high' });
    assert.equal(letter.channel, 'alerts');
    assert.deepEqual(letter.body, { kind: 'page', page: aPage() });
    assert.equal(letter.severity, 'high');
  });
});

describe('another system', () => {
  const taken = (said: Partial<Alert>) =>
    anAlert({ state: 'acknowledged', changedBy: { id: 'u1', name: 'Amal' }, ...said });

  test('that was called hears each new state of the alert', () => {
    const { pages } = withWebhooks(anAlert({ webhooks: ['pager'] }), taken({ webhooks: ['pager'] }), []);
    assert.deepEqual(
      pages.map(({ to, says, while: condition }) => [to, says.what === 'state' && says.state, condition]),
      [[{ kind: 'webhook', webhook: 'pager' }, 'acknowledged', 'always']],
    );
  });

  test('is remembered when it is called, once, and told nothing of what leaves the state as it is', () => {
    const called = withWebhooks(anAlert(), anAlert(), [toWebhook, toWebhook]);
    assert.deepEqual(called.alert.webhooks, ['pager']);
    assert.deepEqual(called.pages, [toWebhook, toWebhook]);
  });

  test('that was not called hears nothing', () => {
    assert.deepEqual(withWebhooks(anAlert(), taken({}), [aPage()]), { alert: taken({}), pages: [aPage()] });
  });
});
