/** The configuration of a floor: the shipped one, with its feeds, its server, and somebody who is always on call. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../launch.ts';
import type { News } from './news.ts';

/** Who presses, and who is called. */
export const analyst = { id: '700000000000000001', name: 'Amal' } as const;
export const dutyRole = '800000000000000001';
export const operatorsChannel = '900000000000000005';

type Values = Readonly<Record<string, unknown>>;

export interface FloorPlan {
  readonly guild: string;
  readonly channel: string;
  readonly feeds: News['feeds'];
  /** Merged into `watchfloor.yaml`, one level deep. */
  readonly settings: readonly Values[];
  /** Of an earlier program, which knows its own files alone; its audience is set by the environment. */
  readonly programDir?: string | undefined;
  /** Of the machine: its poller says it to the feeds. */
  readonly machine: string;
}

/** Writes it into the folder. */
export async function writeFloorConfig(folder: string, plan: FloorPlan): Promise<void> {
  await cp(join(plan.programDir ?? root, 'config'), folder, { recursive: true });
  const { outlets } = await read(folder, 'feeds.yaml');
  const { watches } = await read(folder, 'watches.yaml');
  const feeds = plan.feeds.map((feed) => ({ ...feed, language: 'en', status: 'active' }));
  const first = Array.isArray(watches) ? watches[0]?.id : undefined;
  await write(folder, 'feeds.yaml', { outlets, feeds });
  if (plan.programDir !== undefined) {
    const server = { id: plan.guild, name: 'Floor', responderRoles: [dutyRole], operators: true };
    await write(folder, 'watches.yaml', { watches, servers: [server] });
  } else {
    await write(folder, 'watches.yaml', { watches, ...audience(plan, first) });
    await write(folder, 'rota.yaml', { rotas: [rota(plan)], policies: [policy(plan)] });
  }
  const own = plan.programDir === undefined ? settingsOf(plan) : earlierSettings;
  await write(folder, 'watchfloor.yaml', merged([own, ...plan.settings]));
}

function settingsOf({ machine }: FloorPlan): Values {
  return {
    fetch: { allowPrivateNetworks: true, hostSpacingMs: 0, perHostMax: 100, userAgent: `Watchfloor/0.1 (${machine})` },
    deliver: { cardsPerHourMax: 1_000 },
    log: { level: 'info' },
  };
}

/** What every program knew. */
const earlierSettings: Values = { fetch: { allowPrivateNetworks: true }, log: { level: 'info' } };

function audience({ guild, channel }: FloorPlan, watch: unknown): Values {
  return {
    subscriptions: [{ id: 'room', watch, server: guild, channel }],
    servers: [{ id: guild, name: 'Floor', responderRoles: [dutyRole], operators: true, operatorsChannel }],
  };
}

function rota({ guild }: FloorPlan): Values {
  const turn = { every: 'week', count: 1 };
  const layers = [{ name: 'always', people: [analyst], from: '2026-01-05', turn, handover: '08:00' }];
  return { id: 'watch', server: guild, name: 'Watch', timeZone: 'UTC', layers };
}

/** The first step comes at once. */
function policy({ guild }: FloorPlan): Values {
  const steps = [
    { do: 'notify-on-call', rota: 'watch', by: 'thread' },
    { do: 'wait', minutes: 60 },
  ];
  return { id: 'call', server: guild, name: 'Call', severityFloor: 'info', repeat: 0, steps };
}

function merged(all: readonly Values[]): Values {
  const keys = [...new Set(all.flatMap((each) => Object.keys(each)))];
  const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return Object.fromEntries(
    keys.map((key) => {
      const values = all.flatMap((each) => (key in each ? [each[key]] : []));
      return [key, values.every(isMap) ? Object.assign({}, ...values) : values.at(-1)];
    }),
  );
}

async function read(folder: string, file: string): Promise<Values> {
  return parse(await readFile(join(folder, file), 'utf8'));
}

async function write(folder: string, file: string, values: Values): Promise<void> {
  await writeFile(join(folder, file), stringify(values));
}
