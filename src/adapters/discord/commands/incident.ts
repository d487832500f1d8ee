import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord.js';
import { type Action, falseAlarmReasons } from '../../../model.ts';
import { noteLengthMax } from '../../../pipeline/press.ts';
import { alertWords } from '../../../pipeline/render/alert-words.ts';
import type { IncidentsAsked, PressGiven } from '../../../ports.ts';
import { type Area, type Ask, command, type Given, incidentOption, linkLengthMax, sub } from './kit.ts';
import { mergeAsks, mergeSubs } from './merge.ts';

const raiseTextLengthMax = 2000;
const filterLengthMax = 100;
const soughtLengthMax = 200;

const text = (name: string, description: string, more: { autocomplete?: true; max_length?: number } = {}) =>
  ({ type: ApplicationCommandOptionType.String, name, description, max_length: filterLengthMax, ...more }) as const;
const oneOf = (name: string, description: string, values: readonly (readonly [value: string, name: string])[]) =>
  ({
    type: ApplicationCommandOptionType.String,
    name,
    description,
    choices: values.map(([value, label]) => ({ name: label, value })),
  }) as const;

/** What incidents are narrowed by, in all commands that list them. */
export const filterOptions: APIApplicationCommandOption[] = [
  oneOf('state', 'The state of their alerts here', [
    ['unresolved', 'unresolved'],
    ['open', 'open'],
    ['acknowledged', 'acknowledged'],
    ['snoozed', 'snoozed'],
    ['resolved', 'resolved'],
    ['false-alarm', 'false alarm'],
    ['merged', 'merged'],
    ['told', 'told here'],
    ['any', 'any, told here or not'],
  ]),
  oneOf('severity', 'This severity or higher', [
    ['info', 'info'],
    ['low', 'low'],
    ['elevated', 'elevated'],
    ['high', 'high'],
    ['critical', 'critical'],
  ]),
  text('place', 'A place, with all that lies in it', { autocomplete: true }),
  text('actor', 'An actor, with all that belong to it', { autocomplete: true }),
  text('type', 'A kind of event', { autocomplete: true }),
  text('from', 'The first day of the event: 2026-01-08, today, 7d'),
  text('to', 'The last day of the event: 2026-01-08, today'),
  oneOf('order', 'Which come first', [
    ['newest', 'newest first'],
    ['gravest', 'gravest first'],
  ]),
];
const soughtOption = text('text', 'Words of titles, places, actors, in any language', { max_length: soughtLengthMax });
/** For `/incident list` and `/export`, where words are one thing among others. */
export const optionalText: APIApplicationCommandOption = soughtOption;

/** What was given of the options above. */
export function incidentsAsked(asked: IncidentsAsked['asked'], given: Given): IncidentsAsked {
  const [state, severity, order] = [given('state'), given('severity'), given('order')];
  const [place, actor, type] = [given('place'), given('actor'), given('type')];
  return {
    asked,
    given: { state, severity, order, place, actor, type, from: given('from'), to: given('to'), text: given('text') },
  };
}

const neededIncident = { ...incidentOption, required: true };
const noteOption = text('text', 'In a few words', { max_length: noteLengthMax });

/** What is done to alerts, as the buttons of their cards do it; what is left out is asked for. */
const pressing: readonly (readonly [
  name: string,
  action: Action,
  description: string,
  APIApplicationCommandOption[],
])[] = [
  ['ack', 'acknowledge', 'Acknowledge an alert', []],
  [
    'snooze',
    'snooze',
    'Snooze an alert',
    [text('until', 'For how long, or until when: 90m, 2h, 22:00, tomorrow 08:00')],
  ],
  [
    'assign',
    'assign',
    'Say who is to deal with an alert',
    [{ type: ApplicationCommandOptionType.User, name: 'member', description: 'A member of the server' }],
  ],
  ['note', 'note', 'Note something on an alert; without text, a form opens', [noteOption]],
  ['resolve', 'resolve', 'Resolve an alert', [noteOption]],
  [
    'false-alarm',
    'false-alarm',
    'Mark an alert as a false alarm',
    [
      oneOf(
        'reason',
        'Why',
        falseAlarmReasons.map((reason) => [reason, alertWords.en.reason[reason]] as const),
      ),
      noteOption,
    ],
  ],
  ['reopen', 'reopen', 'Open an alert again', []],
];

function givenTo(given: Given): PressGiven {
  const [until, person, reason, said] = [given('until'), given('member'), given('reason'), given('text')];
  return { until, person, reason, text: said };
}

export const incidents: Area = {
  commands: [
    command('incident', 'Incidents', [
      sub('list', 'The incidents of this server, those to be dealt with where nothing else is said', [
        ...filterOptions,
        optionalText,
      ]),
      sub('show', 'One incident with its facts and sources', [neededIncident]),
      sub('search', 'Look for incidents by words and facts', [{ ...soughtOption, required: true }, ...filterOptions]),
      sub('timeline', 'What happened to an incident, and who was told when', [neededIncident]),
      sub('raise', 'Tell an incident that was missed', [
        {
          type: ApplicationCommandOptionType.String,
          name: 'text',
          description: 'What happened, where and when',
          required: true,
          max_length: raiseTextLengthMax,
        },
        { type: ApplicationCommandOptionType.String, name: 'link', description: 'A source', max_length: linkLengthMax },
      ]),
      ...pressing.map(([name, , description, options]) => sub(name, description, [neededIncident, ...options])),
      ...mergeSubs,
    ]),
  ],
  forms: {
    'incident note': (given) => (given('text') === null ? `alert:note::${given('incident') ?? ''}` : null),
  },
  asks: {
    ...Object.fromEntries(
      pressing.map(([name, action]): [string, Ask] => [
        `incident ${name}`,
        (desk, request, given) =>
          desk.press({ ...request, incident: given('incident') ?? '', action, given: givenTo(given) }),
      ]),
    ),
    'incident list': (desk, request, given) => desk.listIncidents({ ...request, ...incidentsAsked('list', given) }),
    'incident search': (desk, request, given) => desk.listIncidents({ ...request, ...incidentsAsked('search', given) }),
    'incident show': (desk, request, given) => desk.showIncident({ ...request, incident: given('incident') ?? '' }),
    'incident timeline': (desk, request, given) => desk.timeline({ ...request, incident: given('incident') ?? '' }),
    'incident raise': (desk, request, given) =>
      desk.raiseIncident({ ...request, text: given('text') ?? '', link: given('link') }),
    ...mergeAsks,
  },
  completes: {
    incident: (desk, request, typed) => desk.completeIncident(request, typed),
    into: (desk, request, typed) => desk.completeIncident(request, typed),
    with: (desk, request, typed) => desk.completeIncident(request, typed),
    merged: (desk, request, typed) => desk.completeMerged(request, typed),
    place: (desk, request, typed) => desk.completeEntry(request, 'place', typed),
    actor: (desk, request, typed) => desk.completeEntry(request, 'actor', typed),
    type: (desk, request, typed) => desk.completeEntry(request, 'type', typed),
  },
};
