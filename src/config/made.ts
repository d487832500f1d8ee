/** What was made by command and exported, read again as such: the form of `watches.yaml`, checked as that file is. */
import { basename } from 'node:path';
import type { EscalationPolicy, Rota, RotaOverride, Server, Subscription, Watch } from '../model.ts';
import { mistakeAt, mistakesOf } from './expectations.ts';
import { keywordMistakes } from './keywords.ts';
import type { Config } from './load.ts';
import { ConfigError, type Mistake } from './mistakes.ts';
import { type Read, sectionOf } from './pack.ts';
import { dangling, repeated } from './references.ts';
import { fileOverrides, filePolicies, fileRotas } from './rota.ts';
import { onCallMistakes } from './rota-references.ts';
import { madeFile } from './schema.ts';
import { watchReferenceMistakes } from './watches.ts';
import { readYamlFile } from './yaml-file.ts';

/** Watches, subscriptions and servers, rotas, policies and overrides made by command. */
export interface Made {
  readonly rotas: readonly Rota[];
  readonly policies: readonly EscalationPolicy[];
  readonly overrides: readonly RotaOverride[];
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
  readonly servers: readonly Server[];
}

/**
 * Reads a file that `config -- export` wrote, or a person in its form.
 * @throws {ConfigError} with every mistake; an id that the configuration has is one.
 */
export function readMade(path: string, config: Config): Made {
  const file = readYamlFile(path, basename(path));
  if (file.mistakes.length > 0) throw new ConfigError(file.mistakes);
  const parsed = madeFile.safeParse(file.value ?? {});
  if (!parsed.success) throw new ConfigError(mistakesOf(file, parsed.error));
  const read: Read<typeof madeFile> = { file, value: parsed.data };
  const mistakes = madeMistakes(read, config);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const made = { origin: 'command' } as const;
  return {
    watches: parsed.data.watches.map((entry) => ({ ...entry, ...made })),
    subscriptions: parsed.data.subscriptions.map((entry) => ({ ...entry, ...made })),
    servers: parsed.data.servers.map((entry) => ({ ...entry, ...made })),
    rotas: fileRotas(parsed.data.rotas, 'command'),
    policies: filePolicies(parsed.data.policies, 'command'),
    overrides: fileOverrides(parsed.data.overrides),
  };
}

function madeMistakes(read: Read<typeof madeFile>, config: Config): readonly Mistake[] {
  const { file, value } = read;
  const watches = sectionOf(file, 'watches', value?.watches);
  const subscriptions = sectionOf(file, 'subscriptions', value?.subscriptions);
  const servers = sectionOf(file, 'servers', value?.servers);
  const { pack } = config;
  return [
    ...watchReferenceMistakes(read, {
      actors: pack.actors,
      places: pack.places,
      eventTypes: pack.eventTypes,
      watches: [...config.watches, ...watches.entries],
      // What is made by command is made on servers that no file need list.
      servers: [...watches.entries, ...subscriptions.entries].flatMap(({ server }) =>
        server === null || server === 'console' ? [] : { id: server },
      ),
    }),
    ...keywordMistakes(watches, { pack: () => pack, isWhole: true }),
    ...onCallMistakesOf(read, config),
    ...taken(watches, config.watches),
    ...taken(subscriptions, config.subscriptions),
    ...watches.entries.flatMap((watch, index) =>
      [watch.keywords, watch.actors, watch.places, watch.eventTypes].every(({ length }) => length === 0)
        ? [mistakeAt(file, ['watches', index], 'expected keywords, actors, places or eventTypes to look for')]
        : [],
    ),
    ...subscriptions.entries.flatMap((subscription, index) => {
      const told = [...watches.entries, ...config.watches].find(({ id }) => id === subscription.watch);
      const isForeign = told !== undefined && told.server !== null && told.server !== subscription.server;
      return isForeign ? [mistakeAt(file, ['subscriptions', index, 'watch'], "expected no other server's watch")] : [];
    }),
    ...servers.entries.flatMap(({ operators }, index) =>
      operators
        ? [
            mistakeAt(
              file,
              ['servers', index, 'operators'],
              'expected in watches.yaml alone: no command makes operators',
            ),
          ]
        : [],
    ),
  ];
}

/** A policy may name watches that were made by command and are in another file: those are not missed. */
function onCallMistakesOf({ file, value }: Read<typeof madeFile>, config: Config): readonly Mistake[] {
  const rotas = sectionOf(file, 'rotas', value?.rotas);
  const policies = sectionOf(file, 'policies', value?.policies);
  const overrides = sectionOf(file, 'overrides', value?.overrides);
  const known = { watches: null, rotas: [...config.rotas, ...rotas.entries], webhooks: config.webhooks };
  return [
    ...onCallMistakes({ rotas, policies }, known),
    ...repeated(overrides, 'id', 'an id'),
    ...dangling(overrides, ({ rota }) => [{ path: ['rota'], id: rota }], 'a rota', known.rotas),
    ...taken(rotas, config.rotas),
    ...taken(policies, config.policies),
  ];
}

/** The same id in the file and in the store would be two things of one name, of which one is never seen. */
function taken(
  { file, key, entries }: ReturnType<typeof sectionOf<{ readonly id: string }>>,
  filed: readonly { readonly id: string }[],
): readonly Mistake[] {
  const ids = new Set(filed.map(({ id }) => id));
  return entries.flatMap(({ id }, index) =>
    ids.has(id)
      ? [mistakeAt(file, [key, index, 'id'], `expected an id that the configuration does not have, got "${id}"`)]
      : [],
  );
}
