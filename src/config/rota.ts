/** The form of `rota.yaml`: who is on call, who is called, and which systems are told. */
import { z } from 'zod';
import { type EscalationPolicy, type Rota, type RotaOverride, severities } from '../model.ts';
import { rotaLimits } from '../pipeline/rota/limits.ts';
import { day, listOf, map, name, oneOf, slug, snowflake, timeOfDay, timeZone, whole } from './expectations.ts';

const person = map({ id: snowflake, name: name.max(rotaLimits.nameLength) });
const weekdays = listOf(whole(1, 7), 'weekdays from 1 (Monday) to 7 (Sunday)')
  .min(1, 'expected at least one weekday')
  .max(7, 'expected each weekday once')
  .refine((days) => new Set(days).size === days.length, 'expected each weekday once');
const window = { weekdays, from: timeOfDay, to: timeOfDay };

const layer = map({
  name: name.max(rotaLimits.nameLength),
  people: listOf(person, 'people')
    .min(1, 'expected at least one person')
    .max(rotaLimits.people, `expected at most ${rotaLimits.people} people`),
  /** First day of the first person's turn. */
  from: day,
  until: day.nullable().default(null),
  turn: map({ every: oneOf(['hour', 'day', 'week']), count: whole(1, rotaLimits.turnCount).default(1) }),
  handover: timeOfDay,
  within: listOf(map(window), 'windows')
    .max(rotaLimits.windows, `expected at most ${rotaLimits.windows} windows`)
    .default([]),
  holidays: oneOf(['as-usual', 'off', 'only']).default('as-usual'),
}).refine(({ from, until }) => until === null || until >= from, {
  error: 'expected no day before from',
  path: ['until'],
});
const rotaBody = {
  name: name.max(rotaLimits.nameLength),
  timeZone,
  channel: snowflake.nullable().default(null),
  holidays: listOf(day, 'days').max(rotaLimits.holidays, `expected at most ${rotaLimits.holidays} days`).default([]),
  layers: listOf(layer, 'layers')
    .min(1, 'expected at least one layer')
    .max(rotaLimits.layers, `expected at most ${rotaLimits.layers} layers`),
};
const rota = map({ id: slug, server: snowflake, ...rotaBody });

const onlyIn = map({ ...window, timeZone })
  .nullable()
  .default(null);
const ways = ['thread', 'channel', 'direct'] as const;
const openWays = ['thread', 'channel'] as const;
const step = z.discriminatedUnion(
  'do',
  [
    map({ do: z.literal('notify-on-call'), rota: slug, by: oneOf(ways).default('thread'), onlyIn }),
    map({ do: z.literal('notify-role'), role: snowflake, by: oneOf(openWays).default('thread'), onlyIn }),
    map({ do: z.literal('notify-person'), person, by: oneOf(ways).default('thread'), onlyIn }),
    map({ do: z.literal('webhook'), webhook: slug, onlyIn }),
    map({ do: z.literal('wait'), minutes: whole(1, rotaLimits.waitMinutes) }),
  ],
  { error: 'expected a step with do: notify-on-call, notify-role, notify-person, webhook or wait' },
);
const policyBody = {
  name: name.max(rotaLimits.nameLength),
  watches: listOf(slug, 'ids').max(rotaLimits.watches, `expected at most ${rotaLimits.watches} watches`).default([]),
  severityFloor: oneOf(severities).default('info'),
  steps: listOf(step, 'steps')
    .min(1, 'expected at least one step')
    .max(rotaLimits.steps, `expected at most ${rotaLimits.steps} steps`)
    .refine((steps) => steps.some((each) => each.do !== 'wait'), 'expected a step that calls somebody'),
  repeat: whole(0, rotaLimits.repeats).default(0),
};
const policy = map({ id: slug, server: snowflake, ...policyBody });
const webhook = map({
  id: slug,
  server: snowflake,
  url: z
    .string({ error: 'expected an address' })
    .refine(isWebhookAddress, 'expected an http or https address without user name'),
  /** The environment variable that holds the secret it is signed with. */
  secretVariable: z
    .string({ error: 'expected the name of an environment variable' })
    .regex(/^[A-Z][A-Z0-9_]{2,63}$/, 'expected the name of an environment variable in capitals, as PAGER_SECRET'),
});
const override = map({
  id: slug,
  rota: slug,
  from: z.iso.datetime({ error: 'expected a moment as 2026-12-24T18:00:00Z' }),
  to: z.iso.datetime({ error: 'expected a moment as 2026-12-24T18:00:00Z' }),
  person,
  by: person,
  at: z.iso.datetime({ error: 'expected a moment as 2026-12-24T18:00:00Z' }),
  why: z.string({ error: 'expected a text' }).max(rotaLimits.whyLength).default(''),
});
/** As they are written by command: whose they are, and their ids, are known. */
export const rotaText = map(rotaBody);
export const policyText = map(policyBody);
/** What rotas and policies look like wherever they stand. */
export const onCallParts = {
  rotas: listOf(rota, 'rotas').default([]),
  policies: listOf(policy, 'policies').default([]),
};
export const overridesPart = listOf(override, 'overrides').default([]);
export const rotaFile = map({ ...onCallParts, webhooks: listOf(webhook, 'webhooks').default([]) });

export type RotaFile = z.infer<typeof rotaFile>;
/** Another system that a policy tells; what it is told is signed with a secret that only the environment has. */
export interface Webhook extends Readonly<z.infer<typeof webhook>> {}

/** The rotas of the file. */
export function fileRotas(entries: RotaFile['rotas'], origin: Rota['origin'] = 'file'): readonly Rota[] {
  return entries.map((entry) => ({ ...entry, origin }));
}

/** Who stands in for whom, as a file that was exported says. */
export function fileOverrides(entries: z.infer<typeof overridesPart>): readonly RotaOverride[] {
  return entries.map((entry) => ({
    ...entry,
    from: Date.parse(entry.from),
    to: Date.parse(entry.to),
    at: Date.parse(entry.at),
  }));
}

/** The policies of the file. */
export function filePolicies(
  entries: RotaFile['policies'],
  origin: EscalationPolicy['origin'] = 'file',
): readonly EscalationPolicy[] {
  return entries.map((entry) => ({ ...entry, origin }));
}

function isWebhookAddress(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
