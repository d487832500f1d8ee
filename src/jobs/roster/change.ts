import type { AuditEntry, Feed, Presser } from '../../model.ts';
import { type Entered, enter, openBook, type Proposal } from '../../pipeline/roster/enter.ts';
import { type Filed, type Merged, mergeRoster } from '../../pipeline/roster.ts';
import { shownAddress } from '../../pipeline/schedule/moves.ts';
import { resumed } from '../../pipeline/schedule/state.ts';
import type { Clock, CommandedRoster, RosterChange, Store } from '../../ports.ts';

/** What changes of the roster need; `by`, `server` and `from` are for the audit log. */
export interface ChangeDeps {
  readonly store: Pick<Store, 'commandedRoster' | 'changeRoster' | 'feedState'>;
  readonly filed: Filed;
  readonly clock: Clock;
  readonly by: Presser;
  readonly server: string | null;
  /** As in an audit entry. */
  readonly from: string;
}

/** What became of a change: a sentence, and whether it was made. */
export interface Changed {
  readonly ok: boolean;
  readonly text: string;
}

const feedsMadeMax = 100_000;
const attemptsMax = 20;

/** Enters proposals one by one, in one write; each comes back as it was entered, or as a sentence why it was not. */
export async function addFeeds(
  deps: ChangeDeps,
  proposals: readonly Proposal[],
  detailOf: (entered: readonly Entered[]) => string,
): Promise<readonly (Entered | string)[]> {
  return decided(deps, (commanded, merged) => {
    const book = openBook(merged, deps.filed, commanded.feeds);
    let room = feedsMadeMax - commanded.feeds.length;
    const outcomes = proposals.map((proposal) => {
      if (room <= 0) return `At most ${feedsMadeMax} feeds can be made by command.`;
      const outcome = enter(book, proposal);
      if (typeof outcome !== 'string') room -= 1;
      return outcome;
    });
    const entered = outcomes.filter((outcome) => typeof outcome !== 'string');
    if (entered.length === 0) return { result: outcomes, change: null };
    const saved = { feeds: entered.map(({ feed }) => feed), outlets: entered.flatMap(({ outlet }) => outlet ?? []) };
    return { result: outcomes, change: { saved, audit: [entry(deps, 'feed-add', detailOf(entered))] } };
  });
}

/** Removes a feed that was made by command. */
export function removeFeed(deps: ChangeDeps, id: string): Promise<Changed> {
  return decided(deps, (commanded) => {
    const made = commanded.feeds.find((feed) => feed.id === id);
    if (made === undefined) return { result: no(whyNotRemoved(deps.filed, id)), change: null };
    const audit = [entry(deps, 'feed-remove', `${id} ${shownAddress(made.url)}`)];
    return { result: yes(`${id} is polled no more.`), change: { removed: [id], audit } };
  });
}

/** Has a feed rest until it is resumed, those of the file too. */
export function pauseFeed(deps: ChangeDeps, id: string): Promise<Changed> {
  return decided(deps, (commanded, { feeds }) => {
    const feed = feeds.get(id);
    if (feed === undefined) return { result: no(unknown(id)), change: null };
    if (commanded.paused.includes(id)) return { result: no(`${id} is paused already.`), change: null };
    const audit = [entry(deps, 'feed-pause', id)];
    return { result: yes(`${id} is paused until it is resumed.`), change: { paused: [id], audit } };
  });
}

/** Has a feed polled again at once, whoever paused it; but the file. */
export async function resumeFeed(deps: ChangeDeps, id: string): Promise<Changed> {
  const state = await deps.store.feedState(id);
  return decided(deps, (commanded, { feeds }) => {
    if (!feeds.has(id)) return { result: no(unknown(id)), change: null };
    if (deps.filed.feeds.some((feed) => feed.id === id && feed.status === 'paused'))
      return { result: no(`${id} is paused in feeds.yaml, and woken only there.`), change: null };
    const own = state !== null && state.paused !== null ? [resumed(state)] : [];
    if (own.length === 0 && !commanded.paused.includes(id)) return { result: no(`${id} is not paused.`), change: null };
    const audit = [entry(deps, 'feed-resume', id)];
    const change = { resumed: { feeds: [id], states: own, at: deps.clock.now() }, audit };
    return { result: yes(`${id} is polled again.`), change };
  });
}

/** Decides on the roster as it is, and again where it moved on before the change was written. */
async function decided<T>(
  { store, filed }: ChangeDeps,
  decide: (commanded: CommandedRoster, merged: Merged) => Decided<T>,
): Promise<T> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const commanded = await store.commandedRoster();
    const { result, change } = decide(commanded, mergeRoster(filed, commanded));
    if (change === null) return result;
    const outcome = await store.changeRoster({ revision: commanded.revision, ...change });
    if (outcome === 'committed') return result;
  }
  throw new Error(`the roster was changed by others ${attemptsMax} times in a row, expected a turn of our own`);
}

interface Decided<T> {
  readonly result: T;
  readonly change: Omit<RosterChange, 'revision'> | null;
}

function whyNotRemoved({ feeds }: Filed, id: string): string {
  const isFiled = feeds.some((feed: Feed) => feed.id === id);
  return isFiled ? `${id} stands in feeds.yaml: take it out there, or pause it here.` : unknown(id);
}

const unknown = (id: string): string => `There is no feed ${id}.`;
const yes = (text: string): Changed => ({ ok: true, text });
const no = (text: string): Changed => ({ ok: false, text });

function entry({ clock, by, server, from }: ChangeDeps, action: string, detail: string): AuditEntry {
  return { at: clock.now(), server, incident: null, who: by, action, detail, from };
}
