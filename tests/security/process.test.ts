import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../support/launch.ts';
import { lockfileProblems } from '../support/lockfile.ts';
import { rocketsAtAsad } from '../support/news.ts';
import { openNewsroom } from '../support/newsroom.ts';
import { startProgram, stopPrograms } from '../support/program.ts';

after(stopPrograms);

const nobody = 65_534;
const flag = '--disable-proto=delete';

test('the lockfile is exact: every package with version and hash, none that runs a script unlisted, in step with package.json', () => {
  assert.deepEqual(lockfileProblems(), []);
});

test('a lockfile that is not exact is told', () => {
  const good = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` };
  const wrong = {
    lockfileVersion: 2,
    packages: {
      '': { dependencies: { a: '^1.0.0' } },
      'node_modules/a': { ...good, version: '^1.0.0' },
      'node_modules/b': { version: '1.0.0' },
      'node_modules/c': { ...good, resolved: 'git+ssh://git@host/c.git' },
      'node_modules/d': { ...good, hasInstallScript: true },
      'node_modules/msgpackr-extract': { ...good, hasInstallScript: true },
    },
  };
  assert.deepEqual(lockfileProblems(wrong, { dependencies: { a: '^2.0.0' } }), [
    'package-lock.json has the form 2, expected 3',
    'dependencies differ between package.json and package-lock.json',
    'node_modules/a has no exact version',
    'node_modules/b has no hash',
    'node_modules/c comes from no registry',
    'node_modules/d runs a script when it is installed',
    'node_modules/msgpackr-extract runs a script when it is installed',
  ]);
});

test('what starts the program takes __proto__ away, in package.json and in the image', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const started of [scripts.start, scripts.worker, readFileSync(join(root, 'Dockerfile'), 'utf8')])
    assert.ok(String(started).includes(flag));
  const isGone = 'process.exit(({}).__proto__ === undefined && Object.getPrototypeOf([]) === Array.prototype ? 0 : 1)';
  execFileSync(process.execPath, [flag, '-e', isGone]);
});

test('it works as a plain user who may write to the data folder alone, without __proto__, and with no secret in its arguments', async (t) => {
  const news = await openNewsroom();
  t.after(() => news.close());
  const isRoot = process.getuid?.() === 0 && process.platform === 'linux';
  if (isRoot) giveTo(nobody, news.configDir, dirname(news.dataDir));
  const secret = 'stand-in-web-token-0123456789';
  const program = startProgram('all', {
    env: {
      ...news.env,
      LOG_LEVEL: 'debug',
      WATCHFLOOR_WEB_TOKEN: secret,
      HOME: '/nonexistent',
      TMPDIR: news.configDir,
    },
    ...(isRoot ? { user: nobody } : {}),
  });
  await program.until('it has begun', () => program.logged('started').length > 0);
  news.publish('reuters', rocketsAtAsad);
  await news.ping('reuters');
  await program.until('an alert is shown', () => program.stdout().includes(rocketsAtAsad.title));
  if (process.platform === 'linux')
    assert.doesNotMatch(readFileSync(`/proc/${program.pid}/cmdline`, 'utf8'), new RegExp(secret));
  if (isRoot) {
    assert.equal(statSync(`/proc/${program.pid}`).uid, nobody);
    assert.equal(statSync(join(news.dataDir, 'redis')).uid, nobody);
  }
  program.signal('SIGTERM');
  assert.deepEqual((await program.ended).code, 0, program.stderr());
  assert.deepEqual(
    program
      .stderr()
      .split('\n')
      .filter((line) => /"level":"error"|__proto__/.test(line)),
    [],
  );
});

function giveTo(user: number, ...paths: readonly string[]): void {
  for (const path of paths) chownSync(path, user, user);
}
