/** The variables of the environment; nothing else in the program reads them. An empty one counts as unset. */
import { z } from 'zod';
import { isLoopback } from '../pipeline/loopback.ts';
import type { Mistake } from './mistakes.ts';
import { isRedisUrl, isWebUrl, redisUrlProblem } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What can be guessed is no secret. */
const secretLengthMin = 16;

/** What may stand behind `Bearer` in a header. */
const bearer = new RegExp(`^[A-Za-z0-9._~+/=-]{${secretLengthMin},500}$`);

const snowflake = z.string().regex(/^\d{15,21}$/, 'expected a Discord id of 15 to 21 digits');
const webAddress = z.string().refine(isWebUrl, 'expected an http or https address');
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a port from 0 to 65535')
  .transform(Number);

const variables = z.object({
  /** The folder to read instead of `config/`. */
  WATCHFLOOR_CONFIG: z.string().optional(),
  WATCHFLOOR_DATA: z.string().optional(),
  WATCHFLOOR_HOST: z.string().optional(),
  WATCHFLOOR_PORT: port.refine((value) => value <= 65_535, 'expected a port from 0 to 65535').optional(),
  /** What who reads /health and /metrics must bring; needed for every host but loopback. */
  WATCHFLOOR_WEB_TOKEN: z
    .string()
    .regex(bearer, `expected at least ${secretLengthMin} letters, digits or any of - . _ ~ + / =, without spaces`)
    .optional(),
  REDIS_URL: z.string().refine(isRedisUrl, { error: redisUrlProblem }).optional(),
  /** Files in PEM form, for rediss: who may have signed its certificate, and a certificate of our own with its key. */
  REDIS_TLS_CA: z.string().optional(),
  REDIS_TLS_CERT: z.string().optional(),
  REDIS_TLS_KEY: z.string().optional(),
  /** Called while everything is on time; it holds a secret as a rule. */
  HEARTBEAT_URL: webAddress.optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'expected one of debug, info, warn, error' })
    .optional(),
  DISCORD_TOKEN: z
    .string()
    .regex(/^[\w.-]{20,200}$/, 'expected the token of a bot, without spaces or quotes')
    .optional(),
  /** With the token enough to start: the default watch is told to this channel. */
  DISCORD_CHANNEL_ID: snowflake.optional(),
  /** The server of that channel; left out, the bot asks Discord for it. */
  DISCORD_GUILD_ID: snowflake.optional(),
  /** A stand-in's address; left out, Discord's own. */
  DISCORD_API_URL: webAddress.optional(),
});

/** The variables as values. */
export type Variables = z.infer<typeof variables>;

/** Reads the variables. Their values are never part of a mistake: they may be secrets. */
export function readEnvironment(env: Environment): { variables: Variables; mistakes: readonly Mistake[] } {
  const given = Object.keys(variables.shape).flatMap((name) => {
    const value = env[name]?.trim();
    return value ? [[name, value]] : [];
  });
  const read = variables.safeParse(Object.fromEntries(given));
  if (read.success) return { variables: read.data, mistakes: alone(read.data) };
  const mistakes = read.error.issues.map((issue) => mistake(issue.path.join('.'), issue.message));
  // The others count all the same: what the folder that one of them names holds is to be told with them.
  const wrong = new Set(read.error.issues.map(({ path }) => path[0]));
  return { variables: variables.parse(Object.fromEntries(given.filter(([name]) => !wrong.has(name ?? '')))), mistakes };
}

interface Signed {
  readonly id: string;
  readonly secretVariable: string;
}

/** The secrets that webhooks are signed with, each from the variable that the webhook names. */
export function readSecrets(
  env: Environment,
  webhooks: readonly Signed[],
): { readonly byWebhook: ReadonlyMap<string, string>; readonly mistakes: readonly Mistake[] } {
  const given = webhooks.map((webhook) => ({ ...webhook, secret: env[webhook.secretVariable]?.trim() ?? '' }));
  const wrong = given.filter(({ secret }) => secret.length < secretLengthMin);
  return {
    byWebhook: new Map(given.map(({ id, secret }) => [id, secret])),
    mistakes: wrong.map(({ id, secretVariable, secret }) => {
      const got = secret === '' ? 'but it is not set' : `but it is shorter`;
      const told = `expected the secret of webhook ${id}, at least ${secretLengthMin} characters, ${got}`;
      return mistake(secretVariable, told);
    }),
  };
}

/** The environment for programs that have no business with our secrets. */
export function withoutSecrets(env: Environment, webhooks: readonly Signed[]): Environment {
  const given = Object.entries(env).filter(([name]) => !secretVariables.has(name));
  const secret = new Set(webhooks.map(({ secretVariable }) => secretVariable));
  return Object.fromEntries(given.filter(([name]) => !secret.has(name)));
}
const secretVariables: ReadonlySet<string> = new Set([
  'DISCORD_TOKEN',
  'HEARTBEAT_URL',
  'REDIS_URL',
  'WATCHFLOOR_WEB_TOKEN',
]);

/** Whoever opens the port to others must say who may read it. */
export function webMistakes(host: string, token: string | undefined): readonly Mistake[] {
  if (isLoopback(host) || token !== undefined) return [];
  const told =
    `expected a token of at least ${secretLengthMin} characters, for web.host is ${host}, which others reach, ` +
    'but it is not set: make one with `openssl rand -hex 32`, or take 127.0.0.1 for web.host';
  return [mistake('WATCHFLOOR_WEB_TOKEN', told)];
}

function alone(given: Variables): readonly Mistake[] {
  if (given.DISCORD_CHANNEL_ID === undefined || given.DISCORD_TOKEN !== undefined) return [];
  return [mistake('DISCORD_TOKEN', 'expected the token of a bot beside DISCORD_CHANNEL_ID, but it is not set')];
}

function mistake(path: string, problem: string): Mistake {
  return { file: 'environment', line: 0, column: 0, path, problem };
}
