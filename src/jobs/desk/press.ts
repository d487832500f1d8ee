import type { Action } from '../../model.ts';
import { press, standing } from '../../pipeline/press.ts';
import { pressSpeech } from '../../pipeline/speech/press.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { changeAlert } from '../alert.ts';
import { type DeskDeps, done, refused, whyNotAllowed } from './deps.ts';

type Press = DeskRequest & { readonly incident: string; readonly action: Action };

/**
 * Makes the answer to a pressed button. The state, the audit entry and a row for every card of the server are one write;
 * the cards are edited by their rows, never here, so that a press is never shown and then lost.
 */
export function presses(deps: DeskDeps): Desk['press'] {
  return async (request) => {
    const problem = await whyNotAllowed(deps, request, `press ${request.action} ${request.incident}`);
    if (problem !== null) return refused(problem);
    const speech = inLanguage(pressSpeech, request.language);
    const alert = await deps.store.alert(request.incident, request.server);
    if (alert === null) return refused(speech.noAlert);
    const now = deps.clock.now();
    const pressed = press(alert, request.action, request.who, { now, language: request.language });
    if (!pressed.ok) return refused(pressed.said);
    const outcome = await changeAlert(deps, {
      key: request.key,
      before: alert,
      after: pressed.alert,
      deed: request.action,
      by: request.who,
      from: `channel ${request.channel}`,
    });
    if (outcome === 'lost') return lost(deps, request);
    return done(pressed.said);
  };
}

/** Somebody pressed between our look and our write. */
async function lost(deps: DeskDeps, request: Press): Promise<DeskReply> {
  const speech = inLanguage(pressSpeech, request.language);
  const alert = await deps.store.alert(request.incident, request.server);
  if (alert === null) return refused(speech.noAlert);
  const now = deps.clock.now();
  const again = press(alert, request.action, request.who, { now, language: request.language });
  return refused(
    again.ok ? speech.lost(standing(alert, request.who, { now, language: request.language })) : again.said,
  );
}
