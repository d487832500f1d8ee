import { ApplicationCommandOptionType } from 'discord.js';
import { severities } from '../../../model.ts';
import { type Area, command, configuring, watchOption } from './kit.ts';

export const subscribing: Area = {
  commands: [
    command(
      'subscribe',
      'Tell a watch in this channel',
      [
        { ...watchOption, description: 'The watch to tell here; without it, everything' },
        { type: ApplicationCommandOptionType.Role, name: 'role', description: 'The role to ping' },
        {
          type: ApplicationCommandOptionType.String,
          name: 'severity',
          description: 'Tell from this severity on',
          choices: severities.map((severity) => ({ name: severity, value: severity })),
        },
      ],
      configuring,
    ),
    command('unsubscribe', 'Tell a watch in this channel no longer', [watchOption], configuring),
  ],
  asks: {
    subscribe: (desk, request, given) => {
      const severityFloor = severities.find((severity) => severity === given('severity')) ?? null;
      return desk.subscribe({ ...request, watch: given('watch'), pingRole: given('role'), severityFloor });
    },
    unsubscribe: (desk, request, given) => desk.unsubscribe({ ...request, watch: given('watch') }),
  },
  completes: { watch: (desk, request, typed) => desk.completeWatch(request, typed) },
};
