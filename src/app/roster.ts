import { startCron } from '../adapters/cron.ts';
import { livePack, liveRoster } from '../jobs/roster.ts';
import type { Pack } from '../model.ts';
import type { Log, Roster, Store } from '../ports.ts';
import { beatEndMsMax, type Opened, unlessAborted } from './opened.ts';

const refreshEvery = '* * * * * *';

/** The live roster and the pack that follows it: looked after each second, so that every process knows a change by then. */
export async function openRoster(
  filed: Pack,
  { store, log }: { readonly store: Store; readonly log: Log },
  opened: Opened,
): Promise<{ readonly roster: Roster; readonly pack: Pack }> {
  const roster = liveRoster({ store, filed, log });
  await unlessAborted(roster.refresh(), opened.closing);
  const refreshing = startCron(refreshEvery, roster.refresh, log);
  opened.add('roster', () => refreshing.stop(beatEndMsMax));
  return { roster, pack: livePack(filed, roster) };
}
