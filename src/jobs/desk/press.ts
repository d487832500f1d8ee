import { setTimeout as pause } from 'node:timers/promises';
import type { Alert } from '../../model.ts';
import { type Deed, knownOf } from '../../pipeline/alert.ts';
import {
  type Asked,
  agoOf,
  isStillMeant,
  type Pressed,
  pagesOf,
  press,
  standing,
  whyNot,
} from '../../pipeline/press.ts';
import { pressSpeech } from '../../pipeline/speech/press.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply } from '../../ports.ts';
import { changeAlert } from '../alert.ts';
import { noteControls } from './alert/ask.ts';
import { detailOf, isReply, type Press, understand } from './alert/understand.ts';
import { type DeskDeps, done, refused, whyNotAllowed } from './deps.ts';

/** Others change the same alert at the same moment; so often it is tried again where they leave the press its meaning. */
const triesMax = 5;
/** Whoever wrote a note would have to write it again: it is tried for seconds, since it is in nobody's way. */
const noteTriesMax = 60;
const retryPauseMsMax = 100;
/** The newest entries of an incident, among which who assigned it last is found. */
const auditReadMax = 20;

/**
 * Makes the answer to a press, or asks for what it lacks. The state, the audit entry, a row for every card of the server
 * and what is told in their threads are one write; the cards are edited by their rows, never here, so that a press is
 * never shown and then lost.
 */
export function presses(deps: DeskDeps): Desk['press'] {
  return async (request) => {
    const problem = await whyNotAllowed(deps, request, `press ${request.action} ${request.incident}`);
    if (problem !== null) return refused(problem);
    const alert = await deps.store.alert(request.incident, request.server);
    if (alert === null) return refused(inLanguage(pressSpeech, request.language).noAlert);
    const late = whyNot(alert, request.action, request.who, askedNow(deps, request));
    if (late !== null) return refused(late);
    const understood = await understand(deps, request, alert);
    return isReply(understood) ? understood : doDeed(deps, request, alert, understood);
  };
}

const askedNow = ({ clock }: DeskDeps, { language }: Press): Asked => ({ now: clock.now(), language });

async function doDeed(deps: DeskDeps, request: Press, found: Alert, deed: Deed): Promise<DeskReply> {
  const [incident, cards] = await Promise.all([
    deps.store.incident(request.incident),
    deps.store.cardsOf(request.incident),
  ]);
  const channels = cards
    .filter(({ server, gone, isDirect }) => server === request.server && !gone && !isDirect)
    .map(({ channel }) => channel);
  const { who, key, channel } = request;
  let alert = found;
  for (let tried = 0; tried < (deed.what === 'note' ? noteTriesMax : triesMax); tried += 1) {
    const known = incident === null ? alert.known : knownOf(incident);
    const pressed = press(alert, deed, { who, known }, askedNow(deps, request));
    if (!pressed.ok) return refused(pressed.said);
    const outcome = await changeAlert(deps, {
      key,
      before: alert,
      after: pressed.alert,
      deed: deed.what,
      by: who,
      pages: pagesOf(alert, deed, who, channels),
      from: `channel ${channel}`,
      detail: detailOf(deed),
    });
    if (outcome !== 'lost') return answerTo(request, pressed);
    const now = await deps.store.alert(request.incident, request.server);
    if (now === null) return refused(inLanguage(pressSpeech, request.language).noAlert);
    if (!isStillMeant(alert, now, deed)) return lostTo(deps, request, now, deed);
    alert = now;
    // Not all at once again.
    if (tried > 0) await pause(Math.random() * retryPauseMsMax);
  }
  return refused(inLanguage(pressSpeech, request.language).busy);
}

/** What was done; who puts an alert away, or takes it, may say why. */
function answerTo(request: Press, { said, follows }: Extract<Pressed, { ok: true }>): DeskReply {
  const isWorthANote = ['acknowledge', 'resolve', 'false-alarm'].includes(request.action);
  return {
    ...done(said),
    ...(follows.length === 0 ? {} : { lines: follows }),
    ...(isWorthANote ? { controls: noteControls(request) } : {}),
  };
}

/** Somebody else was first, between our look and our write. */
async function lostTo(deps: DeskDeps, request: Press, now: Alert, deed: Deed): Promise<DeskReply> {
  const speech = inLanguage(pressSpeech, request.language);
  const asked = askedNow(deps, request);
  if (deed.what === 'assign' || deed.what === 'unassign') {
    const entries = await deps.store.auditOf(request.incident, auditReadMax);
    const last = entries.find(({ action, server }) => server === request.server && action.endsWith('assign'));
    const ago = agoOf(last === undefined ? 0 : asked.now - last.at, request.language);
    return refused(speech.lostAssigning(now.assignee?.name ?? null, last?.who?.name ?? null, ago));
  }
  return refused(whyNot(now, deed.what, request.who, asked) ?? speech.lost(standing(now, request.who, asked)));
}
