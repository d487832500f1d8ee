import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { findRedisServer, RedisNotFoundError } from '../../../src/adapters/redis-server/find.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const onLinux = { skip: process.platform !== 'linux' };
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchfloor-find-'));
  await mkdir(join(folder, 'bin'));
  // The tools that our stand-ins are written with, and nothing else.
  for (const tool of ['sh', 'env', 'mkdir', 'cat', 'chmod'])
    await symlink(tool === 'env' ? '/usr/bin/env' : `/bin/${tool}`, join(folder, 'bin', tool));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'bin', name), 0o755);
}

function find() {
  return findRedisServer({ cacheDir: join(folder, 'cache'), env: { PATH: join(folder, 'bin') }, log });
}

/** Stand-ins for apt and dpkg: the download is counted, the package holds a server that only knows its version. */
async function debian(version: string): Promise<void> {
  await program(
    'apt-get',
    `case "$*" in *download*) echo once >> "${folder}/downloads"; echo package > package.deb;; esac`,
  );
  const server = `#!/bin/sh\necho Redis server v=${version}`;
  await program(
    'dpkg-deb',
    `mkdir -p "$3/usr/bin"; echo '${server}' > "$3/usr/bin/redis-server"; chmod 755 "$3/usr/bin/redis-server"`,
  );
  await program('ldd', 'exit 0');
}

test('a server on PATH is taken first', async () => {
  await program('redis-server', 'echo Redis server v=7.2.4 sha=00000000');
  assert.deepEqual(await find(), { binary: join(folder, 'bin/redis-server'), libraryPath: '' });
});

test('valkey serves as well', async () => {
  await program('valkey-server', 'echo Valkey server v=8.0.1 sha=00000000');
  assert.equal((await find()).binary, join(folder, 'bin/valkey-server'));
});

test('a server on PATH that is too old is passed over', onLinux, async () => {
  await program('redis-server', 'echo Redis server v=6.0.16 sha=00000000');
  await debian('7.0.15');
  assert.match((await find()).binary, /cache\/redis\/.*\/usr\/bin\/redis-server$/);
});

test('what was brought once is found in the cache by the next start', onLinux, async () => {
  await debian('7.0.15');
  const brought = await find();
  assert.deepEqual(await find(), brought);
  assert.equal(await readFile(join(folder, 'downloads'), 'utf8'), 'once\n');
});

test('many starts at once bring it once', onLinux, async () => {
  await debian('7.0.15');
  const found = await Promise.all(Array.from({ length: 8 }, find));
  assert.equal(new Set(found.map((each) => each.binary)).size, 1);
  assert.equal(await readFile(join(folder, 'downloads'), 'utf8'), 'once\n');
});

test('a cached one that does not run here is brought anew', onLinux, async () => {
  const root = join(folder, 'cache/redis', `${process.platform}-${process.arch}`);
  await mkdir(join(root, 'usr/bin'), { recursive: true });
  await writeFile(join(root, 'usr/bin/redis-server'), 'not a program', { mode: 0o755 });
  await debian('7.0.15');
  assert.equal((await find()).binary, join(root, 'usr/bin/redis-server'));
});

test(
  'what the dynamic linker misses is brought as well: libraries of libraries, and nothing else',
  onLinux,
  async () => {
    await debian('7.0.15');
    await program(
      'apt-get',
      `case "$*" in *download*) echo "$*" >> "${folder}/downloads"; echo package > package.deb;; esac`,
    );
    await program('ldd', 'echo "libssl.so.3 => not found"');
    await program(
      'apt-cache',
      `cat <<'END'
redis-tools
  Depends: adduser
  Depends: libc6
  Depends: libssl3
  Depends: libsystemd0
    libelogind0
adduser
  Depends: libpam0g
libssl3
  Depends: libc6
libsystemd0
  PreDepends: libgcrypt20
libgcrypt20
  Depends: libsystemd0
END`,
    );
    await find();
    const [, second] = (await readFile(join(folder, 'downloads'), 'utf8')).trim().split('\n');
    assert.match(second ?? '', / download libssl3 libsystemd0 libgcrypt20$/);
  },
);

test('where none is and none can be brought, one sentence says what to do', async () => {
  await assert.rejects(find(), (error) => {
    assert.ok(error instanceof RedisNotFoundError);
    assert.match(error.message, /^Watchfloor needs a Redis server and found none on PATH: .*, or set REDIS_URL\.$/);
    return true;
  });
});

test('where the download fails, the reason of apt is told', onLinux, async () => {
  await program('apt-get', 'case "$*" in *--version*) ;; *) echo "E: Could not resolve deb.example"; exit 100;; esac');
  await assert.rejects(find(), /failed: E: Could not resolve deb\.example\)/);
});

test(
  'where the cache may not be written, as in a folder that is read-only, the other one is taken',
  onLinux,
  async () => {
    await debian('7.0.15');
    await writeFile(join(folder, 'cache'), 'no folder, which root cannot write to either');
    const both = {
      cacheDir: join(folder, 'cache'),
      otherCacheDir: join(folder, 'other'),
      env: { PATH: join(folder, 'bin') },
      log,
    };
    const found = await findRedisServer(both);
    assert.ok(found.binary.startsWith(join(folder, 'other')), found.binary);
    assert.equal((await findRedisServer(both)).binary, found.binary);
    assert.equal(await readFile(join(folder, 'downloads'), 'utf8'), 'once\n');
    await assert.rejects(
      find(),
      (error) => error instanceof RedisNotFoundError && /cannot be written/.test(error.message),
    );
  },
);
