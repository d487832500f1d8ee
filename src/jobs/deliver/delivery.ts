import type { Alert, Card, Incident, Instant, OutboxRow, Pack, Silence, Summary } from '../../model.ts';
import { packNames } from '../../pipeline/summarise/names.ts';
import { summarise } from '../../pipeline/summarise.ts';
import type { CardView, Clock, Log, Messenger, MessengerFailure, Meter, Store } from '../../ports.ts';
import { cardPlace } from '../card-places.ts';
import type { MembershipDeps } from '../membership.ts';
import type { BarredDeps } from './barred.ts';
import { linksOf, targetOf } from './links.ts';
import { unclearPauseMs, waitOf } from './patience.ts';
import { cardReference } from './reference.ts';

export interface DeliverDeps extends BarredDeps, MembershipDeps {
  readonly store: BarredDeps['store'] &
    MembershipDeps['store'] &
    Pick<
      Store,
      | 'row'
      | 'silences'
      | 'hide'
      | 'incident'
      | 'alert'
      | 'cardsOf'
      | 'liftBar'
      | 'takeTry'
      | 'noteLimit'
      | 'standInLine'
      | 'leaveLine'
      | 'takePlace'
      | 'leavePlace'
      | 'joinFold'
      | 'claimCard'
      | 'saveCard'
      | 'releaseCard'
      | 'record'
    >;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly pack: Pack;
  readonly log: Log;
  readonly meter: Meter;
  /** Unique to this process. */
  readonly owner: string;
  /** How long the claim of who died holds; it is prolonged while its owner lives. */
  readonly leaseMs: number;
  /** How long after an unclear post the same nonce is trusted to prevent a second message. */
  readonly nonceWindowMs: number;
  /** A card is edited no more often, but for a press. */
  readonly editEveryMs: number;
  /** So many new cards within an hour, where a channel has no number of its own. */
  readonly cardsPerHourMax: number;
}

/** One row under delivery, with the newest state of what it tells. */
export interface Delivery {
  readonly deps: DeliverDeps;
  readonly owner: string;
  readonly row: OutboxRow;
  readonly incident: Incident;
  readonly alert: Alert;
  /** The silence that is in force over the alert; null where none is. */
  readonly silence: Silence | null;
}

/** The reason of an edit that waits for its turn; nothing is wrong then. */
export const tooSoon = 'edited-just-now';
/** The reason of a notice that lets an earlier one go first. */
export const earlierFirst = 'earlier-first';

/** What a try came to: the card as it is now, and how the row ends or when it comes back. */
export type Step =
  | {
      readonly card: Card;
      readonly outcome: 'sent' | 'skipped' | 'failed';
      readonly reason: string;
      /** Of a row that failed: what the messenger said, where it may concern the whole channel. */
      readonly refusal?: MessengerFailure;
    }
  | { readonly card: Card; readonly outcome: 'unclear' | 'wait'; readonly reason: string; readonly delayMs: number };

/** What a failure of the messenger means for the row: `since` is the first try, from which the pauses grow. */
export function failed(delivery: Delivery, card: Card, failure: MessengerFailure, since: Instant): Step {
  switch (failure.status) {
    case 'gone':
      return { card: { ...card, gone: true }, outcome: 'skipped', reason: 'message-deleted' };
    case 'refused':
      return { card, outcome: 'failed', reason: `refused: ${failure.problem}`, refusal: failure };
    case 'wait':
      return { card, outcome: 'wait', ...waitOf(failure, delivery.deps.realClock.now() - delivery.row.createdAt) };
    case 'unclear': {
      const age = delivery.deps.realClock.now() - since;
      const delayMs = unclearPauseMs(age);
      return { card, outcome: 'unclear', reason: `unclear: ${failure.problem}`, delayMs };
    }
  }
}

/** The card as it is to be seen now. */
export async function viewOf({ deps, row, incident, alert }: Delivery, pingRole: string | null): Promise<CardView> {
  // Where its state can be changed, for who is told in direct messages.
  const elsewhere = row.isDirect ? await cardPlace(deps.store, row) : null;
  return {
    ...(elsewhere === null ? {} : { elsewhere }),
    ...inNames(alert, summarise(incident, deps.pack, row.language), deps.pack),
    mergedInto: alert.merged === null ? null : await targetOf(deps, alert.merged.into, row),
    language: row.language,
    pingRole,
    isDirect: row.isDirect,
    links: await linksOf(deps, incident, row),
    reference: cardReference(row.incident, row.channel),
  };
}

/** What got worse by the names of places and actors, as the summary has them and translates them. */
function inNames(alert: Alert, summary: Summary, pack: Pack): Pick<CardView, 'alert' | 'summary'> {
  const { changedFor } = alert;
  if (changedFor?.worse === undefined) return { alert, summary };
  const { worse } = changedFor;
  const known = packNames(pack);
  const place = worse.place === null ? null : known.placeName(worse.place);
  const named = { ...worse, place, actors: worse.actors.map(known.actor) };
  return {
    alert: { ...alert, changedFor: { ...changedFor, worse: named } },
    summary: { ...summary, names: { ...known.translations(), ...summary.names } },
  };
}

/** Writes the card in the midst of a delivery. A lost claim ends it: whoever holds the claim now goes on. */
export async function keep({ deps, owner }: Delivery, card: Card): Promise<void> {
  if (!(await deps.store.saveCard(card, owner, [])))
    throw new Error(
      `the claim on the card of ${card.incident} in channel ${card.channel} was lost during its delivery`,
    );
}
