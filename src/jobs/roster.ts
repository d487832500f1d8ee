import type { Pack } from '../model.ts';
import { type Filed, type Merged, mergeRoster } from '../pipeline/roster.ts';
import type { Log, Roster, RosterStore } from '../ports.ts';

interface RosterDeps {
  readonly store: Pick<RosterStore, 'rosterRevision' | 'commandedRoster'>;
  /** What stands in the configuration. */
  readonly filed: Filed;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

const refusedToldMax = 20;

/** The roster of the file and of what is made by command. Until it is first refreshed, that of the file alone. */
export function liveRoster({ store, filed, log }: RosterDeps): Roster {
  let held: Merged = mergeRoster(filed, { feeds: [], outlets: [], paused: [] });
  let revision = 0; // as where nothing was ever made by command
  let reading: Promise<void> | null = null;
  const told = new Set<string>();
  const read = async () => {
    if ((await store.rosterRevision()) === revision) return;
    const commanded = await store.commandedRoster();
    held = mergeRoster(filed, commanded);
    revision = commanded.revision;
    log.info('roster read', { feeds: held.feeds.size, made: commanded.feeds.length, paused: commanded.paused.length });
    for (const problem of held.refused) {
      if (told.has(problem) || told.size >= refusedToldMax) continue;
      told.add(problem);
      log.warn('feed made by command is refused', { problem });
    }
  };
  return {
    feeds: () => held.feeds,
    outlets: () => held.outlets,
    refresh() {
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}

/** The pack whose feeds and outlets are at any time those of the roster. */
export function livePack(pack: Pack, roster: Roster): Pack {
  const listed = <T>(of: () => ReadonlyMap<string, T>) => {
    let from: ReadonlyMap<string, T> | null = null;
    let list: readonly T[] = [];
    return () => {
      if (from !== of()) {
        from = of();
        list = [...from.values()];
      }
      return list; // the same one for as long as nothing changes
    };
  };
  const feeds = listed(roster.feeds);
  const outlets = listed(roster.outlets);
  return {
    ...pack,
    get feeds() {
      return feeds();
    },
    get outlets() {
      return outlets();
    },
  };
}
