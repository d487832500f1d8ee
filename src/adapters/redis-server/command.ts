import { spawn } from 'node:child_process';

const outputLengthMax = 64 * 1024;

export interface CommandResult {
  /** Null when it could not be started or was ended by a signal, the time limit included. */
  readonly code: number | null;
  /** The end of what it wrote, standard output and error together. */
  readonly output: string;
}

export interface CommandOptions {
  /** Left out: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly input?: string;
  /** What the program sees as its own name, for binaries that are several tools in one. */
  readonly argv0?: string;
}

/** Runs a program to its end within a time limit. Never throws: a program that is not there has code null. */
export function runCommand(program: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    const { timeoutMs, input, ...spawnOptions } = options;
    const child = spawn(program, [...args], {
      ...spawnOptions,
      stdio: 'pipe',
    });
    // Not spawn's own timeout: its timer outlives a program that could not be started.
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const end = (result: CommandResult) => {
      clearTimeout(timer);
      resolve(result);
    };
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-outputLengthMax);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // A program that never reads its input closes the pipe; that is its right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.on('error', (error) => end({ code: null, output: error.message }));
    child.on('close', (code) => end({ code, output }));
  });
}
