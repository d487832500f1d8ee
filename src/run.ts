/** Runs one process of Watchfloor from start to stop, and one command from its arguments to its exit code. */
import { howToConnectDiscord } from './adapters/console/messenger.ts';
import { openLog, type ScopedLog } from './adapters/log.ts';
import { type App, openApp, type Role } from './app.ts';
import { type Config, loadConfig } from './config/load.ts';
import { ConfigError } from './config/mistakes.ts';
import { StreamError } from './replay/stream.ts';

/** Ctrl-C must have ended everything by then. */
const stopMsMax = 4_800;
const exitFailure = 1;
const exitUsage = 2;

/** What was asked for cannot be understood; the message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Works in these roles until SIGINT or SIGTERM. The exit code is Node's own: 0, or 1 where something failed. */
export async function run(roles: readonly Role[]): Promise<void> {
  const asked = whenAskedToStop();
  await command(async (config) => {
    const log = openLog({ level: config.settings.log.level }).with({ worker: roles.length > 1 ? 'all' : roles[0] });
    const isTerminal = config.discord === null;
    const announce = (sentence: string) => void (isTerminal && process.stdout.write(`${sentence}\n`));
    const app = await openApp({ config, roles, log, announce, vitals: true });
    await begin(app, config, roles, log);
    log.info('stopping', { signal: await asked });
    await closeInTime(app, log);
    log.info('stopped');
  });
}

async function begin(app: App, config: Config, roles: readonly Role[], log: ScopedLog): Promise<void> {
  if (roles.includes('scheduler')) {
    await app.prepare();
    app.start();
  }
  log.info('started', { feeds: config.pack.feeds.length, watches: config.watches.length });
  if (roles.includes('deliver') && config.discord === null) process.stdout.write(`${howToConnectDiscord}\n`);
}

/** Runs a command on the configuration; what a person can mend is told in a sentence and ends with exit code 2. */
export async function command(work: (config: Config) => Promise<void>): Promise<void> {
  try {
    await work(loadConfig());
  } catch (error) {
    const isMendable = error instanceof ConfigError || error instanceof UsageError || error instanceof StreamError;
    process.exitCode = isMendable || isArgumentProblem(error) ? exitUsage : exitFailure;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function isArgumentProblem(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/**
 * The first signal stops. Those that follow are the same wish: a terminal sends Ctrl-C to every process of the group,
 * and npm sends it on.
 */
function whenAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.on('SIGINT', resolve);
    process.on('SIGTERM', resolve);
  });
}

/** Closes everything; what does not close in time is left to the operating system, and said. */
async function closeInTime(app: App, log: ScopedLog): Promise<void> {
  const limit = setTimeout(() => {
    log.error('not everything closed in time', { stopMsMax });
    process.exit(exitFailure);
  }, stopMsMax);
  await app.close();
  clearTimeout(limit);
}
