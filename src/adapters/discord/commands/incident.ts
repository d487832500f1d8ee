import { ApplicationCommandOptionType } from 'discord.js';
import { type Area, command, incidentOption, linkLengthMax, sub } from './kit.ts';

const raiseTextLengthMax = 2000;

export const incidents: Area = {
  commands: [
    command('incident', 'Incidents', [
      sub('list', 'The open incidents of this server'),
      sub('show', 'One incident with its facts and sources', [{ ...incidentOption, required: true }]),
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
    ]),
  ],
  asks: {
    'incident list': (desk, request) => desk.listIncidents(request),
    'incident show': (desk, request, given) => desk.showIncident({ ...request, incident: given('incident') ?? '' }),
    'incident raise': (desk, request, given) =>
      desk.raiseIncident({ ...request, text: given('text') ?? '', link: given('link') }),
  },
  completes: { incident: (desk, request, typed) => desk.completeIncident(request, typed) },
};
