import { ApplicationCommandOptionType } from 'discord.js';
import { type Area, command, incidentOption, linkLengthMax } from './kit.ts';

const whyTextLengthMax = 6000; // Discord: the longest text option

export const explaining: Area = {
  commands: [
    command('why', 'Why an incident was told, or an article was not', [
      { ...incidentOption, description: 'The incident' },
      {
        type: ApplicationCommandOptionType.String,
        name: 'url',
        description: 'The address of an article',
        max_length: linkLengthMax,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'text',
        description: 'Headline and text of an article, to be judged now',
        max_length: whyTextLengthMax,
      },
    ]),
  ],
  asks: {
    why: (desk, request, given) =>
      desk.why({ ...request, incident: given('incident'), url: given('url'), text: given('text') }),
  },
};
