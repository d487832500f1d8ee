import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertOfTimer, alertTimer, isAlertTimer } from '../../../src/pipeline/alert/timer.ts';

test('an alert is found again by its timer, also where the id of its incident holds colons', () => {
  for (const incident of ['i-article-1', 'known:soleimani', 'a:b:c']) {
    const alert = { server: '123456789012345678', incident };
    assert.deepEqual(alertOfTimer(alertTimer(alert)), alert);
    assert.ok(isAlertTimer(alertTimer(alert)));
  }
});

test('what is no timer of an alert names none', () => {
  for (const timer of ['poll:wire', 'alert:', 'alert:home', 'alert:home:', 'alert::i-1', ''])
    assert.equal(alertOfTimer(timer), null, timer);
});
