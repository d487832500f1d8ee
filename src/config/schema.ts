/** The form of each file of `config/` but the settings: its keys, what each holds, and what it is when left out. */
import { z } from 'zod';
import { type Feature, features, severities, subEvents } from '../model.ts';
import { queriesMax } from '../pipeline/query/mistake.ts';
import {
  day,
  listOf,
  map,
  name,
  number,
  oneOf,
  slug,
  snowflake,
  text,
  timeOfDay,
  timeZone,
  whole,
  yesOrNo,
} from './expectations.ts';
import { onCallParts, overridesPart } from './rota.ts';

const languages = ['en', 'ar', 'fa'] as const;
const parties = ['iraq', 'iran', 'us', 'israel', 'other'] as const;
const roles = ['agent', 'target', 'speaker', 'claimant', 'accused', 'accuser', 'denier'] as const;
const peopleMax = 100_000;
const weightMax = 20;

const texts = listOf(text, 'texts');
const spelled = listOf(text, 'strings').default([]);
const spellings = map({ en: spelled, ar: spelled, fa: spelled });
const ids = listOf(slug, 'ids').default([]);
const partyList = listOf(oneOf(parties), `words out of ${parties.join(', ')}`);
const country = z
  .string({ error: 'expected a country' })
  .regex(/^[A-Z]{2}$/, 'expected a country as two capital letters of ISO 3166');
const feedAddress = z
  .string({ error: 'expected a feed address' })
  .refine(isFeedAddress, 'expected an http or https address without user name');
const outlet = map({
  id: slug,
  name: text,
  /** Left out: the outlet is a family of its own. */
  family: slug.optional(),
  country,
  stateAffiliated: yesOrNo.default(false),
  tier: z.literal([1, 2, 3], { error: 'expected a tier of 1, 2 or 3' }),
});
const feed = map({
  id: slug,
  url: feedAddress,
  outlet: slug,
  language: oneOf(languages),
  status: oneOf(['active', 'unverified', 'paused']).default('active'),
  /** Left out: its own rhythm and its outlet's tier decide. */
  intervalMinutes: whole(1, 1440).nullable().default(null),
  /** What lists for people call it, and where it stands in them. */
  about: map({ title: text.optional(), site: feedAddress.optional(), folder: text.optional() }).optional(),
});
export const feedsFile = map({ outlets: listOf(outlet, 'outlets'), feeds: listOf(feed, 'feeds') });

const post = map({ place: slug, until: day.nullable().default(null) });
const actor = map({
  id: slug,
  name: text,
  kind: oneOf(['militia', 'state', 'person', 'force', 'organisation']),
  parties: partyList.min(1, 'expected at least one party'),
  partOf: ids,
  at: listOf(post, 'places').default([]),
  aliases: spellings,
});
export const actorsFile = map({ actors: listOf(actor, 'actors') });

const place = map({
  id: slug,
  name: text,
  kind: oneOf(['country', 'province', 'city', 'district', 'base', 'mission', 'site', 'waters']),
  lat: degrees(90),
  lon: degrees(180),
  within: slug.nullable().default(null),
  /** These three are taken from the place around it when left out. */
  country: country.optional(),
  parties: partyList.optional(),
  timeZone: timeZone.optional(),
  aliases: spellings,
});
export const placesFile = map({ places: listOf(place, 'places') });

const eventType = map({
  id: slug,
  name: text,
  scheme: oneOf(['acled', 'plover']),
  subEvent: oneOf(subEvents),
  severity: oneOf(severities),
  triggers: spellings,
});
export const eventTypesFile = map({ eventTypes: listOf(eventType, 'event types') });

export const lexiconFile = map({
  lexicon: z.record(z.string().regex(/^[a-z][A-Za-z0-9-]*$/, 'expected the name of a word list'), spellings, {
    error: 'expected a map of word lists',
  }),
});

const incident = map({
  id: slug,
  title: text,
  day,
  place: slug.nullable().default(null),
  eventType: slug,
  /** By role: `{ agent: [us-forces], target: [qasem-soleimani] }`. */
  actors: z.partialRecord(z.enum(roles), listOf(slug, 'ids'), { error: 'expected a map of roles' }).default({}),
  killed: whole(0, peopleMax).nullable().default(null),
  wounded: whole(0, peopleMax).nullable().default(null),
  recalledAs: texts.default([]),
});
export const incidentsFile = map({ incidents: listOf(incident, 'incidents') });

const weight = number(-weightMax, weightMax);
/** Each feature once: one that is left out would silently count for nothing. */
export const weightsFile = map({
  weights: map(
    Object.fromEntries(features.map((feature) => [feature, weight])) as Record<Feature, typeof weight>,
  ).extend({
    // Older files lack it; it is bounded where it is told.
    taught: weight.default(1),
  }),
});

const watch = map({
  id: slug,
  name,
  server: snowflake.nullable().default(null),
  keywords: texts.max(queriesMax, `expected at most ${queriesMax} keywords a watch`).default([]),
  actors: ids,
  places: ids,
  eventTypes: ids,
  severityFloor: oneOf(severities).default('info'),
  languages: listOf(oneOf(languages), `words out of ${languages.join(', ')}`).default([]),
});
const consoleOr = z
  .string({ error: 'expected a Discord id in quotes, or console' })
  .regex(/^(?:console|\d{15,21})$/, 'expected a Discord id of 15 to 21 digits in quotes, or console');
const quietHours = map({ from: timeOfDay, to: timeOfDay, timeZone });
const digestPlan = map({ every: oneOf(['day', 'week']), at: timeOfDay, timeZone });
const subscription = map({
  id: slug,
  watch: slug,
  server: consoleOr,
  channel: consoleOr,
  /** Whoever is told in direct messages; `channel` is then that of these messages. */
  user: snowflake.nullable().default(null),
  pingRole: snowflake.nullable().default(null),
  severityFloor: oneOf(severities).default('info'),
  pingFloor: oneOf(severities).default('high'),
  language: oneOf(languages).default('en'),
  /** False: digests alone. */
  alerts: yesOrNo.default(true),
  quiet: quietHours.nullable().default(null),
  cardsPerHour: whole(1, 1000).nullable().default(null),
  digests: listOf(digestPlan, 'digests').max(2, 'expected at most two digests').default([]),
});
const server = map({
  id: snowflake,
  name,
  responderRoles: listOf(snowflake, 'Discord ids in quotes').default([]),
  operators: yesOrNo.default(false),
  operatorsChannel: snowflake.nullable().default(null),
  language: oneOf(languages).default('en'),
  timeZone: timeZone.default('UTC'),
});
const audience = {
  subscriptions: listOf(subscription, 'subscriptions').default([]),
  servers: listOf(server, 'servers').default([]),
};
export const watchesFile = map({
  watches: listOf(watch, 'watches').min(1, 'expected at least one watch'),
  ...audience,
});
/** What was made by command, in the same form; there may be none of anything. */
export const madeFile = map({
  watches: listOf(watch, 'watches').default([]),
  ...audience,
  ...onCallParts,
  overrides: overridesPart,
});

function degrees(max: number) {
  const told = `expected degrees from -${max} to ${max}`;
  return z.number({ error: told }).min(-max, told).max(max, told);
}

function isFeedAddress(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
