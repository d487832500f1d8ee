/** Waits until nothing of what the machines took on is still to be done. */
import { alertTimers } from '../../../src/pipeline/alert/timer.ts';
import { until } from '../until.ts';
import type { Floor } from './floor.ts';

const ever = Number.MAX_SAFE_INTEGER;
const settleMsMax = 90_000;

/** Fails with what is left where it does not come to rest. */
export async function settle(floor: Floor, msMax = settleMsMax): Promise<void> {
  let left: readonly string[] = [];
  const isQuiet = async () => {
    left = await leftOn(floor);
    return left.length === 0;
  };
  await until('everything is settled', isQuiet, msMax, () => left.join('\n'));
}

/** What is pending, unsettled or due, as sentences. */
async function leftOn({ store, queue, news }: Floor): Promise<readonly string[]> {
  const now = Date.now();
  const [pending, rows, letters, folds, bulletins, alerts] = await Promise.all([
    store.pendingBefore(ever, 100),
    store.unsettledRows(ever, 100),
    store.waitingLetters(ever, 100),
    store.waitingFolds(ever, 100),
    store.waitingBulletins(100),
    store.overdueTimers(alertTimers, now, 100),
  ]);
  const left = [
    ...Array.from({ length: news.unread() }, () => 'a feed with news was not asked for'),
    ...pending.map((id) => `article ${id} is pending`),
    ...rows.map(({ id }) => `row ${id} is not settled`),
    ...letters.map(({ id }) => `letter ${id} waits`),
    ...folds.map((id) => `summary ${id} waits`),
    ...bulletins.map(({ id }) => `bulletin ${id} waits`),
    ...alerts.map((name) => `timer ${name} is due`),
  ];
  if (left.length > 0) return left;
  return (await queue.isIdle()) ? [] : ['the queues hold jobs'];
}
