import type { Config } from '../config/load.ts';
import type { Audience } from '../jobs/audience.ts';
import type { Subscription } from '../model.ts';

/** The server and channel that stand for the terminal. */
const consoleChannel = 'console';

/**
 * Whom the configuration tells where there is only the terminal: its own subscriptions to the terminal, else the first
 * watch, so that alerts are seen in any case.
 */
export function consoleAudience({ watches, subscriptions }: Config): Audience {
  const own = subscriptions.filter(({ channel }) => channel === consoleChannel);
  const [first] = watches;
  return { watches, subscriptions: own.length > 0 || first === undefined ? own : [everythingOf(first.id)] };
}

/** Whom the configuration tells in Discord. */
export function discordAudience({ watches, subscriptions }: Audience): Audience {
  return { watches, subscriptions: subscriptions.filter(({ channel }) => channel !== consoleChannel) };
}

function everythingOf(watch: string): Subscription {
  return {
    id: consoleChannel,
    watch,
    server: consoleChannel,
    channel: consoleChannel,
    pingRole: null,
    severityFloor: 'info',
    pingFloor: 'high',
    language: 'en',
    origin: 'file',
  };
}
