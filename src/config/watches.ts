/** The watches, subscriptions and servers of `watches.yaml`, and what the environment adds to them. */
import type { z } from 'zod';
import type { Server, Subscription, Watch } from '../model.ts';
import type { Variables } from './environment.ts';
import { mistakeAt } from './expectations.ts';
import { keywordMistakes } from './keywords.ts';
import type { Mistake } from './mistakes.ts';
import { buildPack, type PackFiles, type Read, sectionOf } from './pack.ts';
import { dangling, repeated } from './references.ts';
import type { madeFile, watchesFile } from './schema.ts';

type WatchesFile = z.infer<typeof watchesFile>;
type WatchEntry = WatchesFile['watches'][number];

/** The server of a channel that was given without one: the bot asks Discord which it is. */
export const serverOfChannel = 'of-channel';
/** The id of the subscription that a token and a channel id alone make. */
const channelSubscription = 'discord-channel';

/** The watches of the file. */
export function fileWatches(file: WatchesFile): readonly Watch[] {
  return file.watches.map((watch) => ({ ...watch, origin: 'file' }));
}

/** The subscriptions of the file, and one of the first watch to the channel that the environment names. */
export function fileSubscriptions(file: WatchesFile, variables: Variables): readonly Subscription[] {
  const listed = file.subscriptions.map((entry): Subscription => ({ ...entry, origin: 'file' }));
  const [watch] = file.watches;
  const channel = variables.DISCORD_CHANNEL_ID;
  if (watch === undefined || channel === undefined) return listed;
  if (listed.some((entry) => entry.channel === channel && entry.watch === watch.id)) return listed;
  const added: Subscription = {
    id: channelSubscription,
    watch: watch.id,
    server: variables.DISCORD_GUILD_ID ?? serverOfChannel,
    channel,
    user: null,
    pingRole: null,
    severityFloor: 'info',
    pingFloor: 'high',
    language: 'en',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [],
    origin: 'file',
  };
  return [...listed, added];
}

/** The servers of the file; where it lists none, the one that the environment names is the operators'. */
export function fileServers(file: WatchesFile, variables: Variables): readonly Server[] {
  const id = variables.DISCORD_GUILD_ID;
  const listed = file.servers.map((entry): Server => ({ ...entry, origin: 'file' }));
  if (id === undefined || listed.some((server) => server.id === id)) return listed;
  const added: Server = {
    id,
    name: id,
    responderRoles: [],
    operators: listed.length === 0,
    operatorsChannel: null,
    language: 'en',
    timeZone: 'UTC',
    origin: 'file',
  };
  return [...listed, added];
}

/** What is wrong in `watches.yaml` beyond its form. */
export function watchMistakes(files: PackFiles & { readonly watches: Read<typeof watchesFile> }): readonly Mistake[] {
  const { watches, feeds, actors, places, eventTypes } = files;
  const { file, value } = watches;
  const isWhole = [actors, places, eventTypes, feeds].every((read) => read.value !== null);
  return [
    ...watchReferenceMistakes(watches, {
      actors: actors.value?.actors ?? null,
      places: places.value?.places ?? null,
      eventTypes: eventTypes.value?.eventTypes ?? null,
      watches: value?.watches ?? null,
      servers: value?.servers ?? null,
    }),
    ...keywordMistakes(sectionOf(file, 'watches', value?.watches), { pack: () => buildPack(files), isWhole }),
  ];
}

type Identified = readonly { readonly id: string }[];
/** What the entries of a file may refer to; null where the file that would say so is wrong itself. */
export interface Referred {
  readonly actors: Identified | null;
  readonly places: Identified | null;
  readonly eventTypes: Identified | null;
  readonly watches: Identified | null;
  readonly servers: Identified | null;
}

/** Ids that stand twice and references that lead nowhere, in a file of watches, subscriptions and servers. */
export function watchReferenceMistakes(
  { file, value }: Read<typeof watchesFile | typeof madeFile>,
  known: Referred,
): readonly Mistake[] {
  const watches = sectionOf(file, 'watches', value?.watches);
  const subscriptions = sectionOf(file, 'subscriptions', value?.subscriptions);
  const servers = sectionOf(file, 'servers', value?.servers);
  const refs = (field: 'actors' | 'places' | 'eventTypes') => (watch: WatchEntry) =>
    watch[field].map((id, index) => ({ path: [field, index], id }));
  const reachable = known.servers === null ? null : [...known.servers, { id: 'console' }];
  return [
    ...repeated(watches, 'id', 'an id'),
    ...repeated(subscriptions, 'id', 'an id'),
    ...repeated(servers, 'id', 'an id'),
    ...dangling(watches, refs('actors'), 'an actor', known.actors),
    ...dangling(watches, refs('places'), 'a place', known.places),
    ...dangling(watches, refs('eventTypes'), 'an event type', known.eventTypes),
    ...dangling(watches, ({ server }) => [{ path: ['server'], id: server }], 'a server', reachable),
    ...dangling(subscriptions, ({ watch }) => [{ path: ['watch'], id: watch }], 'a watch', known.watches),
    ...dangling(subscriptions, ({ server }) => [{ path: ['server'], id: server }], 'a server, or console', reachable),
    ...subscriptions.entries.flatMap(({ server, pingRole }, index) =>
      // Discord gives the role of everybody the server's id, and pings nobody by it.
      pingRole === null || pingRole !== server
        ? []
        : [mistakeAt(file, ['subscriptions', index, 'pingRole'], "expected a role, got the server's id: everybody")],
    ),
    ...subscriptions.entries.flatMap((entry, index) =>
      (entry.server === 'console') === (entry.channel === 'console')
        ? []
        : [mistakeAt(file, ['subscriptions', index, 'channel'], 'expected console as the channel of console alone')],
    ),
  ];
}
