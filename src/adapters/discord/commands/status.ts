import { type Area, command } from './kit.ts';

export const status: Area = {
  commands: [command('status', 'How Watchfloor is: feeds, queues, alerts', [])],
  asks: { status: (desk, request) => desk.status(request) },
};
