import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { aCanary, findCanaries } from '../support/canaries/canary.ts';
import { huntCanaries } from '../support/canaries/hunt.ts';
import { stopPrograms } from '../support/program.ts';

after(stopPrograms);

test('a canary is found in every form, whole and in pieces', () => {
  const canary = aCanary('secret');
  const { value } = canary;
  const base64 = (before: string) => Buffer.from(`${before}${value}`).toString('base64');
  for (const [where, text] of Object.entries({
    plain: `x ${value} y`,
    'lower case, as in an id': value.toLowerCase(),
    'percent-encoded': `%20${encodeURIComponent(value)}`,
    'base64, from each place': base64('') + base64('a') + base64('ab'),
    'base64 behind a name': base64('user:'),
    hexadecimal: Buffer.from(value).toString('hex'),
    'a piece': `${value.slice(3, 19)}…`,
    'in lines': `${value.slice(0, 20)}\n${value.slice(20)}`,
  }))
    assert.equal(findCanaries([canary], [{ where, text }]).length, 1, where);
  assert.deepEqual(findCanaries([canary], [{ where: 'there', text: value, knows: ['secret'] }]), []);
  assert.deepEqual(findCanaries([canary], [{ where: 'there', text: aCanary('other').value.repeat(1_000) }]), []);
});

test('no secret is found in logs, Redis, messages, metrics, errors, exports or arguments after a day of work and failures', async (t) => {
  const hunt = await huntCanaries({ isLong: false });
  if (hunt === null) return t.skip('this Redis was built without TLS');
  t.diagnostic(JSON.stringify(hunt.figures));
  assert.deepEqual(hunt.found, []);
});
