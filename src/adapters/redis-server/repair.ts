import { existsSync } from 'node:fs';
import { cp, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../../ports.ts';
import { runCommand } from './command.ts';
import { type RedisBinary, serverEnvironment } from './find.ts';

const repairTimeoutMs = 300_000;
const backupsMax = 3;
const backupMark = '.before-repair-';

/** Whether the server's last words say that its append-only file is damaged in a way that its own tool mends. */
export function isRepairable(lastWords: string): boolean {
  return /check-aof --fix/.test(lastWords);
}

/**
 * Cuts a damaged append-only file off at the last whole command, after copying all of it aside. What stood behind the
 * damage is lost to the server and stays in the copy. False when the tool could not mend it.
 */
export async function repairAppendOnlyFile(dataDir: string, server: RedisBinary, log: Log): Promise<boolean> {
  const target = [join(dataDir, 'appendonlydir', 'appendonly.aof.manifest'), join(dataDir, 'appendonly.aof')];
  const file = target.find((each) => existsSync(each));
  if (file === undefined) return false;
  const whole = file.endsWith('.manifest') ? dirname(file) : file;
  const backup = `${whole}${backupMark}${new Date().toISOString().replace(/[:.]/g, '-')}`;
  await cp(whole, backup, { recursive: true });
  await dropOldBackups(dataDir);
  const tool = basename(server.binary).replace('server', 'check-aof');
  const result = await runCommand(server.binary, ['--fix', file], {
    env: serverEnvironment(server),
    argv0: tool, // one binary is all of Redis's tools and goes by the name it is called by
    input: 'y\ny\n',
    timeoutMs: repairTimeoutMs,
  });
  const droppedBytes = Number(/diff=(\d+)/.exec(result.output)?.[1] ?? 0);
  const fields = { backup, droppedBytes };
  if (result.code === 0) log.warn('the append-only file of Redis was damaged: backed up and repaired', fields);
  else log.error('the append-only file of Redis is damaged and could not be repaired', fields);
  return result.code === 0;
}

async function dropOldBackups(dataDir: string): Promise<void> {
  const backups = (await readdir(dataDir)).filter((name) => name.includes(backupMark)).sort();
  for (const name of backups.slice(0, -backupsMax)) await rm(join(dataDir, name), { recursive: true, force: true });
}
