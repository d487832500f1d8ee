import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import { rotaLimits } from '../../../pipeline/rota/limits.ts';
import type { Desk } from '../../../ports.ts';
import { type Area, type Ask, command, type Given, sub } from './kit.ts';

/** Guards what sets the server up in Discord's own menu; the desk checks the caller all the same. */
const managing = String(PermissionFlagsBits.ManageGuild);
const daysMax = 30;
const momentLengthMax = 60;
const idLengthMax = 100;
const peopleLengthMax = 2_000;

const typed = (name: string, description: string, max_length: number) =>
  ({ type: ApplicationCommandOptionType.String, name, description, max_length }) as const;
const chosen = (name: string, description: string) =>
  ({ ...typed(name, description, idLengthMax), autocomplete: true }) as const;

const rota = chosen('rota', 'The rota; without it, the only one');
const rotaNamed = { ...chosen('rota', 'The rota'), required: true } as const;
const policyNamed = { ...chosen('policy', 'The escalation policy'), required: true } as const;
const person = {
  type: ApplicationCommandOptionType.User,
  name: 'person',
  description: 'Who takes it; without it, you',
} as const;
const days = {
  type: ApplicationCommandOptionType.Integer,
  name: 'days',
  description: 'So many days ahead; without it, 7',
  min_value: 1,
  max_value: daysMax,
} as const;

export const beingOnCall: Area = {
  commands: [
    command('oncall', 'Who is on call, and who stands in', [
      sub('who', 'Who is on call now, until when, and who is next', [rota]),
      sub('schedule', 'The shifts to come, the gaps of the next 30 days, and who has too much', [rota, days]),
      sub('override', 'Take a time of a rota over; shown first, then saved', [
        { ...typed('until', 'The end, such as 06:00, tomorrow 08:00 or 8h', momentLengthMax), required: true },
        rota,
        typed('from', 'The beginning, such as 22:00 or 2026-12-24 18:00; without it, now', momentLengthMax),
        person,
        typed('reason', 'Why', rotaLimits.whyLength),
      ]),
      sub('swap', 'Swap a shift of yours with one of somebody else, who must agree', [
        { ...chosen('mine', 'The shift that you give'), required: true },
        { ...chosen('theirs', 'The shift that you take'), required: true },
        rota,
      ]),
      sub('cancel', 'End an override or a swap to come', [{ ...chosen('override', 'The override'), required: true }]),
    ]),
    command(
      'rota',
      'Rotas: who takes turns, and when',
      [
        sub('add', 'Make a rota of people who take turns', [
          { ...typed('name', 'What it is called', rotaLimits.nameLength), required: true },
          { ...typed('people', 'Mention them in the order of their turns', peopleLengthMax), required: true },
          typed('turn', 'How long a turn is, such as day, 12 hours or 2 weeks; without it, a week', momentLengthMax),
          typed('handover', 'When turns are handed over, such as 08:00', momentLengthMax),
          {
            ...typed('time-zone', 'Whose clock it goes by, such as Asia/Baghdad', momentLengthMax),
            autocomplete: true,
          },
        ]),
        sub('edit', 'Change all parts of a rota in a form', [rotaNamed]),
        sub('remove', 'Remove a rota', [rotaNamed]),
        sub('show', 'One rota with all its parts', [rotaNamed]),
        sub('list', 'The rotas of this server'),
      ],
      managing,
    ),
    command(
      'escalation',
      'What is done while nobody acknowledges an alert',
      [
        sub('add', 'Make an escalation policy in a form'),
        sub('edit', 'Change an escalation policy in a form', [policyNamed]),
        sub('remove', 'Remove an escalation policy', [policyNamed]),
        sub('show', 'One escalation policy with all its steps', [policyNamed]),
        sub('list', 'The escalation policies of this server'),
      ],
      managing,
    ),
  ],
  asks: {
    'oncall who': askOnCall('who'),
    'oncall schedule': askOnCall('schedule'),
    'oncall override': askOnCall('override'),
    'oncall swap': askOnCall('swap'),
    'oncall cancel': askOnCall('cancel'),
    'rota add': askRota('add'),
    'rota edit': askRota('edit'),
    'rota remove': askRota('remove'),
    'rota show': askRota('show'),
    'rota list': askRota('list'),
    'escalation add': askPolicy('add'),
    'escalation edit': askPolicy('edit'),
    'escalation remove': askPolicy('remove'),
    'escalation show': askPolicy('show'),
    'escalation list': askPolicy('list'),
  },
  forms: {
    'rota edit': (given) => `rotas:rota:${given('rota') ?? ''}`,
    'escalation add': () => 'rotas:new-policy',
    'escalation edit': (given) => `rotas:policy:${given('policy') ?? ''}`,
  },
  completes: {
    rota: (desk, request, text) => desk.completeRota(request, text),
    policy: (desk, request, text) => desk.completePolicy(request, text),
    mine: (desk, request, text, given) => desk.completeShift({ ...request, rota: given('rota'), whose: 'mine' }, text),
    theirs: (desk, request, text, given) =>
      desk.completeShift({ ...request, rota: given('rota'), whose: 'theirs' }, text),
    override: (desk, request, text) => desk.completeOverride(request, text),
  },
};

function askOnCall(asked: Parameters<Desk['onCall']>[0]['asked']): Ask {
  return (desk, request, given) =>
    desk.onCall({
      ...request,
      asked,
      rota: given('rota'),
      days: daysGiven(given),
      person: given('person'),
      given: {
        from: given('from'),
        until: given('until'),
        why: given('reason'),
        mine: given('mine'),
        theirs: given('theirs'),
        override: given('override'),
      },
    });
}

function askRota(change: Parameters<Desk['rota']>[0]['change']): Ask {
  return (desk, request, given) =>
    desk.rota({
      ...request,
      change,
      rota: given('rota'),
      wish: {
        name: given('name'),
        people: given('people'),
        turn: given('turn'),
        handover: given('handover'),
        timeZone: given('time-zone'),
      },
    });
}

function askPolicy(change: Parameters<Desk['escalation']>[0]['change']): Ask {
  return (desk, request, given) => desk.escalation({ ...request, change, policy: given('policy') });
}

function daysGiven(given: Given): number | null {
  const days = given('days');
  return days === null ? null : Number(days);
}
