import type { Config } from '../config/load.ts';
import type { Audience } from '../jobs/audience.ts';
import type { Subscription } from '../model.ts';
import type { Store } from '../ports.ts';

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

/**
 * The store as the terminal, or Discord, may know it: neither can edit the other's cards, and channels that subscribed by
 * command wait for Discord, the terminal stands for none of them.
 */
export function storeFor(told: 'terminal' | 'discord', stored: Store): Store {
  const isTerminal = told === 'terminal';
  const cardsOf: Store['cardsOf'] = async (incident) => {
    const cards = await stored.cardsOf(incident);
    return cards.filter(({ channel }) => (channel === consoleChannel) === isTerminal);
  };
  return { ...stored, cardsOf, ...(isTerminal ? { subscriptions: async () => [] } : {}) };
}

function everythingOf(watch: string): Subscription {
  return {
    id: consoleChannel,
    watch,
    server: consoleChannel,
    channel: consoleChannel,
    user: null,
    pingRole: null,
    severityFloor: 'info',
    pingFloor: 'high',
    language: 'en',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [],
    origin: 'file',
  };
}
