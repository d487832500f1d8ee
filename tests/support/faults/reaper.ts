/** Sees to it that nothing outlives the harness, in whatever way that ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Reaper {
  watch(pid: number): void;
  forget(pid: number): void;
  /** Kills what is still watched, and deletes the folder. */
  close(): Promise<void>;
}

// It hears of processes line by line. When the harness is gone the pipe closes, and they and the folder go too.
const script = `trap "" INT TERM HUP; dir=$1; live=" "
while read -r sign pid; do
  case $sign in
    +) live="$live$pid " ;;
    -) left=" "; for one in $live; do [ "$one" = "$pid" ] || left="$left$one "; done; live=$left ;;
  esac
done
for one in $live; do kill -9 "$one" 2>/dev/null; done
rm -rf "$dir"`;

export function startReaper(folder: string): Reaper {
  const shell = spawn('sh', ['-c', script, 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.stdin.on('error', () => undefined);
  const closed = once(shell, 'close');
  return {
    watch: (pid) => void shell.stdin.write(`+ ${pid}\n`),
    forget: (pid) => void shell.stdin.write(`- ${pid}\n`),
    async close() {
      shell.stdin.end();
      await closed;
    },
  };
}
