import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pack } from '../../model.ts';
import { lookupOf } from '../../pipeline/assign/lookup.ts';
import { type Entry, entryOf } from '../../pipeline/incidents/entry.ts';
import type { Clock, IncidentStore } from '../../ports.ts';

/** All incidents that are kept, as lists and searches need them; in memory, and as new as the last look. */
export interface Catalogue {
  /** Takes in what changed since. */
  read(): Promise<readonly Entry[]>;
  /** What is known without asking anybody; empty before the first `read` is done. */
  held(): readonly Entry[];
}

/** Reading ten thousand incidents for the first time takes a second or more: others are let in between. */
const perTurn = 20;
/** How long what was deleted may still be counted; what is shown is read again and left out. */
const deletedAskedEveryMs = 10 * 60_000;

/** Opens an empty catalogue; the first `read` reads everything that is kept, a later one what changed. */
export function openCatalogue(
  store: Pick<IncidentStore, 'incidentsSince' | 'keptIncidents'>,
  pack: Pack,
  realClock: Clock,
): Catalogue {
  const lookup = lookupOf(pack);
  let revision = 0;
  let askedAt = realClock.now();
  let byId = new Map<string, Entry>();
  let all: readonly Entry[] = [];
  let reading: Promise<readonly Entry[]> | null = null;
  const read = async (): Promise<readonly Entry[]> => {
    let news = await store.incidentsSince(revision);
    if (news.revision < revision) {
      // A Redis that was restored went back in time: what it does not hold, nobody knows.
      byId = new Map();
      news = await store.incidentsSince(0);
    }
    for (const [at, incident] of news.incidents.entries()) {
      byId.set(incident.id, entryOf(lookup, incident));
      if (at % perTurn === perTurn - 1) await nextTurn();
    }
    if (realClock.now() - askedAt >= deletedAskedEveryMs) {
      askedAt = realClock.now();
      const kept = await store.keptIncidents();
      for (const id of byId.keys()) if (!kept.has(id)) byId.delete(id);
    }
    revision = news.revision;
    all = [...byId.values()];
    return all;
  };
  return {
    read() {
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    },
    held: () => all,
  };
}
