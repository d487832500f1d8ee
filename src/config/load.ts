/** Reads `config/` and the environment, once, at the start. */
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { z } from 'zod';
import type { EscalationPolicy, Pack, Rota, Server, Subscription, Watch, Weights } from '../model.ts';
import {
  type Environment,
  readEnvironment,
  readSecrets,
  type Variables,
  webMistakes,
  withoutSecrets,
} from './environment.ts';
import { mistakesOf } from './expectations.ts';
import { ConfigError, type Mistake } from './mistakes.ts';
import { buildPack, packMistakes, type Read } from './pack.ts';
import { type RedisTls, readRedisTls } from './redis-tls.ts';
import { filePolicies, fileRotas, rotaFile, type Webhook } from './rota.ts';
import { rotaMistakes } from './rota-references.ts';
import * as schema from './schema.ts';
import { secretsIn } from './secrets.ts';
import { type Settings, settingsFile } from './settings.ts';
import { fileServers, fileSubscriptions, fileWatches, watchMistakes } from './watches.ts';
import { readYamlFile } from './yaml-file.ts';

/** Everything an operator set, checked. */
export interface Config {
  readonly pack: Pack;
  readonly settings: Settings;
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
  readonly servers: readonly Server[];
  readonly rotas: readonly Rota[];
  readonly policies: readonly EscalationPolicy[];
  readonly webhooks: readonly Webhook[];
  /** What each webhook is signed with, by its id; never shown. */
  readonly webhookSecrets: ReadonlyMap<string, string>;
  /** Null without a token: alerts are shown in the terminal. */
  readonly discord: DiscordAccess | null;
  /** For a Redis that is reached by TLS; null where it is not. */
  readonly redisTls: RedisTls | null;
  /** What who reads /health and /metrics must bring; null where only this machine can ask. */
  readonly webToken: string | null;
  /** All that was given and must not be shown anywhere. */
  readonly secrets: readonly string[];
  /** As it was given but for our secrets, for the programs that we start. */
  readonly env: Environment;
  /** Where what the program brings for itself is kept. */
  readonly cacheDir: string;
}

/** What is needed to reach Discord. */
export interface DiscordAccess {
  readonly token: string;
  /** Null: Discord's own address. */
  readonly apiUrl: string | null;
}

const shippedFolder = resolve(import.meta.dirname, '../../config');
const cacheDir = resolve(import.meta.dirname, '../../.cache');

/** Where the configuration is read from. */
export interface ConfigOptions {
  readonly dir?: string;
  readonly env?: Environment;
  /** In place of the file's, which is then not read: whoever learns the weights must not need them. */
  readonly weights?: Weights;
}

/**
 * Reads all files of `dir` (else of `WATCHFLOOR_CONFIG`, else the shipped `config/`).
 * @throws {ConfigError} with every mistake of every file.
 */
export function loadConfig(options: ConfigOptions = {}): Config {
  const env = options.env ?? process.env;
  const { variables, mistakes } = readEnvironment(env);
  const files = readFiles(
    resolve(options.dir ?? variables.WATCHFLOOR_CONFIG ?? shippedFolder),
    options.weights === undefined,
  );
  const settings = files.settings.value && withVariables(files.settings.value, variables);
  const watches = files.watches.value;
  const rota = files.rota.value;
  const secrets = readSecrets(env, rota?.webhooks ?? []);
  // A variable that is wrong is told as such, and not as one that is missing.
  const opened =
    settings && mistakes.length === 0 ? webMistakes(settings.web.host, variables.WATCHFLOOR_WEB_TOKEN) : [];
  const tls =
    mistakes.length === 0 ? readRedisTls(settings?.redisUrl ?? null, variables) : { value: null, mistakes: [] };
  const weights = options.weights ?? files.weights?.value?.weights;
  const all = [
    ...mistakes,
    ...files.mistakes,
    ...mistakesBetween(files),
    ...secrets.mistakes,
    ...opened,
    ...tls.mistakes,
  ];
  if (all.length > 0 || settings === null || watches === null || rota === null || weights === undefined)
    throw new ConfigError(all);
  return {
    pack: { ...buildPack(files), weights },
    settings,
    watches: fileWatches(watches),
    subscriptions: fileSubscriptions(watches, variables),
    servers: fileServers(watches, variables),
    rotas: fileRotas(rota.rotas),
    policies: filePolicies(rota.policies),
    webhooks: rota.webhooks,
    webhookSecrets: secrets.byWebhook,
    discord: discordAccess(variables),
    redisTls: tls.value,
    webToken: variables.WATCHFLOOR_WEB_TOKEN ?? null,
    secrets: secretsIn({ settings, variables, webhooks: rota.webhooks, webhookSecrets: secrets.byWebhook }),
    env: withoutSecrets(env, rota.webhooks),
    cacheDir,
  };
}

function readFiles(folder: string, withWeights: boolean) {
  const mistakes: Mistake[] = [];
  const read = <File extends z.ZodType>(name: string, form: File): Read<File> => {
    const file = readYamlFile(join(folder, name), shownName(join(folder, name)));
    mistakes.push(...file.mistakes);
    if (file.mistakes.length > 0) return { file, value: null };
    const parsed = form.safeParse(file.value ?? {});
    if (!parsed.success) mistakes.push(...mistakesOf(file, parsed.error));
    return { file, value: parsed.success ? parsed.data : null };
  };
  return {
    settings: read('watchfloor.yaml', settingsFile),
    feeds: read('feeds.yaml', schema.feedsFile),
    actors: read('actors.yaml', schema.actorsFile),
    places: read('places.yaml', schema.placesFile),
    eventTypes: read('event-types.yaml', schema.eventTypesFile),
    lexicon: read('lexicon.yaml', schema.lexiconFile),
    incidents: read('incidents.yaml', schema.incidentsFile),
    weights: withWeights ? read('weights.yaml', schema.weightsFile) : null,
    watches: read('watches.yaml', schema.watchesFile),
    rota: read('rota.yaml', rotaFile),
    mistakes,
  };
}

function mistakesBetween(files: ReturnType<typeof readFiles>): readonly Mistake[] {
  const watches = files.watches.value?.watches ?? null;
  return [...packMistakes(files), ...watchMistakes(files), ...rotaMistakes(files.rota, watches)];
}

function withVariables(settings: Settings, variables: Variables): Settings {
  return {
    ...settings,
    dataDir: variables.WATCHFLOOR_DATA ?? settings.dataDir,
    redisUrl: variables.REDIS_URL ?? settings.redisUrl,
    web: {
      host: variables.WATCHFLOOR_HOST ?? settings.web.host,
      port: variables.WATCHFLOOR_PORT ?? settings.web.port,
    },
    heartbeat: { ...settings.heartbeat, url: variables.HEARTBEAT_URL ?? settings.heartbeat.url },
    log: { level: variables.LOG_LEVEL ?? settings.log.level },
  };
}

function discordAccess(variables: Variables): DiscordAccess | null {
  const token = variables.DISCORD_TOKEN;
  return token === undefined ? null : { token, apiUrl: variables.DISCORD_API_URL ?? null };
}

/** As an operator would type it: relative where the file lies below the working folder. */
function shownName(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith('..') || isAbsolute(below) ? path : below;
}
