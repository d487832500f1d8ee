import type { Permission } from '../model.ts';

/** What a channel is for: alerts with their threads, or words to a server's operators. */
export type ChannelUse = 'alerts' | 'operators';

const neededByOperators: readonly Permission[] = [
  'view-channel',
  'send-messages',
  'embed-links',
  'read-message-history',
];

/** Those of the lacking permissions without which a channel cannot serve. */
export function mustHave(lacking: readonly Permission[], use: ChannelUse): readonly Permission[] {
  return use === 'operators'
    ? lacking.filter((permission) => neededByOperators.includes(permission))
    : lacking.filter((permission) => permission !== 'mention-everyone');
}

/** Whether its role would be named in a channel and not pinged. */
export function pingsNobody(lacking: readonly Permission[]): boolean {
  return lacking.includes('mention-everyone');
}
