import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord.js';
import { severities } from '../../../model.ts';
import type { Desk } from '../../../ports.ts';
import { type Area, type Ask, command, sub, watchOption } from './kit.ts';

const namesLengthMax = 300;
const untilLengthMax = 60;
const reasonLengthMax = 300;

const text = (name: string, description: string, more: { autocomplete?: true; max_length?: number; required?: true }) =>
  ({ type: ApplicationCommandOptionType.String, name, description, max_length: namesLengthMax, ...more }) as const;

const hidden: APIApplicationCommandOption[] = [
  text('actor', 'An actor with all that belong to it; several with commas', { autocomplete: true }),
  text('place', 'A place with all that lies in it; several with commas', { autocomplete: true }),
  text('type', 'A kind of event', { autocomplete: true }),
  text('outlet', 'What this outlet alone reports', { autocomplete: true }),
  { ...watchOption, description: 'What this watch alone tells' },
  {
    type: ApplicationCommandOptionType.String,
    name: 'below',
    description: 'What is less severe than this',
    choices: severities.slice(1).map((each) => ({ name: each, value: each })),
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'critical',
    description: 'True: critical ones are hidden too; else they pass',
  },
];
const until = text('until', 'For how long, or until when: 2h, 3d, 2026-12-24 18:00', {
  max_length: untilLengthMax,
  required: true,
});
const reason = text('reason', 'Why, for whoever is on call next', { max_length: reasonLengthMax, required: true });
const silence = text('silence', 'The silence', { autocomplete: true, required: true });

export const silencing: Area = {
  commands: [
    command('silence', 'What is not to be told for a time', [
      sub('add', 'Show what a silence would have hidden last week, then save it', [until, reason, ...hidden]),
      sub('list', 'The silences in force, with what each has hidden'),
      sub('show', 'One silence, with what it has hidden', [silence]),
      sub('lift', 'End a silence before its time', [silence]),
      sub('preview', 'What a silence would have hidden last week', hidden),
    ]),
  ],
  asks: {
    'silence add': ask('add'),
    'silence list': ask('list'),
    'silence show': ask('show'),
    'silence lift': ask('lift'),
    'silence preview': ask('preview'),
  },
  completes: {
    silence: (desk, request, typed) => desk.completeSilence(request, typed),
    outlet: (desk, request, typed) => desk.completeOutlet(request, typed),
  },
};

function ask(change: Parameters<Desk['silence']>[0]['change']): Ask {
  return (desk, request, given) =>
    desk.silence({
      ...request,
      change,
      silence: given('silence'),
      critical: given('critical') === 'true',
      given: {
        actor: given('actor'),
        place: given('place'),
        type: given('type'),
        outlet: given('outlet'),
        watch: given('watch'),
        below: given('below'),
        until: given('until'),
        reason: given('reason'),
      },
    });
}
