import { rankOf } from '../../pipeline/rank.ts';
import type { Delivery } from './delivery.ts';

/** The reason of a row that lets graver ones go first. */
export const graverFirst = 'graver-first';

/** So long each of those before it is thought to take, at the least. */
const turnMs = 200;
const turnMsMin = 100;
const turnMsMax = 10_000;
/** Who does not come back so long after its time holds up nobody any more. */
const believedMs = 30_000;

/**
 * How long to let graver rows of the channel go first; null: go on. Nobody stands there as long as the messenger takes
 * what it is given, so that nothing waits on a quiet day.
 */
export async function letGraverGo(delivery: Delivery): Promise<number | null> {
  const ahead = await stand(delivery, turnMsMax, false);
  return ahead === 0 ? null : turnOf(ahead);
}

/** Takes a place in the line of the channel for who must wait anyway; gives for how long, its turn considered. */
export async function waitInLine(delivery: Delivery, waitMs: number): Promise<number> {
  const ahead = await stand(delivery, Math.max(waitMs, turnMsMax), true);
  return ahead === 0 ? waitMs : Math.max(waitMs, turnOf(ahead));
}

function stand({ deps, row, incident }: Delivery, waitMs: number, joins: boolean): Promise<number> {
  const rank = rankOf(incident.facts.severity, row.createdAt);
  return deps.store.standInLine({ channel: row.channel, row: row.id, rank, msMax: waitMs + believedMs, joins });
}

function turnOf(ahead: number): number {
  return Math.min(turnMsMax, Math.max(turnMsMin, ahead * turnMs));
}
