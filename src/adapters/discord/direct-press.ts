import type { Action } from '../../model.ts';
import { conversationSpeech } from '../../pipeline/speech/conversation.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, Premises } from '../../ports.ts';
import { readCustomId } from './custom-id.ts';
import type { Interaction } from './interaction.ts';

/** A button below a page in direct messages: it names the server whose alert it acts on. */
export interface DirectPress {
  readonly direct: NonNullable<Interaction['direct']>;
  readonly server: string;
  readonly incident: string;
  readonly action: Action;
}

/** Null for whatever else is asked in direct messages. */
export function pressedDirectly({ direct, asked }: Interaction): DirectPress | null {
  if (direct === null || asked.kind !== 'component') return null;
  const named = readCustomId(asked.customId);
  if (named?.kind !== 'direct') return null;
  const { server, incident, action } = named;
  return { direct, server, incident, action };
}

/**
 * Presses for whoever is called at night: no interaction says what roles he has on the server, so that they are asked for
 * each time. Who left the server, or of whom nothing can be found out, presses nothing.
 */
export async function pressDirectly(
  desk: Pick<Desk, 'press'>,
  premises: Pick<Premises, 'member'>,
  { direct, server, incident, action }: DirectPress,
): Promise<DeskReply> {
  const speech = inLanguage(conversationSpeech, direct.language);
  const found = await premises.member(server, direct.who.id);
  if (found.status !== 'found') return { ok: false, text: speech.membershipUnknown };
  if (found.is === null) return { ok: false, text: speech.notOnServer };
  const { who, roles, mayManage, mayManageServer } = found.is;
  return desk.press({ ...direct, server, who, roles, mayManage, mayManageServer, incident, action });
}
