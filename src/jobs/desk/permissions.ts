import type { Language, Permission, SaidLine } from '../../model.ts';
import { type ChannelUse, mustHave, pingsNobody } from '../../pipeline/permissions.ts';
import { type PermissionsSpeech, permissionsSpeech } from '../../pipeline/speech/permissions.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Found, Premises } from '../../ports.ts';

/** What stands against telling something in a channel. */
export interface Checked {
  /** A sentence each, with what to do; empty where all is well. */
  readonly lines: readonly SaidLine[];
  /** Whether nothing at all can be told there as it is. */
  readonly mustMend: boolean;
  /** Whether the channel belongs to another server. */
  readonly isElsewhere: boolean;
}

interface Asked {
  readonly server: string;
  readonly channel: string;
  readonly pingRole: string | null;
  readonly use: ChannelUse;
}

/** Looks at what the bot lacks in a channel. Where there is no messenger with servers, nothing can lack. */
export async function checkChannel(premises: Premises | null, asked: Asked, language: Language): Promise<Checked> {
  if (premises === null) return { lines: [], mustMend: false, isElsewhere: false };
  const speech = inLanguage(permissionsSpeech, language);
  const { server, channel, pingRole } = asked;
  const found = await premises.lacks({ server, channel, pingRole });
  if (found.status === 'found') return lackedOf(found.is, asked, speech);
  const isElsewhere = found.status === 'refused' && found.why === 'other-server';
  return { lines: [sentenceOf(found, channel, speech)], mustMend: true, isElsewhere };
}

function lackedOf(
  lacking: readonly Permission[],
  { channel, pingRole, use }: Asked,
  speech: PermissionsSpeech,
): Checked {
  const must = mustHave(lacking, use);
  const named = must.map((permission) => speech.names[permission]);
  const lines = [
    ...(must.length === 0 ? [] : [speech.lacks(channel, named), speech.howToGrant]),
    ...(pingRole !== null && pingsNobody(lacking) ? [speech.pingsNobody(pingRole, channel)] : []),
  ];
  return { lines, mustMend: must.length > 0, isElsewhere: false };
}

function sentenceOf(
  found: Exclude<Found<unknown>, { readonly status: 'found' }>,
  channel: string,
  speech: PermissionsSpeech,
): SaidLine {
  if (found.status === 'unknown') return speech.notAsked(found.problem);
  switch (found.why) {
    case 'other-server':
      return speech.otherServer(channel);
    case 'unseen':
      return speech.unseen(channel);
    case 'no-channel-for-alerts':
      return speech.noChannelForAlerts(channel);
    case 'no-such-role':
      return speech.noSuchRole;
    case 'refused':
      return speech.refused(channel, found.problem);
  }
}
