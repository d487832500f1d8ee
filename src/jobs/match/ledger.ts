import type { Incident, Instant } from '../../model.ts';
import { emptyIndex, forget, type IncidentIndex, remember, withLessons, withOutlets } from '../../pipeline/assign.ts';
import type { CompiledPack } from '../../pipeline/extract.ts';
import { type Lessons, noLessons } from '../../pipeline/lesson.ts';
import type { IncidentStore } from '../../ports.ts';

/** The incidents as this process knows them, and the revision up to which it does. */
export interface Ledger {
  revision(): number;
  index(): IncidentIndex;
  /** The version of an incident that is in the index; null when there is none yet. */
  incident(id: string): Incident | null;
  /** Takes in what was committed since, by whomever. */
  refresh(): Promise<void>;
  /** From now on these lessons hold. */
  teach(lessons: Lessons): void;
  /** Lets go of incidents that no article can join any more. */
  forget(before: Instant): void;
}

/** Opens an empty ledger; the first `refresh` reads everything that is kept. */
export function openLedger(store: Pick<IncidentStore, 'incidentsSince'>, pack: CompiledPack): Ledger {
  let index = emptyIndex(pack);
  let revision = -1;
  let refreshing: Promise<void> | null = null;
  let { outlets } = pack.pack;
  let lessons = noLessons;
  const refresh = async () => {
    let news = await store.incidentsSince(Math.max(0, revision));
    if (news.revision < revision) {
      // A restored or failed-over Redis went back in time: what it does not hold, nobody knows.
      index = emptyIndex(pack);
      news = await store.incidentsSince(0);
    }
    for (const incident of news.incidents) index = remember(index, incident);
    revision = news.revision;
  };
  return {
    revision: () => revision,
    index() {
      // Outlets are made while the program runs: see `livePack`.
      if (outlets !== pack.pack.outlets) {
        outlets = pack.pack.outlets;
        index = withOutlets(index, outlets);
      }
      if (index.lessons !== lessons) index = withLessons(index, lessons);
      return index;
    },
    incident: (id) => index.incidents.get(id) ?? null,
    refresh() {
      refreshing ??= refresh().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
    teach(taught) {
      lessons = taught;
    },
    forget(before) {
      index = forget(index, before);
    },
  };
}
