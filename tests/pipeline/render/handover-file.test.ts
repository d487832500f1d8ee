import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Handover } from '../../../src/model.ts';
import { handoverFile } from '../../../src/pipeline/render/handover-file.ts';
import { hourMs, noon } from '../../support/builders.ts';

const hostile = { id: '1', name: '[x](https://evil.example)' };
const none = { count: 0, alerts: [] };
const handover: Handover = {
  rota: '# Desk | night',
  timeZone: 'America/New_York',
  goes: hostile,
  comes: { id: '2', name: 'Berit' },
  since: noon - 8 * hourMs,
  at: noon,
  open: {
    count: 1,
    alerts: [
      {
        incident: 'i-1',
        title: 'Rockets | <b>hit</b>',
        severity: 'high',
        state: 'open',
        openedAt: noon - hourMs,
        message: null,
        changedAt: noon,
        changedBy: null,
        assignee: hostile,
        snoozedUntil: null,
      },
    ],
  },
  taken: none,
  changed: none,
  snoozes: none,
  largest: [],
  silences: [{ id: 's1', by: hostile, why: '](https://evil.example)', to: noon + hourMs, hidden: 1 }],
  feedsDown: { count: 1, feeds: [{ feed: 'paper', since: noon, condition: 'failing', problem: '<img> 500' }] },
  coverage: [{ value: 'all', outlets: 106, share: 0.92 }],
  gaps: [{ from: noon, to: noon + hourMs }],
  auditHead: { number: 12, hash: '0123456789abcdef' },
};

test('what people and news wrote is literal, and our own words read as they are, in every language', () => {
  for (const language of ['en', 'ar', 'fa'] as const) {
    const written = new TextDecoder().decode(handoverFile(handover, language).content);
    assert.doesNotMatch(written, /(?<!\\)\]\(https|(?<!\\)<|(?<!\\)# Desk/u, language);
    assert.match(written, /Rockets \\\|/u);
    assert.match(written, /12:0123456789abcdef/u, 'as `audit verify --against` takes it');
  }
  const english = new TextDecoder().decode(handoverFile(handover, 'en').content);
  assert.match(english, /^# Hand-over – \\# Desk/u);
  assert.match(english, /^## Open, not acknowledged \(1\)$/mu);
  assert.match(english, /hands over to Berit\. 1 Apr 2020, 08:00 \(America\/New\\_York\)/u);
});

test('why a feed is down is told in the language of the hand-over', () => {
  const lines = (language: 'en' | 'ar' | 'fa') =>
    new TextDecoder()
      .decode(handoverFile({ ...handover, feedsDown: { count: 2, feeds } }, language).content)
      .split('\n')
      .filter((line) => /^- (?:paper|wire): /u.test(line));
  const feeds = [
    { feed: 'paper', since: null, condition: 'failing', problem: 'HTTP 500 (3 in a row)' },
    { feed: 'wire', since: null, condition: 'silent', problem: null },
  ] as const;
  assert.deepEqual(lines('en'), ['- paper: HTTP 500 (3 in a row)', '- wire: answers, but brings nothing new']);
  assert.deepEqual(lines('ar'), ['- paper: تتعذر قراءته', '- wire: يرد، لكن لا جديد فيه']);
  for (const line of lines('fa')) assert.doesNotMatch(line.replace(/^- \w+: /u, ''), /[a-z]/iu);
});
