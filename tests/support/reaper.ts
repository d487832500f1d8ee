/** Sees to it that nothing outlives this process, in whatever way that ends: no child, no folder, no server left in one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

/**
 * It hears line by line of what there is and what is gone. When this process is gone the pipe closes; what is left of the
 * processes is killed then, and after them whoever works in one of the folders: a server that a process started for itself.
 */
const script = `trap "" INT TERM HUP
IFS='
'
pids=$IFS folders=$IFS
without() { for one in $1; do [ "$one" = "$2" ] || printf '%s\\n' "$one"; done; }
while read -r line; do
  what=\${line#??}
  case $line in
    p+*) pids=$pids$what$IFS ;;
    p-*) pids=$(without "$pids" "$what")$IFS ;;
    f+*) folders=$folders$what$IFS ;;
    f-*) folders=$(without "$folders" "$what")$IFS ;;
  esac
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
[ "$folders" = "$IFS" ] && exit
for again in 0.1 0.1; do
  for link in $(ls -ld /proc/[0-9]*/cwd); do
    rest=\${link#*/proc/}
    for folder in $folders; do case $rest in */cwd" -> $folder"|*/cwd" -> $folder/"*) kill -9 "\${rest%%/*}" ;; esac; done
  done
  sleep "$again"
done 2>/dev/null
for folder in $folders; do rm -rf "$folder"; done`;

let pipe: Writable | null = null;

function tell(line: string): void {
  pipe ??= startShell();
  pipe.write(`${line}\n`);
}

/** In a session of its own, where no Ctrl-C reaches it; it keeps nobody from ending. */
function startShell(): Writable {
  const shell = spawn('sh', ['-c', script], { cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.unref();
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
  shell.stdin.on('error', () => undefined); // nobody hears: only who kills it brings that about
  return shell.stdin;
}

/** Has a child killed when this process is gone and it is not. */
export function reap<C extends ChildProcess>(child: C): C {
  const { pid } = child;
  if (pid === undefined) return child; // it could not be started, as its `error` says
  tell(`p+${pid}`);
  child.once('exit', () => tell(`p-${pid}`));
  return child;
}

/** A new folder of this name and some letters; it is deleted at the latest when this process is gone. */
export async function makeFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  tell(`f+${folder}`);
  return folder;
}

/** Deletes it now; whoever worked in it was ended before by whoever started him. */
export async function deleteFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  tell(`f-${folder}`);
}
