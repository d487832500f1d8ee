import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../../src/config/load.ts';
import type { Language } from '../../../src/model.ts';
import { renderCard } from '../../../src/pipeline/render/card.ts';
import { renderTestAlert } from '../../../src/pipeline/render/test-alert.ts';
import { aPack, noon } from '../../support/builders.ts';

const { pack } = loadConfig({ env: {} });
const asked = { pingRole: '800000000000000001', reference: 'abcdefghijkl', server: 'home', at: noon };
const marks: Readonly<Record<Language, string>> = { en: 'TEST', ar: 'تجريبي', fa: 'آزمایشی' };

for (const language of ['en', 'ar', 'fa'] as const) {
  test(`a test alert in ${language} is a whole card, marked in headline, title and footer`, () => {
    const view = renderTestAlert(pack, { ...asked, language });
    const card = renderCard(view);
    for (const part of [card.headline, card.title, card.footer]) assert.ok(part.startsWith(marks[language]), part);
    assert.equal(card.severity, 'high');
    assert.equal(card.alertState, 'open');
    assert.ok(card.actions.length > 0, 'the buttons of an open alert');
    assert.ok(card.fields.length > 3, JSON.stringify(card.fields));
    assert.ok(card.footer.includes(asked.reference));
    assert.equal(view.pingRole, asked.pingRole);
  });
}

test('a card that is no test bears no mark', () => {
  const { mark: _, ...view } = renderTestAlert(pack, { ...asked, language: 'en' });
  const { headline, title, footer } = renderCard(view);
  assert.doesNotMatch(`${headline} ${title} ${footer}`, /TEST|EXAMPLE/);
});

test('a test alert tells of two independent outlets, a place and who was hit, and links to nothing', () => {
  const { summary } = renderTestAlert(pack, { ...asked, language: 'en' });
  assert.equal(summary.confirmed, true);
  assert.equal(summary.outlets.length, 2);
  assert.ok(summary.place);
  assert.equal(summary.targets.length, 1);
  assert.equal(summary.source, null);
});

test('a pack that holds nothing still gives a test alert', () => {
  const bare = aPack({ outlets: [], actors: [], places: [], eventTypes: [], knownIncidents: [] });
  const card = renderCard(renderTestAlert(bare, { ...asked, language: 'en' }));
  assert.match(card.headline, /^TEST · /);
});
