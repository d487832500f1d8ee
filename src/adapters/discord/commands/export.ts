import { ApplicationCommandOptionType } from 'discord.js';
import { filterOptions, incidentsAsked, optionalText } from './incident.ts';
import { type Area, command } from './kit.ts';

export const exporting: Area = {
  commands: [
    command('export', 'Incidents as a file, with their reports and what this server did', [
      {
        type: ApplicationCommandOptionType.String,
        name: 'format',
        description: 'JSON, or CSV for a spreadsheet',
        required: true,
        choices: [
          { name: 'CSV', value: 'csv' },
          { name: 'JSON', value: 'json' },
        ],
      },
      ...filterOptions,
      optionalText,
    ]),
  ],
  asks: {
    export: (desk, request, given) =>
      desk.exportIncidents({
        ...request,
        ...incidentsAsked('search', given),
        format: given('format') === 'json' ? 'json' : 'csv',
      }),
  },
};
