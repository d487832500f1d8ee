import { ApplicationCommandOptionType } from 'discord.js';
import { type Area, command, configuring, sub } from './kit.ts';

const lesson = {
  type: ApplicationCommandOptionType.String,
  name: 'lesson',
  description: 'The lesson',
  required: true,
  autocomplete: true,
  max_length: 100,
} as const;

export const teaching: Area = {
  commands: [
    command(
      'lesson',
      'What false alarms, merges and splits taught the matching',
      [sub('list', 'The lessons that hold, and what each held back'), sub('revoke', 'Take a lesson back', [lesson])],
      configuring,
    ),
  ],
  asks: {
    'lesson list': (desk, request) => desk.lessons({ ...request, change: 'list', lesson: null }),
    'lesson revoke': (desk, request, given) => desk.lessons({ ...request, change: 'revoke', lesson: given('lesson') }),
  },
  completes: { lesson: (desk, request, typed) => desk.completeLesson(request, typed) },
};
