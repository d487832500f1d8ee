/** Backup, erasing and restoring, with all our secrets in the environment: what they write, and what they say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readLine } from '../../../src/pipeline/backup.ts';
import { runProgram } from '../program.ts';
import type { Place } from './canary.ts';
import { failure, told } from './commands.ts';
import { holdsFeeds, textOf } from './places.ts';
import { guest, type World } from './world.ts';

/** To be run when no program writes any more. */
export async function keepAndRestore(world: World): Promise<readonly Place[]> {
  const { keeperEnv, inFeeds, news, byName } = world;
  const file = join(news.configDir, 'all.backup');
  const steps: readonly (readonly [name: string, args: readonly string[]])[] = [
    ['backup', [file]],
    ['backup', ['--verify', file]],
    ['restore', [file, '--force']],
  ];
  const places: Place[] = [];
  for (const [name, args] of steps) {
    const ended = await runProgram(name, { env: keeperEnv, args });
    places.push(...told(`npm run ${name} -- ${args[0]}`, ended), ...failure(name, ended.code === 0, ended));
  }
  const erased = await runProgram('erase', { env: world.env, args: ['--user', guest.id] });
  const wrong = {
    ...keeperEnv,
    REDIS_URL: String(keeperEnv.REDIS_URL).replace(encodeURIComponent(byName.keeper), byName.redis.slice(1, 19)),
  };
  return [
    ...places,
    ...told('npm run erase', erased),
    ...failure('erase', erased.code === 0, erased),
    ...told('a backup with a wrong password', await runProgram('backup', { env: wrong, args: [`${file}.2`] })),
    ...recordsIn(file, inFeeds),
  ];
}

/** The records of a backup, each of its own key. */
function recordsIn(file: string, inFeeds: readonly string[]): readonly Place[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  return lines.map((text) => {
    const line = readLine(text);
    if (line?.is !== 'record' || line.record.kind !== 'part') return { where: 'a line of the backup', text };
    const { key, values } = line.record;
    const where = `the backup, ${key}`;
    return { where, text: `${text} ${textOf(values)}`, ...(holdsFeeds(key) ? { knows: inFeeds } : {}) };
  });
}
