/** Runs one process of Watchfloor from start to stop. */
import { openLog } from './adapters/log.ts';
import { type App, openApp, type Role } from './app.ts';
import { type Config, loadConfig } from './config/load.ts';
import { ConfigError } from './config/mistakes.ts';

/** Ctrl-C must have ended everything by then. */
const stopMsMax = 5_000;
const exitConfig = 2;

/** Opens the app in these roles, works until SIGINT or SIGTERM, and leaves the exit code to Node. */
export async function run(roles: readonly Role[]): Promise<void> {
  const stopAsked = whenAskedToStop();
  const config = configOrExit();
  const log = openLog({ level: config.settings.log.level }).with({ worker: roles.join('+') });
  let app: App;
  try {
    app = await openApp({ config, roles, log });
    await app.start();
  } catch (error) {
    log.error('could not start', { error });
    process.exitCode = 1;
    return;
  }
  log.info('started', { feeds: config.pack.feeds.length });
  const signal = await stopAsked;
  log.info('stopping', { signal });
  await closeInTime(app);
  log.info('stopped');
}

function configOrExit(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(exitConfig);
  }
}

/** The first signal stops; those that follow (a terminal sends Ctrl-C to every process of the group, and npm sends it on) are the same wish. */
function whenAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.on('SIGINT', resolve);
    process.on('SIGTERM', resolve);
  });
}
