import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** Whether a process runs. One that has ended and waits for its parent (a zombie) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return processStat(pid)?.state !== 'Z';
}

/** When a process began, in a form that only compares: it tells a process from a later one with the same number. */
export function birthOf(pid: number): string | null {
  if (process.platform === 'linux') return processStat(pid)?.startTicks ?? null;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // ps ends with an error when there is no such process
  }
}

/** Whether that process is a Redis (or Valkey) that works in this folder. */
export function isRedisIn(pid: number, folder: string): boolean {
  try {
    if (process.platform === 'linux') {
      const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return /redis|valkey/.test(title) && readlinkSync(`/proc/${pid}/cwd`) === folder;
    }
    const title = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return /(redis|valkey)-server/.test(title);
  } catch {
    return false; // gone, or not ours to look at
  }
}

function processStat(pid: number): { state: string; startTicks: string } | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold spaces; the fields behind it are those of proc(5) from the third on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
  } catch {
    return null;
  }
}
