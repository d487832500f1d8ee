/** Runs one process of Watchfloor from start to stop, and one command from its arguments to its exit code. */
import { once } from 'node:events';
import { inspect } from 'node:util';
import { howToConnectDiscord } from './adapters/console/messenger.ts';
import { redactor } from './adapters/log/redact.ts';
import { openLog, type ScopedLog } from './adapters/log.ts';
import { auditFiles } from './app/filed.ts';
import { unlessAborted } from './app/opened.ts';
import { type App, openApp, type Role } from './app.ts';
import { type Config, loadConfig } from './config/load.ts';
import { ConfigError } from './config/mistakes.ts';
import { StreamError } from './replay/stream.ts';

/** Ctrl-C must have ended everything by then. */
const stopMsMax = 4_800;
const exitFailure = 1;
const exitUsage = 2;
const exitInterrupted = 130; // as shells count: 128 and the number of SIGINT

/** What was asked for cannot be understood; the message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Works in these roles until SIGINT or SIGTERM. The exit code is Node's own: 0, or 1 where something failed. */
export async function run(roles: readonly Role[]): Promise<void> {
  await command(async (config, stop) => {
    const log = openLog({ level: config.settings.log.level, secrets: config.secrets }).with({
      worker: roles.length > 1 ? 'all' : roles[0],
    });
    log.info('starting', { data: config.settings.redisUrl === null ? config.settings.dataDir : undefined });
    try {
      await work(config, roles, log, stop);
    } catch (error) {
      if (!stop.aborted) throw error; // what fails because it is stopped is no failure
    }
    log.info('stopped', { signal: stop.aborted ? stop.reason : undefined });
  });
}

async function work(config: Config, roles: readonly Role[], log: ScopedLog, stop: AbortSignal): Promise<void> {
  // The sentence is for whoever has no log before his eyes.
  const isTerminal = config.discord === null && !process.stderr.isTTY;
  const announce = (sentence: string) => void (isTerminal && process.stdout.write(`${sentence}\n`));
  const app = await openApp({ config, roles, log, announce, stop, vitals: true });
  try {
    await unlessAborted(begin(app, config, roles, log), stop);
    if (!stop.aborted) await Promise.race([once(stop, 'abort'), app.superseded]);
  } finally {
    await app.close();
  }
}

async function begin(app: App, config: Config, roles: readonly Role[], log: ScopedLog): Promise<void> {
  if (roles.includes('scheduler')) {
    await auditFiles({ store: app.store, config, clock: app.clock });
    await app.prepare();
    app.start();
  }
  if (roles.length === 1 && config.settings.redisUrl === null)
    log.warn('this role has a Redis of its own, which no other process shares: set REDIS_URL', { role: roles[0] });
  log.info('started', { feeds: config.pack.feeds.length, watches: config.watches.length });
  if (roles.includes('deliver') && config.discord === null) process.stdout.write(`${howToConnectDiscord}\n`);
}

/**
 * Runs a command on the configuration. What a person can mend is told in a sentence and ends with exit code 2; the signal
 * is aborted when he asks to stop, and a command that then throws was interrupted.
 */
export async function command(work: (config: Config, stop: AbortSignal) => Promise<void>): Promise<void> {
  const stop = whenAskedToStop();
  const allClosed = limitStopping(stop);
  let conceal = redactor([]);
  dieConcealing((text) => conceal(text));
  try {
    const config = loadConfig();
    conceal = redactor(config.secrets);
    await work(config, stop);
  } catch (error) {
    process.exitCode = stop.aborted ? exitInterrupted : exitCodeOf(error);
    if (!stop.aborted) process.stderr.write(`${conceal(error instanceof Error ? error.message : String(error))}\n`);
  }
  allClosed();
}

/**
 * Ends the process on an error that nobody catches, as Node would, but without the secrets that clients leave in the
 * properties of their errors: the arguments of a command, the headers of a request.
 */
function dieConcealing(conceal: (text: string) => string): void {
  process.on('uncaughtException', (error: unknown) => {
    process.stderr.write(`${conceal(inspect(error))}\n`);
    process.exit(exitFailure);
  });
}

function exitCodeOf(error: unknown): number {
  const isMendable = error instanceof ConfigError || error instanceof UsageError || error instanceof StreamError;
  return isMendable || isArgumentProblem(error) ? exitUsage : exitFailure;
}

function isArgumentProblem(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/**
 * The first signal stops; it is the reason of the abort. Those that follow are the same wish: a terminal sends Ctrl-C to
 * every process of the group, and npm sends it on. A terminal that is closed wants it too (SIGHUP). Who reads our output no
 * more, as `head` does after its lines, wants the same; Node knows no such signal, and would end at once with our Redis left
 * behind.
 */
function whenAskedToStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
  process.stdout.on('error', () => stop.abort('SIGPIPE'));
  // Whoever reads the alerts need not read the log, and the other way round it is the log that tells why we stop.
  process.stderr.on('error', () => {});
  return stop.signal;
}

/**
 * What does not close in time is left to the operating system, and said. Gives the function to call when everything of
 * ours is closed: what then still holds the process, such as a request without answer, is not waited for.
 */
function limitStopping(stop: AbortSignal): () => void {
  let isClosed = false;
  stop.addEventListener('abort', () => {
    setTimeout(() => {
      if (!isClosed) process.stderr.write(`Not everything could be closed within ${stopMsMax} ms.\n`);
      process.exit(isClosed ? process.exitCode : exitFailure);
    }, stopMsMax).unref();
  });
  return () => {
    isClosed = true;
  };
}
