import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freshMs, retryAfterMs } from '../../../src/adapters/http/waiting.ts';

const now = Date.UTC(2020, 0, 3, 12);
const inTen = new Date(now + 600_000).toUTCString();
const hours = 3_600_000;

describe('how long a server asks to wait', () => {
  it('reads Retry-After in seconds and as a date', () => {
    assert.equal(retryAfterMs({ 'retry-after': '30' }, now), 30_000);
    assert.equal(retryAfterMs({ 'retry-after': inTen }, now), 600_000);
  });
  it('takes a wrong, past or missing Retry-After for none and bounds a long one', () => {
    for (const written of ['-5', '0', 'soon', new Date(now - 1).toUTCString(), '']) {
      assert.equal(retryAfterMs({ 'retry-after': written }, now), null, written);
    }
    assert.equal(retryAfterMs({}, now), null);
    assert.equal(retryAfterMs({ 'retry-after': '99999999' }, now), 24 * hours);
  });
  it('takes max-age less Age before Expires, and bounds it', () => {
    assert.equal(freshMs({ 'cache-control': 'public, max-age=300', age: '100', expires: inTen }, now), 200_000);
    assert.equal(freshMs({ expires: inTen }, now), 600_000);
    assert.equal(freshMs({ expires: inTen, date: new Date(now + 300_000).toUTCString() }, now), 300_000);
    assert.equal(freshMs({ 'cache-control': 'max-age=31536000' }, now), 6 * hours);
  });
  it('takes no-cache, no-store and nonsense for no wait', () => {
    assert.equal(freshMs({ 'cache-control': 'no-cache, max-age=300' }, now), null);
    assert.equal(freshMs({ 'cache-control': 'max-age=soon', expires: '0' }, now), null);
    assert.equal(freshMs({}, now), null);
  });
});
