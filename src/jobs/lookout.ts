import type { Feed, FeedState, Instant } from '../model.ts';
import { type FeedsSeen, type NewsLimits, sightingsOf } from '../pipeline/bulletin/sightings.ts';
import { bulletinText, isUrgent } from '../pipeline/bulletin/words.ts';
import { toBeTold } from '../pipeline/bulletin.ts';
import { coverageOf } from '../pipeline/coverage.ts';
import { healthOf } from '../pipeline/feed-health.ts';
import { blindnessNow, type QuietLimits } from '../pipeline/health.ts';
import type { BulletinStore, Clock, FeedStore, Log, Queue, Roster } from '../ports.ts';

/** The job of the queue `deliver` that brings what waits to the operators; no outbox row has this id. */
export const bulletinsJobId = 'bulletins';

export interface LookoutDeps {
  readonly roster: Roster;
  readonly store: Pick<FeedStore, 'feedStates'> & Pick<BulletinStore, 'ledger' | 'commitBulletin'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  readonly limits: NewsLimits & QuietLimits;
}

/** What a look saw. */
export interface Looked extends FeedsSeen {
  /** Of the feeds that are polled. */
  readonly states: readonly FeedState[];
  readonly feeds: ReadonlyMap<string, Feed>;
}

/**
 * Looks at all feeds and has the operators told what is news to them. Any number of processes may look: what was told
 * stands in the store, in the same write as the bulletin that tells it.
 */
export async function lookOut(deps: LookoutDeps): Promise<Looked> {
  const now = deps.clock.now();
  const looked = look(deps, await deps.store.feedStates(), now);
  await tell(deps, looked, now);
  return looked;
}

function look({ roster, limits }: LookoutDeps, all: readonly FeedState[], now: Instant): Looked {
  const listed = roster.feeds();
  const stateOf = new Map(all.map((state) => [state.feed, state]));
  const health = [...listed.values()].map((feed) => healthOf(feed, stateOf.get(feed.id) ?? null, limits, now));
  // What is remembered of feeds that are polled no more says nothing of the others.
  const feeds = new Map([...listed].filter(([, { status }]) => status !== 'paused'));
  const states = all.filter(({ feed }) => feeds.has(feed));
  const coverage = coverageOf(health, listed, roster.outlets());
  return { states, feeds, health, coverage, blindness: blindnessNow(states, feeds, limits, now) };
}

async function tell(deps: LookoutDeps, looked: Looked, now: Instant): Promise<void> {
  const { store, realClock, limits } = deps;
  const { revision, standings: ledger } = await store.ledger();
  const { tellings, standings, forgotten } = toBeTold(sightingsOf(looked, ledger, limits, now), ledger, now);
  if (standings.length === 0 && forgotten.length === 0) return;
  const text = bulletinText(tellings, looked);
  const createdAt = realClock.now();
  const bulletin =
    text === '' ? null : { id: `${revision + 1}.${createdAt}`, text, pings: isUrgent(tellings), createdAt };
  const isCommitted = await store.commitBulletin({ revision, bulletin, standings, forgotten });
  if (bulletin === null) return;
  // Also where another's word came first: it may have been our own, sent again after a lost reply.
  await deps.queue.add('deliver', [bulletinsJobId]);
  if (isCommitted) deps.log.debug('bulletin written', { bulletin: bulletin.id, told: tellings.length });
}
