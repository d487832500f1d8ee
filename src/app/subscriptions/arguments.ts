/** What is asked of `npm run subscriptions`, read from its arguments. */
import { parseArgs } from 'node:util';
import { type Language, type Severity, type SubscriptionWish, severities } from '../../model.ts';
import { nothingWished } from '../../pipeline/subscribe.ts';

/** What was asked for cannot be done as it is written; the message says what was expected. */
export class SubscriptionsError extends Error {
  override readonly name = 'SubscriptionsError';
}

/** What somebody asks of `npm run subscriptions`. */
export type Asked =
  | { readonly what: 'list' }
  | { readonly what: 'remove' | 'check' | 'test'; readonly ids: readonly string[] }
  | {
      readonly what: 'add';
      readonly server: string;
      /** A channel of the server, or somebody to be told in direct messages. */
      readonly to: { readonly channel: string } | { readonly user: string };
      readonly watch: string | null;
      readonly wish: SubscriptionWish;
    };

const usage = `usage: npm run --silent subscriptions -- …
  list                who is told what
  add --server ID --channel ID|--user ID [--watch ID]   tells a watch there, or changes how it is told
      [--role ID] [--severity SEVERITY] [--ping-from SEVERITY|nobody] [--quiet HH:MM-HH:MM] [--time-zone ZONE]
      [--cap NUMBER] [--language en|ar|fa] [--digest day|week|both|none] [--digest-at HH:MM] [--alerts on|off]
  remove ID…          those that were made by command
  check [ID…]         what the bot lacks, by channel
  test ID…            sends a test alert, which looks as real ones do`;

const options = {
  server: { type: 'string' },
  channel: { type: 'string' },
  user: { type: 'string' },
  watch: { type: 'string' },
  role: { type: 'string' },
  severity: { type: 'string' },
  'ping-from': { type: 'string' },
  quiet: { type: 'string' },
  'time-zone': { type: 'string' },
  cap: { type: 'string' },
  language: { type: 'string' },
  digest: { type: 'string' },
  'digest-at': { type: 'string' },
  alerts: { type: 'string' },
} as const;
type Values = { readonly [name in keyof typeof options]?: string };

const snowflake = /^\d{15,21}$/u;
const languages = ['en', 'ar', 'fa'] as const satisfies readonly Language[];

/** Reads the arguments. Throws SubscriptionsError, or a TypeError of `parseArgs`. */
export function readArguments(args: readonly string[]): Asked {
  if (args.includes('--help') || args.includes('-h')) throw new SubscriptionsError(usage);
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [what = '', ...ids] = positionals;
  if (what !== 'add' && Object.keys(values).length > 0)
    throw new SubscriptionsError(`--${Object.keys(values)[0]} is an option of add alone\n${usage}`);
  switch (what) {
    case 'list':
      if (ids.length > 0) break;
      return { what };
    case 'check':
      return { what, ids };
    case 'remove':
    case 'test':
      if (ids.length === 0) break;
      return { what, ids };
    case 'add':
      if (ids.length > 0) break;
      return adding(values);
  }
  throw new SubscriptionsError(what === '' ? usage : `${what}: expected one of these, as written\n${usage}`);
}

function adding(values: Values): Asked {
  const { channel, user } = values;
  if ((channel === undefined) === (user === undefined))
    throw new SubscriptionsError(`add: expected either --channel or --user\n${usage}`);
  const to = channel === undefined ? { user: idOf('--user', user) } : { channel: idOf('--channel', channel) };
  const server = idOf('--server', values.server);
  return { what: 'add', server, to, watch: values.watch ?? null, wish: wishOf(values) };
}

function wishOf(values: Values): SubscriptionWish {
  const { role, severity, 'ping-from': pingFrom, quiet, cap, language, digest, alerts } = values;
  const [quietFrom = null, quietTo = null] = quiet === undefined ? [] : quiet.split('-');
  return {
    ...nothingWished,
    pingRole: role === undefined ? null : idOf('--role', role),
    severityFloor: word<Severity>('--severity', severities, severity),
    pingFloor: word<Severity | 'nobody'>('--ping-from', [...severities, 'nobody'], pingFrom),
    quietFrom,
    quietTo,
    timeZone: values['time-zone'] ?? null,
    cardsPerHour: cap === undefined ? null : Number(cap),
    cardLanguage: word('--language', languages, language),
    digest: word('--digest', ['day', 'week', 'both', 'none'], digest),
    digestAt: values['digest-at'] ?? null,
    alerts: alerts === undefined ? null : word('--alerts', ['on', 'off'], alerts) === 'on',
  };
}

function idOf(option: string, given: string | undefined): string {
  if (given !== undefined && snowflake.test(given)) return given;
  throw new SubscriptionsError(`${option}: expected a Discord id of 15 to 21 digits, got ${given ?? 'nothing'}`);
}

function word<const Word extends string>(option: string, words: readonly Word[], given: string | undefined) {
  if (given === undefined) return null;
  const found = words.find((one) => one === given);
  if (found === undefined)
    throw new SubscriptionsError(`${option}: expected one of ${words.join(', ')}, got "${given}"`);
  return found;
}
