/** `npm run config:check`: says what `config/` holds, or everything that is wrong with it. */
import { type Config, loadConfig } from '../src/config/load.ts';
import { ConfigError } from '../src/config/mistakes.ts';

const exitWrongConfig = 2;

try {
  console.log(tellCounts(loadConfig()));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  const count = error.mistakes.length;
  console.error(`\n${count} ${count === 1 ? 'mistake' : 'mistakes'} in the configuration.`);
  process.exitCode = exitWrongConfig;
}

function tellCounts({ pack, watches, subscriptions, servers, rotas, policies }: Config): string {
  const unverified = pack.feeds.filter((feed) => feed.status === 'unverified').length;
  const counts = [
    `${pack.feeds.length} feeds (${unverified} unverified) of ${pack.outlets.length} outlets`,
    `${pack.actors.length} actors`,
    `${pack.places.length} places`,
    `${pack.eventTypes.length} event types`,
    `${pack.knownIncidents.length} known incidents`,
    counted(watches.length, 'watch', 'watches'),
    counted(subscriptions.length, 'subscription'),
    counted(servers.length, 'server'),
    counted(rotas.length, 'rota'),
    counted(policies.length, 'escalation policy', 'escalation policies'),
  ];
  return `OK: ${counts.join(', ')}.`;
}

function counted(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
