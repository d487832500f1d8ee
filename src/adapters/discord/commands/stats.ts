import { ApplicationCommandOptionType } from 'discord.js';
import { type Area, command } from './kit.ts';

const weeksMax = 26;

export const stats: Area = {
  commands: [
    command('stats', 'Alerts in figures: times to see, tell, acknowledge and resolve, false alarms', [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'weeks',
        description: 'So many of the last weeks; without it, 4',
        min_value: 1,
        max_value: weeksMax,
      },
    ]),
  ],
  asks: {
    stats: (desk, request, given) => {
      const weeks = given('weeks');
      return desk.stats({ ...request, weeks: weeks === null ? null : Number(weeks) });
    },
  },
};
