import type { Config } from '../../../src/config/load.ts';
import type { Subscription } from '../../../src/model.ts';
import { startDiscord } from './server.ts';
import { type Transcript, transcriptOf } from './transcript.ts';

const channel = '900000000000000002';
const role = '900000000000000020';
const names = new Map([
  [channel, 'watch-floor'],
  [role, 'watch-officers'],
]);

/** A Discord on loopback that one channel of the demo is told in, and what happens there. */
export interface DemoDiscord {
  /** The configuration with that Discord and that channel's subscription in place of its own. */
  configure(config: Config): Config;
  readonly transcript: Transcript;
  close(): Promise<void>;
}

/** `now` is the time of the replay. */
export async function startDemoDiscord(now: () => number): Promise<DemoDiscord> {
  const standIn = await startDiscord({ channels: [channel], now });
  return {
    transcript: transcriptOf(standIn, names),
    configure: (config) => ({
      ...config,
      discord: { token: standIn.token, apiUrl: standIn.apiUrl },
      servers: [],
      subscriptions: config.watches.slice(0, 1).map(({ id }) => subscriptionTo(id, standIn.guild)),
    }),
    close: () => standIn.close(),
  };
}

function subscriptionTo(watch: string, server: string): Subscription {
  return {
    id: 'demo',
    watch,
    server,
    channel,
    user: null,
    pingRole: role,
    severityFloor: 'info',
    pingFloor: 'high',
    language: 'en',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [{ every: 'week', at: '08:00', timeZone: 'Asia/Baghdad' }],
    origin: 'file',
  };
}
