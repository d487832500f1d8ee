/** What of the configuration must not be shown anywhere, so that it is known again in a text that others wrote. */
import type { Variables } from './environment.ts';
import type { Webhook } from './rota.ts';
import type { Settings } from './settings.ts';

/** Shorter ones are words, and would be cut out of every text. */
const partLengthMin = 8;

interface Given {
  readonly settings: Settings;
  readonly variables: Variables;
  readonly webhooks: readonly Webhook[];
  readonly webhookSecrets: ReadonlyMap<string, string>;
}

/** Tokens and passwords whole; of addresses that let in whoever knows them all that tells them from others of their host. */
export function secretsIn({ settings, variables, webhooks, webhookSecrets }: Given): readonly string[] {
  const { DISCORD_TOKEN, WATCHFLOOR_WEB_TOKEN } = variables;
  const whole = [DISCORD_TOKEN, WATCHFLOOR_WEB_TOKEN, ...webhookSecrets.values(), ...passwordsIn(settings.redisUrl)];
  const addresses = [settings.heartbeat.url, ...webhooks.map(({ url }) => url)];
  const all = [...whole.filter((secret) => secret !== undefined), ...addresses.flatMap(partsOf)];
  return [...new Set(all.filter((secret) => secret !== ''))];
}

/** As it is written, and as it is sent; of a socket's address it stands in the query. */
function passwordsIn(address: string | null): readonly string[] {
  const [, written = ''] = /\/\/[^/@:]*:([^@]*)@/.exec(address ?? '') ?? [];
  const query = new URLSearchParams(address?.split('?', 2)[1] ?? '');
  return [written, decodeURIComponent(written), query.get('password') ?? ''];
}

function partsOf(address: string | null): readonly string[] {
  const url = URL.parse(address ?? '');
  if (url === null) return [];
  const parts = [url.password, ...url.pathname.split('/'), ...url.searchParams.values()];
  const long = parts.filter((part) => part.length >= partLengthMin && /\d/.test(part));
  return [...long, ...((url.pathname + url.search).length > partLengthMin ? [url.pathname + url.search] : [])];
}
