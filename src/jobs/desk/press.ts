import type { Action, Alert, Card, OutboxRow } from '../../model.ts';
import { standingOf } from '../../pipeline/alert.ts';
import { press, standing } from '../../pipeline/press.ts';
import { rowId } from '../../pipeline/route.ts';
import { pressSpeech } from '../../pipeline/speech/press.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
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
    const rows = await rowsFor(deps, request, pressed.alert);
    const outcome = await deps.store.commitAlert({
      key: request.key,
      expectedRevision: alert.revision,
      alert: pressed.alert,
      rows,
      letters: [],
      label: null,
      audit: [
        {
          at: now,
          server: request.server,
          incident: request.incident,
          who: request.who,
          action: request.action,
          detail: `${alert.state} → ${pressed.alert.state}`,
          from: `channel ${request.channel}`,
          alert: standingOf(pressed.alert),
        },
      ],
      nextDueAt: now,
    });
    if (outcome === 'lost') return lost(deps, request);
    if (outcome === 'committed' && rows.length > 0) {
      await deps.queue.add(
        'deliver',
        rows.map(({ id }) => id),
      );
    }
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

async function rowsFor(deps: DeskDeps, request: Press, alert: Alert): Promise<readonly OutboxRow[]> {
  const [cards, incident] = await Promise.all([
    deps.store.cardsOf(request.incident),
    deps.store.incident(request.incident),
  ]);
  const version = incident?.version ?? 1;
  return cards
    .filter((card) => card.server === request.server && !card.gone)
    .map((card) => rowFor(card, { alert, version, realNow: deps.realClock.now() }));
}

function rowFor(card: Card, now: { alert: Alert; version: number; realNow: number }): OutboxRow {
  const what = { incident: card.incident, version: now.version, kind: 'card' as const, channel: card.channel };
  return {
    ...what,
    id: rowId(what, now.alert.revision),
    server: now.alert.server,
    language: card.language ?? 'en',
    pingRole: null,
    changes: [],
    heldUntil: null,
    cardsPerHour: null,
    isDirect: card.isDirect,
    createdAt: now.realNow,
    causedAt: now.realNow,
  };
}
