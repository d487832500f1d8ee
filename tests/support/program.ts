/** The real program as a child process: started, watched by what it says, ended by its own number. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type Launch, launch } from './launch.ts';
import { until as untilHolds } from './until.ts';

const untilMsMax = 60_000; // processes start slowly where many do at once

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the first signal that was sent to it. */
  readonly stopMs: number;
}

type LogRecord = Readonly<Record<string, unknown>>;

export interface Program {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** The records of its log with this message. */
  logged(message: string): readonly LogRecord[];
  /** Articles decided so far, and whether every row that followed from them is settled; needs LOG_LEVEL=debug. */
  decided(): { readonly articles: number; readonly isDelivered: boolean };
  signal(name: NodeJS.Signals): void;
  /** Reads its standard output no more, as `head` does. */
  closeOutput(): void;
  readonly ended: Promise<Ended>;
  /** Where /health and /metrics are, as its log says. */
  url(): Promise<string>;
  /** Waits for what it says; fails with all it said. */
  until(what: string, holds: () => boolean | Promise<boolean>, msMax?: number): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Starts `workers/<name>.ts` as npm does. */
export function startProgram(name: string, asked: Omit<Launch, 'stdio'> = {}): Program {
  const child = launch(name, asked);
  running.add(child);
  let signalledAt: number | null = null;
  const { said, records } = heardOf(child);
  const ended = new Promise<Ended>((done) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      done({ code, signal, stopMs: signalledAt === null ? 0 : Date.now() - signalledAt });
    });
  });
  const logged = (message: string) => records.filter((record) => record.message === message);
  const seen = () => `--- stdout\n${said.stdout}\n--- stderr\n${said.stderr}`;
  const until: Program['until'] = async (what, holds, msMax = untilMsMax) => {
    const holdsWhileItRuns = async () => {
      if (await holds()) return true;
      if (!running.has(child)) throw new Error(`it ended before: ${what}\n${seen()}`);
      return false;
    };
    await untilHolds(what, holdsWhileItRuns, msMax, seen);
  };
  return {
    pid: child.pid ?? 0,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    logged,
    decided() {
      const articles = logged('article decided');
      const rows = articles.reduce((sum, record) => sum + Number(record.rows), 0);
      return { articles: articles.length, isDelivered: logged('row settled').length >= rows };
    },
    signal(name) {
      signalledAt ??= Date.now();
      child.kill(name);
    },
    closeOutput() {
      signalledAt ??= Date.now();
      child.stdout?.destroy();
    },
    ended,
    async url() {
      await until('it serves health and metrics', () => logged('health and metrics').length > 0);
      return String(logged('health and metrics')[0]?.url);
    },
    until,
  };
}

/** What it says, which grows as it is said. */
function heardOf(child: ChildProcess) {
  const said = { stdout: '', stderr: '' };
  const records: LogRecord[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const unread = said.stderr.slice(said.stderr.lastIndexOf('\n') + 1) + text;
    said.stderr += text;
    records.push(...recordsOf(unread.slice(0, unread.lastIndexOf('\n') + 1)));
  });
  return { said, records };
}

/** Runs `workers/<name>.ts` to its end. */
export async function runProgram(name: string, asked: Omit<Launch, 'stdio'> = {}) {
  const program = startProgram(name, asked);
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}

/** Asks whatever still runs to stop, and waits for it; for the end of a test file. */
export async function stopPrograms(): Promise<void> {
  const ends = [...running].map(async (child) => {
    const closed = new Promise((done) => child.once('close', done));
    child.kill('SIGTERM');
    await closed;
  });
  await Promise.all(ends);
}

/**
 * For how long a process has been running or waiting for others, without the time in which it waited for a processor:
 * what a machine of its own would have taken.
 */
export function unloadedMs(pid: number, startedAt: number): number {
  const schedule = existsSync(`/proc/${pid}/schedstat`) ? readFileSync(`/proc/${pid}/schedstat`, 'utf8') : '0 0 0';
  const waitedMs = Number(schedule.split(' ')[1]) / 1e6;
  return Date.now() - startedAt - waitedMs;
}

/** The records of a log, whatever else stands between them. */
export function recordsOf(log: string): readonly LogRecord[] {
  return log.split('\n').flatMap((line) => {
    try {
      const record: unknown = JSON.parse(line);
      return typeof record === 'object' && record !== null ? [{ ...record }] : [];
    } catch {
      return [];
    }
  });
}
