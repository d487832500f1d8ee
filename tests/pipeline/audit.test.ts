import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { AuditEntry, AuditLink, AuditMark } from '../../src/model.ts';
import { alertKey, checkChain, linkHash, replay, standsIn } from '../../src/pipeline/audit.ts';

/** A log of so many entries, behind one that is kept no more. */
function aLog(count: number, gone: AuditMark | null = null): AuditLink[] {
  const links: AuditLink[] = [];
  for (let at = 1; at <= count; at += 1) {
    const number = (gone?.number ?? 0) + at;
    const before = links.at(-1)?.hash ?? gone?.hash ?? '';
    const text = JSON.stringify({ at: number, action: 'acknowledge', detail: `entry ${number}` });
    links.push({ id: `${number}-0`, text, entry: null, number, before, hash: linkHash(before, number, text) });
  }
  return links;
}

const markOf = (link: AuditLink | undefined): AuditMark | null =>
  link === undefined ? null : { number: link.number ?? 0, hash: link.hash ?? '' };
const checked = (links: readonly AuditLink[], original: readonly AuditLink[], gone: AuditMark | null) =>
  checkChain({ links, newest: markOf(original.at(-1)), gone });
const found = (links: readonly AuditLink[], original: readonly AuditLink[], gone: AuditMark | null = null) => {
  const result = checked(links, original, gone);
  return result.whole ? 'whole' : `${result.how} ${result.number}`;
};
const anyGone = fc.option(fc.record({ number: fc.integer({ min: 1, max: 9 }), hash: fc.constant('a'.repeat(40)) }), {
  nil: null,
});

describe('the chain of the audit log', () => {
  it('is whole as it was written, whatever retention dropped before it', () => {
    fc.assert(
      fc.property(fc.nat(20), anyGone, (count, gone) => {
        const log = aLog(count, gone);
        const result = checked(log, log, gone);
        assert.deepEqual(result.whole && [result.chained, result.unchained], [count, 0]);
      }),
    );
  });

  it('names the entry whose words were changed, taken out, put in or moved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 20 }), fc.nat(), anyGone, (count, pick, gone) => {
        const log = aLog(count, gone);
        const at = pick % (count - 1);
        const link = log[at] ?? assert.fail();
        const number = link.number ?? 0;
        const reworded = log.with(at, { ...link, text: link.text.replace('entry', 'Entry') });
        assert.equal(found(reworded, log, gone), `changed ${number}`);
        assert.equal(found(log.toSpliced(at, 1), log, gone), `missing ${number}`);
        assert.equal(found(log.toSpliced(at + 1, 0, link), log, gone), `inserted ${number}`);
        const unchained = { ...link, number: null, before: null, hash: null };
        assert.equal(found(log.toSpliced(at + 1, 0, unchained), log, gone), 'inserted null');
        const moved = log.with(at, log[at + 1] ?? link).with(at + 1, link);
        assert.equal(found(moved, log, gone), `reordered ${number}`);
      }),
    );
  });

  it('names an entry that was written anew with a hash that fits', () => {
    const log = aLog(4);
    const text = '{"at":2,"action":"resolve"}';
    const before = log[0]?.hash ?? '';
    const forged = { ...(log[1] ?? assert.fail()), text, hash: linkHash(before, 2, text) };
    assert.equal(found(log.with(1, forged), log), 'changed 2');
    const newest = { ...(log[3] ?? assert.fail()), text, hash: linkHash(log[2]?.hash ?? '', 4, text) };
    assert.equal(found(log.with(3, newest), log), 'changed 4');
  });

  it('misses entries at the end and at the beginning', () => {
    const log = aLog(5);
    assert.equal(found(log.slice(0, 3), log), 'missing 4');
    assert.equal(found([], log), 'missing 1');
    assert.equal(found(log.slice(2), log), 'missing 1');
    assert.equal(found(log.slice(2), log, markOf(log[1])), 'whole');
    assert.equal(found(log.slice(3), log, markOf(log[1])), 'missing 3');
  });

  it('misses the end where the note of the newest entry was taken away', () => {
    const log = aLog(5);
    const result = checkChain({ links: log.slice(0, 3), newest: null, gone: null });
    assert.deepEqual(result, { whole: false, how: 'missing', number: 4, link: null });
    assert.equal(checkChain({ links: [], newest: null, gone: null }).whole, true);
  });

  it('takes what came or went while it was read for what it is', () => {
    const log = aLog(6);
    assert.equal(checkChain({ links: log, newest: markOf(log[3]), gone: null }).whole, true, 'two came since');
    assert.equal(checkChain({ links: log.slice(1), newest: markOf(log[5]), gone: markOf(log[2]) }).whole, true);
  });

  it('begins behind entries of a program that chained none', () => {
    const older = aLog(2).map((link) => ({ ...link, number: null, before: null, hash: null }));
    const log = aLog(3);
    const result = checked([...older, ...log], log, null);
    assert.deepEqual(result.whole && [result.chained, result.unchained], [3, 2]);
  });

  it('holds a mark that was noted elsewhere against the log', () => {
    const log = aLog(5);
    assert.equal(standsIn(log, markOf(log[2]) ?? assert.fail(), null), true);
    assert.equal(standsIn(log, { number: 3, hash: 'f'.repeat(40) }, null), false);
    const [, , third] = log;
    assert.equal(standsIn(log, { number: 3, hash: third?.hash?.slice(0, 16) ?? '' }, null), true, 'by its beginning');
    assert.equal(standsIn(log, { number: 9, hash: 'f'.repeat(40) }, null), false);
    assert.equal(standsIn(log.slice(3), markOf(log[1]) ?? assert.fail(), markOf(log[2])), null);
    assert.equal(standsIn(log.slice(3), { number: 3, hash: 'f'.repeat(40) }, markOf(log[2])), false);
  });

  it('is not linked by what two entries could share', () => {
    assert.notEqual(linkHash('a', 12, 'x'), linkHash('a 1', 2, 'x'));
    assert.notEqual(linkHash('', 1, 'x'), linkHash('', 1, 'y'));
  });
});

describe('a replay of the audit log', () => {
  const standing = {
    state: 'open',
    revision: 1,
    snoozedUntil: null,
    falseAlarm: null,
    mergedInto: null,
    assignee: null,
    acknowledgedBy: null,
  } as const;
  const entry = (over: Partial<AuditEntry>): AuditEntry => ({
    at: 1,
    server: 'home',
    incident: 'i1',
    who: null,
    action: 'open',
    detail: '',
    ...over,
  });

  it('gives how each alert of each server stands last', () => {
    const taken = { ...standing, state: 'acknowledged', revision: 2, acknowledgedBy: '7' } as const;
    const replayed = replay([
      entry({ alert: standing }),
      entry({ alert: standing, server: 'away' }),
      entry({ alert: taken, at: 0 }),
      entry({ action: 'note' }),
      entry({ incident: null, action: 'setup' }),
    ]);
    assert.deepEqual(
      [...replayed],
      [
        [alertKey('home', 'i1'), taken],
        [alertKey('away', 'i1'), standing],
      ],
    );
  });
});
