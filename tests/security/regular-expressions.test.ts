import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSuspect, slownessOf } from '../support/hostile/redos.ts';
import { expressionsIn, expressionsMade } from '../support/hostile/regular-expressions.ts';

const expression = (source: string, flags = 'u') => ({ source, flags, where: 'here' });

test('no regular expression of the program that reasoning suspects is slow on a text made for it', () => {
  const { literals } = expressionsIn('src');
  assert.ok(literals.length > 300, `${literals.length} were found`);
  const suspects = literals.filter(isSuspect);
  assert.deepEqual(
    suspects.flatMap((each) => slownessOf(each) ?? []),
    [],
  );
});

test('those that are slow are found, by reasoning or by measuring', () => {
  for (const source of ['^(a+)+$', '\\s+$', '^\\s*(?:x)?\\s*$']) {
    const told = () => slownessOf(expression(source));
    // A stall of the machine while the shorter text is measured hides it.
    assert.match(told() ?? told() ?? told() ?? 'none', /^here: .* is slow on/u, source);
  }
  assert.ok(isSuspect(expression('^(a+)+$')));
});

test('an expression that is made at run time is found where it is made', async () => {
  const { made } = expressionsIn('src');
  const seen = await expressionsMade(() => import('../../src/pipeline/parse/dates.ts'));
  assert.ok(
    seen.some(({ where }) => made.includes(where)),
    JSON.stringify(seen.map(({ where }) => where)),
  );
});
