import { ApplicationCommandOptionType } from 'discord.js';
import { type Area, command } from './kit.ts';

export const handingOver: Area = {
  commands: [
    command('handover', 'How things stand, as it is told at a change of shift', [
      {
        type: ApplicationCommandOptionType.String,
        name: 'rota',
        description: 'The rota; without it, your own or the first',
        autocomplete: true,
        max_length: 100,
      },
    ]),
  ],
  asks: { handover: (desk, request, given) => desk.handover({ ...request, rota: given('rota') }) },
};
