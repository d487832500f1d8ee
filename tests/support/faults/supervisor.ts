/** Keeps a process running as `restart: unless-stopped` does: soon again, and later each time for what does not stay. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ended } from '../program.ts';

const stopMsMax = 20_000;
const aliveEnoughMs = 10_000;
const firstRestartMs = 100;
const restartMsMax = 60_000;

/** One process, from its start to its end. */
interface Run {
  readonly child: ChildProcess;
  readonly startedAt: number;
  readonly ended: Promise<Ended>;
  signalledAt: number | null;
}

/** Starts nothing by itself. */
export class Supervisor {
  /** How its processes ended, in order. */
  readonly ends: Ended[] = [];
  starts = 0;
  readonly #launch: () => ChildProcess;
  readonly #isRestarting: boolean;
  #run: Run | null = null;
  #isWanted = true;
  #restartMs = firstRestartMs;

  /** `isRestarting`: whether it starts another process when one ends by itself or is killed. */
  constructor(launch: () => ChildProcess, isRestarting: boolean) {
    this.#launch = launch;
    this.#isRestarting = isRestarting;
  }

  /** Of the process that runs, or ran last. */
  get pid(): number {
    return this.#run?.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#run !== null && isRunning(this.#run.child);
  }

  /** Starts it where it does not run. */
  start(): void {
    if (this.isRunning) return;
    this.#isWanted = true;
    this.starts += 1;
    const child = this.#launch();
    const ended = Promise.withResolvers<Ended>();
    const run: Run = { child, startedAt: Date.now(), ended: ended.promise, signalledAt: null };
    this.#run = run;
    child.once('close', (code, signal) => {
      const stopMs = run.signalledAt === null ? 0 : Date.now() - run.signalledAt;
      this.ends.push({ code, signal, stopMs });
      ended.resolve({ code, signal, stopMs });
      if (Date.now() - run.startedAt > aliveEnoughMs) this.#restartMs = firstRestartMs;
      if (this.#isWanted && this.#isRestarting) this.#startLater();
    });
  }

  signal(name: NodeJS.Signals): void {
    if (this.#run !== null) this.#run.signalledAt ??= Date.now();
    this.#run?.child.kill(name);
  }

  /** SIGSTOP and SIGCONT, of which the process knows nothing. */
  pause(): void {
    this.#run?.child.kill('SIGSTOP');
  }

  resume(): void {
    this.#run?.child.kill('SIGCONT');
  }

  /** SIGKILL, at once; resolves when the process is gone. */
  async kill(): Promise<void> {
    const killed = this.#run;
    killed?.child.kill('SIGKILL');
    await killed?.ended;
  }

  /** Asks it to stop, for good; kills it when it does not. */
  async stop(): Promise<Ended> {
    this.#isWanted = false;
    const stopped = this.#run;
    if (stopped === null) throw new Error('what never ran cannot be stopped');
    const killer = setTimeout(() => stopped.child.kill('SIGKILL'), stopMsMax);
    this.signal('SIGTERM');
    const ended = await stopped.ended;
    clearTimeout(killer);
    return ended;
  }

  /** Kills it for good. */
  async abandon(): Promise<void> {
    this.#isWanted = false;
    await this.kill();
  }

  #startLater(): void {
    const waitMs = this.#restartMs;
    this.#restartMs = Math.min(waitMs * 2, restartMsMax);
    void pause(waitMs, null, { ref: false }).then(() => (this.#isWanted ? this.start() : undefined));
  }
}

const isRunning = (child: ChildProcess): boolean =>
  child.exitCode === null && child.signalCode === null && existsSync(`/proc/${child.pid}`);
