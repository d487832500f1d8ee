import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Alert, Escalation, EscalationPolicy, EscalationStep, Page, Presser } from '../../src/model.ts';
import { act, knownOf } from '../../src/pipeline/alert.ts';
import { type EscalationInput, escalate, policyFor, startEscalation } from '../../src/pipeline/escalate.ts';

import { aPolicy } from '../jobs/support/on-call.ts';
import { anAlert, anIncident, noon } from '../support/builders.ts';

const minuteMs = 60_000;
const amal: Presser = { id: 'u1', name: 'Amal' };
const hours = { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', timeZone: 'Asia/Baghdad' };
const onCall = { do: 'notify-on-call', rota: 'floor', by: 'direct', onlyIn: null } as const;
const second = { do: 'notify-on-call', rota: 'second', by: 'direct', onlyIn: null } as const;
const role = { do: 'notify-role', role: 'r1', by: 'thread', onlyIn: null } as const;
const wait = (minutes: number) => ({ do: 'wait', minutes }) as const;
const usual: readonly EscalationStep[] = [onCall, wait(5), role, wait(10)];

const input = (said: Partial<EscalationInput> = {}): EscalationInput => ({
  alert: anAlert({ openedAt: noon, changedAt: noon }),
  incident: anIncident(),
  policies: [aPolicy({ steps: usual })],
  onCall: () => amal,
  comesOnAt: () => null,
  channels: ['alerts', 'other'],
  now: noon,
  ...said,
});

/** Runs the policy at these minutes after noon, each from where the one before left it. */
function run(minutes: readonly number[], said: Partial<EscalationInput> = {}) {
  const given = input(said);
  let escalation: Escalation | null = startEscalation(given);
  return minutes.map((minute) => {
    const now = noon + minute * minuteMs;
    const done = escalate({ ...given, alert: { ...given.alert, escalation }, now });
    escalation = done.escalation;
    return { pages: done.pages.map(told), said: done.said, due: dueIn(done.escalation) };
  });
}
const dueIn = (run: Escalation | null) => (run?.dueAt == null ? null : (run.dueAt - noon) / minuteMs);
const told = ({ to, users, roles, says }: Page) => [says.what, to.kind, ...users, ...roles].join(' ');

describe('a policy', () => {
  const severe = aPolicy({ id: 'severe', severityFloor: 'high' });
  const all = aPolicy({ id: 'all' });
  const watched = aPolicy({ id: 'watched', watches: ['bases'] });
  const other = aPolicy({ id: 'other', watches: ['oil'], severityFloor: 'info' });
  const chosen = (
    policies: readonly EscalationPolicy[],
    alert: Partial<Alert> = {},
    severity: 'low' | 'high' = 'high',
  ) => policyFor({ ...input(), policies, alert: anAlert(alert), incident: anIncident({ facts: { severity } }) })?.id;

  test('that names a watch of the alert goes before one for all, then the higher floor, then the first', () => {
    assert.equal(chosen([all, severe, watched], { watches: ['bases'] }), 'watched');
    assert.equal(chosen([all, severe, watched]), 'severe');
    assert.equal(chosen([all, severe], {}, 'low'), 'all');
    assert.equal(chosen([aPolicy({ id: 'first' }), aPolicy({ id: 'second' })]), 'first');
  });

  test('of another watch, a higher floor or another server is not for it', () => {
    assert.equal(chosen([other]), undefined);
    assert.equal(chosen([severe], {}, 'low'), undefined);
    assert.equal(chosen([aPolicy({ server: 'elsewhere' })]), undefined);
  });

  test('is begun for urgent open alerts alone', () => {
    assert.equal(startEscalation(input())?.dueAt, noon);
    assert.equal(startEscalation(input({ alert: anAlert({ isUrgent: false }) })), null);
    assert.equal(startEscalation(input({ alert: anAlert({ state: 'acknowledged' }) })), null);
    assert.equal(startEscalation(input({ policies: [] })), null);
  });
});

describe('an escalation', () => {
  test('takes its steps until a wait, and begins again as often as is said, then tells the operators once', () => {
    const policies = [aPolicy({ steps: usual, repeat: 1 })];
    assert.deepEqual(
      run([0, 4, 5, 15, 20, 30, 31, 300], { policies }).map(({ pages, due }) => [pages.join(), due]),
      [
        ['escalation direct u1', 5],
        ['', 5],
        ['escalation thread r1', 15],
        ['escalation direct u1', 20],
        ['escalation thread r1', 30],
        ['unanswered operators', null],
        ['', null],
        ['', null],
      ],
    );
  });

  test('repeats five times at most', () => {
    const policies = [aPolicy({ steps: [onCall, wait(1)], repeat: 99 })];
    const pages = run(
      Array.from({ length: 20 }, (_, minute) => minute),
      { policies },
    ).flatMap((done) => done.pages);
    assert.equal(pages.filter((page) => page.startsWith('escalation')).length, 6);
    assert.equal(pages.at(-1), 'unanswered operators');
  });

  test('whose clock jumped over several waits takes them in order and calls nobody twice in one moment', () => {
    const policies = [aPolicy({ steps: usual, repeat: 2 })];
    const [first, jumped, ...later] = run([0, 500, 509, 510, 700, 900, 1000], { policies });
    assert.deepEqual(first?.pages, ['escalation direct u1']);
    assert.deepEqual([jumped?.pages, jumped?.due], [['escalation thread r1'], 510]);
    assert.deepEqual(
      later.map(({ pages, due }) => [pages.join(), due]),
      [
        ['', 510],
        ['escalation direct u1', 515],
        ['escalation thread r1', 710],
        ['escalation direct u1,escalation thread r1', 910],
        ['unanswered operators', null],
      ],
    );
  });

  test('says that nobody is on call, and goes on at once', () => {
    const nobody = { onCall: () => null };
    const [done] = run([0], nobody);
    assert.deepEqual(done, {
      pages: ['escalation thread r1'],
      said: ['nobody is on call in rota floor', 'role r1, in the thread'],
      due: 10,
    });
    const onlyGaps = run([0], {
      ...nobody,
      policies: [aPolicy({ steps: [onCall, wait(5), second, wait(5)], repeat: 5 })],
    });
    assert.deepEqual(onlyGaps[0]?.pages, ['nobody-on-call operators']);
  });

  describe('that has nobody to call', () => {
    const policies = [aPolicy({ steps: [onCall, wait(5), second, wait(10)], repeat: 1 })];
    const at = (minute: number) => noon + minute * minuteMs;
    const looks = (minutes: readonly number[], said: (minute: number) => Partial<EscalationInput>) => {
      let escalation = startEscalation(input({ policies }));
      return minutes.map((minute) => {
        const alert = { ...input().alert, escalation };
        const done = escalate(input({ policies, alert, now: at(minute), ...said(minute) }));
        escalation = done.escalation;
        return [done.pages.map(told).join(), dueIn(escalation)];
      });
    };

    test('tells the operators once, and begins with whoever comes on, with all its rounds', () => {
      const found = looks([0, 299, 300, 305, 315, 320, 330, 331], (minute) => ({
        onCall: (rota) => (rota === 'second' && minute >= 300 ? amal : null),
        comesOnAt: (rota) => (rota === 'second' ? at(300) : null),
      }));
      assert.deepEqual(found, [
        ['nobody-on-call operators', 300],
        ['', 300],
        ['escalation direct u1', 310],
        ['', 310],
        ['escalation direct u1', 325],
        ['', 325],
        ['unanswered operators', null],
        ['', null],
      ]);
    });

    test('whose turn ends before he is called waits for the next, and nothing is told twice', () => {
      const found = looks([0, 400, 900], (minute) => ({
        onCall: () => (minute >= 900 ? amal : null),
        comesOnAt: () => at(minute < 300 ? 300 : 900),
      }));
      assert.deepEqual(found, [
        ['nobody-on-call operators', 300],
        ['', 900],
        ['escalation direct u1', 905],
      ]);
    });

    test('tries its rounds at its own pace where nobody comes on within a week, and ends without a word', () => {
      const far = at(8 * 24 * 60);
      assert.deepEqual(
        looks([0, 15, 30, 31], () => ({ onCall: () => null, comesOnAt: () => far })),
        [
          ['nobody-on-call operators', 15],
          ['', 30],
          ['', null],
          ['', null],
        ],
      );
    });

    test('after somebody was called in vain says both', () => {
      const found = looks([0, 5, 10, 25, 40, 55], (minute) => ({ onCall: () => (minute < 5 ? amal : null) }));
      assert.deepEqual(found, [
        ['escalation direct u1', 5],
        ['nobody-on-call operators', 20],
        ['', 20],
        ['unanswered operators', null],
        ['', null],
        ['', null],
      ]);
    });
  });

  test('whoever is called late has his time before it is said that nobody answered', () => {
    const policies = [aPolicy({ steps: [onCall, wait(10), role, wait(10), second, wait(10)] })];
    const found = run([0, 720, 729, 730], { policies, onCall: (rota) => (rota === 'second' ? null : amal) });
    assert.deepEqual(
      found.map(({ pages, due }) => [pages.join(), due]),
      [
        ['escalation direct u1', 10],
        ['escalation thread r1', 730],
        ['', 730],
        ['unanswered operators', null],
      ],
    );
  });

  test('passes over a step outside its hours, and keeps its wait', () => {
    const steps = [{ ...onCall, onlyIn: hours }, wait(5), role, wait(10)];
    const atNight = Date.parse('2020-04-01T20:00:00Z');
    const given = input({ policies: [aPolicy({ steps })], now: atNight });
    const begun = startEscalation(given);
    const done = escalate({ ...given, alert: { ...given.alert, escalation: begun } });
    assert.deepEqual(done.pages, []);
    assert.deepEqual(done.said, ['step 1 is outside its hours']);
    assert.equal(done.escalation?.dueAt, atNight + 5 * minuteMs);
    assert.equal(run([0], { policies: [aPolicy({ steps })] })[0]?.pages.length, 1);
  });

  test('leaves time after a last step that is no wait', () => {
    const done = run([0, 5, 10, 11], { policies: [aPolicy({ steps: [onCall, wait(5), role] })] });
    assert.deepEqual(
      done.map(({ pages, due }) => [pages.join(), due]),
      [
        ['escalation direct u1', 5],
        ['escalation thread r1', 10],
        ['unanswered operators', null],
        ['', null],
      ],
    );
  });

  test('calls a person directly, and a role at the operators, where the alert has no channel', () => {
    const steps = [{ ...onCall, by: 'thread' } as const, role];
    const [done] = run([0], { channels: [], policies: [aPolicy({ steps })] });
    assert.deepEqual(done?.pages, ['escalation direct u1', 'escalation operators r1']);
  });

  test('ends where its policy was removed', () => {
    const given = input();
    const alert = { ...given.alert, escalation: startEscalation(given) };
    assert.equal(escalate({ ...given, alert, policies: [] }).escalation, null);
  });

  test('says for how long nobody has taken it, since it was open last', () => {
    const alert = anAlert({ openedAt: noon - 500 * minuteMs, changedAt: noon - 2 * minuteMs });
    const given = input({ alert });
    const [page] = escalate({ ...given, alert: { ...alert, escalation: startEscalation(given) } }).pages;
    assert.equal(page?.says.what === 'escalation' && page.says.waitedMs, 2 * minuteMs);
  });
});

/** Steps of any kind; the first is no wait, so that something happens. */
const steps = fc.array(
  fc.oneof(fc.constantFrom<EscalationStep>(onCall, second, role), fc.integer({ min: 1, max: 30 }).map(wait)),
  {
    minLength: 1,
    maxLength: 8,
  },
);
const looks = fc.array(fc.integer({ min: -20, max: 60 }), { minLength: 1, maxLength: 40 });

describe('whatever the policy and the clock', () => {
  test('each step of each round is taken once at most, in order, and the end is told once', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 5 }), looks, (written, repeat, jumps) => {
        const given = input({ policies: [aPolicy({ steps: written, repeat })] });
        let escalation = startEscalation(given);
        let now = noon;
        const taken: number[] = [];
        let ends = 0;
        for (const jump of [...jumps, ...Array<number>(14).fill(100_000)]) {
          now += jump * minuteMs;
          const done = escalate({ ...given, alert: { ...given.alert, escalation }, now });
          escalation = done.escalation;
          for (const { says } of done.pages) {
            if (says.what === 'escalation') taken.push(says.round * 100 + says.step);
            else ends += 1;
          }
          const targets = done.pages.map(told);
          assert.equal(new Set(targets).size, targets.length, 'nobody twice in one moment');
          assert.ok(escalation !== null && (escalation.dueAt === null || escalation.dueAt > now));
        }
        assert.deepEqual(
          taken,
          [...new Set(taken)].toSorted((a, b) => a - b),
        );
        assert.equal(ends, 1);
        assert.equal(escalation?.dueAt, null);
      }),
    );
  });

  test('whoever comes on within a week is called, a gap is told once, and the end comes behind a wait', () => {
    const calls = fc.array(
      fc.oneof(fc.constantFrom<EscalationStep>(onCall, second), fc.integer({ min: 1, max: 30 }).map(wait)),
      {
        maxLength: 6,
      },
    );
    const firstOn = fc.integer({ min: 1, max: 7 * 24 * 60 });
    fc.assert(
      fc.property(calls, fc.integer({ min: 0, max: 5 }), firstOn, looks, (written, repeat, on, jumps) => {
        const policies = [aPolicy({ steps: [onCall, ...written], repeat })];
        const onAt = noon + on * minuteMs;
        let escalation = startEscalation(input({ policies }));
        let now = noon;
        let calledAt: number | null = null;
        const words: string[] = [];
        for (const jump of [0, ...jumps, on, ...Array<number>(10).fill(1_000)]) {
          now += jump * minuteMs;
          const alert = { ...input().alert, escalation };
          const isOn = now >= onAt;
          const given = {
            policies,
            alert,
            now,
            onCall: () => (isOn ? amal : null),
            comesOnAt: () => (isOn ? null : onAt),
          };
          const done = escalate(input(given));
          escalation = done.escalation;
          for (const { says } of done.pages) {
            words.push(says.what);
            if (says.what === 'unanswered') assert.ok(calledAt !== null && now > calledAt);
            if (says.what === 'escalation') calledAt = now;
          }
        }
        assert.equal(words.filter((what) => what === 'nobody-on-call').length, 1);
        assert.ok(calledAt !== null && words.filter((what) => what === 'escalation').length >= repeat + 1);
        assert.equal(words.at(-1), 'unanswered');
      }),
    );
  });

  test('an alert that somebody took calls nobody, and opened again it begins anew', () => {
    fc.assert(
      fc.property(steps, looks, (written, jumps) => {
        const given = input({ policies: [aPolicy({ steps: written })] });
        const begun = { ...given.alert, escalation: startEscalation(given) };
        const by = { who: amal, now: noon, known: knownOf(anIncident()) };
        const taken = act(begun, { what: 'acknowledge' }, by);
        assert.ok(taken);
        assert.equal(taken.escalation, null);
        for (const jump of jumps)
          assert.deepEqual(
            escalate({ ...given, alert: { ...taken, escalation: begun.escalation }, now: noon + jump }).pages,
            [],
          );
        const back = act(taken, { what: 'lapse' }, { ...by, who: null });
        assert.ok(back);
        assert.equal(startEscalation({ ...given, alert: back })?.round, 0);
      }),
    );
  });
});
