import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord.js';
import { severities } from '../../../model.ts';
import { cardsPerHourMax } from '../../../pipeline/subscribe.ts';
import { type Area, command, type Given, watchOption } from './kit.ts';

const timeLengthMax = 5;
const zoneLengthMax = 60;
const languages = ['en', 'ar', 'fa'] as const;
const digests = [
  ['daily', 'day'],
  ['weekly', 'week'],
  ['both', 'both'],
  ['none', 'none'],
] as const;

const direct = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'direct',
  description: 'To you alone, in direct messages',
} as const;

const options: APIApplicationCommandOption[] = [
  { ...watchOption, description: 'The watch to tell here; without it, everything' },
  { type: ApplicationCommandOptionType.Role, name: 'role', description: 'The role to ping' },
  chosenFrom('severity', 'Tell from this severity on', severities),
  chosenFrom('ping-from', 'Ping from this severity on', [...severities, 'nobody']),
  typed('quiet-from', 'Quiet hours begin, such as 22:00; critical alerts come all the same', timeLengthMax),
  typed('quiet-to', 'Quiet hours end, such as 07:00; equal ends are no quiet hours', timeLengthMax),
  { ...typed('time-zone', 'Of quiet hours and digests, such as Asia/Baghdad', zoneLengthMax), autocomplete: true },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'cap',
    description: 'Alerts an hour at most, the others in one summary; 0: as usual',
    min_value: 0,
    max_value: cardsPerHourMax,
  },
  chosenFrom('language', 'The language of the alerts', languages),
  chosenFrom(
    'digest',
    'Send a digest',
    digests.map(([name]) => name),
  ),
  typed('digest-at', 'When the digest is sent, such as 08:00', timeLengthMax),
  { type: ApplicationCommandOptionType.Boolean, name: 'alerts', description: 'False: digests alone' },
  direct,
];

/** Anyone may ask to be told himself, so that Discord hides neither command; the desk checks who may ask for a channel. */
export const subscribing: Area = {
  commands: [
    command('subscribe', 'Tell a watch in this channel, or to you alone', options),
    command('unsubscribe', 'Tell a watch in this channel, or to you, no longer', [watchOption, direct]),
    command('subscriptions', 'What this channel, this server and you are told', []),
  ],
  asks: {
    subscribe: (desk, request, given) =>
      desk.subscribe({ ...request, watch: given('watch'), wish: wishOf(given), isDirect: given('direct') === 'true' }),
    unsubscribe: (desk, request, given) =>
      desk.unsubscribe({ ...request, watch: given('watch'), isDirect: given('direct') === 'true' }),
    subscriptions: (desk, request) => desk.listSubscriptions(request),
  },
  completes: {
    watch: (desk, request, text) => desk.completeWatch(request, text),
    'time-zone': (desk, request, text) => desk.completeTimeZone(request, text),
  },
};

function wishOf(given: Given) {
  const [cap, alerts] = [given('cap'), given('alerts')];
  return {
    pingRole: given('role'),
    severityFloor: among(severities, given('severity')),
    pingFloor: among([...severities, 'nobody'] as const, given('ping-from')),
    quietFrom: given('quiet-from'),
    quietTo: given('quiet-to'),
    timeZone: given('time-zone'),
    cardsPerHour: cap === null ? null : Number(cap),
    cardLanguage: among(languages, given('language')),
    digest: digests.find(([name]) => name === given('digest'))?.[1] ?? null,
    digestAt: given('digest-at'),
    alerts: alerts === null ? null : alerts === 'true',
  };
}

/** The word of a closed list that was given; null for none, or one of another version. */
function among<const Word extends string>(words: readonly Word[], given: string | null): Word | null {
  return words.find((word) => word === given) ?? null;
}

function chosenFrom(name: string, description: string, words: readonly string[]): APIApplicationCommandOption {
  const choices = words.map((word) => ({ name: word, value: word }));
  return { type: ApplicationCommandOptionType.String, name, description, choices };
}

function typed(name: string, description: string, lengthMax: number) {
  return { type: ApplicationCommandOptionType.String, name, description, max_length: lengthMax } as const;
}
