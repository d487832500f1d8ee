/** Rounds over many feeds of which a fifth changed: what they cost, beside other readers, and with more processes. */

import type { Cost } from './poll-cost.ts';
import { type Answered, type PollFeeds, withPollFeeds } from './poll-feeds.ts';
import { type OurCost, type Pollers, withPollers } from './poll-ours.ts';
import { installedPeers, type Peer } from './poll-peers.ts';
import { inFolder, type Measured, rounded } from './support.ts';

const feedsFew = 1_000;
const feedsMany = 10_000;
const rounds = 3; // the one between is told
const latencyMs = 50; // of an answer over a network, at best
const latenciesMs = [0, latencyMs, 200]; // the last as of a site on another continent
const intervalSeconds = 300;

/** A thousand feeds by us, by newsboat and by sfeed: the same server, the same changes, round by round. */
export function pollPeers(): Promise<Measured> {
  return withFeeds(feedsFew, 1, async ({ feeds, folder, pollers }) => {
    const peers = await installedPeers(folder, feeds.addresses);
    await allOnce(feeds, pollers, peers);
    const direct = await roundsBeside(feeds, pollers, peers, rounds);
    await feeds.setLatency(latencyMs);
    const overNetwork = await roundsBeside(feeds, pollers, peers, 1);
    const missing = ['newsboat', 'sfeed'].filter((name) => !peers.some((peer) => peer.name === name));
    return {
      figures: { feeds: feedsFew, direct, [`after${latencyMs}Ms`]: overNetwork, notInstalled: missing },
      // Where no other reader is installed there is nothing to be compared with, as `notInstalled` says.
      target: peers.length === 0 ? {} : { '*.wallRatioMax': 0.35, '*.cpuRatioMax': 0.3 },
    };
  });
}

/** Ten thousand feeds by one process. */
export function pollMany(): Promise<Measured> {
  return withFeeds(feedsMany, 1, async ({ feeds, pollers }) => {
    const first = await pollers.round();
    const cost = await medianRound(feeds, pollers);
    const share = cost.cpuSeconds / intervalSeconds;
    const figures = {
      feeds: feedsMany,
      firstSeconds: rounded(first.seconds),
      ...told(feedsMany, cost),
      shareOfCore: rounded(share),
    };
    return { figures, target: { shareOfCoreMax: 0.35, peakMbMax: 300, crowded: 0, hurried: 0 } };
  });
}

/** A thousand feeds by one process, by two and by four, with answers that take longer and longer. */
export async function pollTwo(): Promise<Measured> {
  const measure = (workers: number) =>
    withFeeds(feedsFew, workers, async ({ feeds, pollers }) => {
      await pollers.round();
      const costs: (OurCost & Answered)[] = [];
      for (const ms of latenciesMs) {
        await feeds.setLatency(ms);
        costs.push(await medianRound(feeds, pollers));
      }
      return costs;
    });
  const one = await measure(1);
  const two = await measure(2);
  const four = await measure(4);
  const figures = one.flatMap((before, at) => {
    const [after, last] = [two[at], four[at]];
    if (after === undefined || last === undefined) return [];
    const timesFaster = rounded(before.seconds / after.seconds);
    const timesFasterByFour = rounded(before.seconds / last.seconds);
    const costs = { one: told(feedsFew, before), two: told(feedsFew, after), four: told(feedsFew, last) };
    return [[`after${latenciesMs[at]}Ms`, { ...costs, timesFaster, timesFasterByFour }] as const];
  });
  return {
    figures: Object.fromEntries(figures),
    target: { '*.timesFasterMin': 1.6, '*.*.crowded': 0, '*.*.hurried': 0 },
  };
}

interface Bench {
  readonly feeds: PollFeeds;
  readonly folder: string;
  readonly pollers: Pollers;
}

function withFeeds<T>(count: number, workers: number, work: (bench: Bench) => Promise<T>): Promise<T> {
  return withPollFeeds(count, (feeds) =>
    inFolder((folder) =>
      withPollers({ folder, addresses: feeds.addresses, workers }, (pollers) => work({ feeds, folder, pollers })),
    ),
  );
}

/** What everybody reads at first, when everything is new to him, is not measured. */
async function allOnce(feeds: PollFeeds, pollers: Pollers, peers: readonly Peer[]): Promise<void> {
  await pollers.round();
  for (const peer of peers) await peer.round();
  await feeds.count();
}

async function medianRound(feeds: PollFeeds, pollers: Pollers): Promise<OurCost & Answered> {
  const costs: (OurCost & Answered)[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await feeds.advance();
    await feeds.count();
    const cost = await pollers.round();
    costs.push({ ...cost, ...(await feeds.count()) });
  }
  return median(costs);
}

async function roundsBeside(feeds: PollFeeds, pollers: Pollers, peers: readonly Peer[], count: number) {
  const costs = new Map<string, (Cost & Answered)[]>();
  for (let round = 0; round < count; round += 1) {
    await feeds.advance();
    for (const { name, round: poll } of [{ name: 'ours', round: pollers.round }, ...peers]) {
      await feeds.count();
      const cost = await poll();
      costs.set(name, [...(costs.get(name) ?? []), { ...cost, ...(await feeds.count()) }]);
    }
  }
  const medians = new Map([...costs].map(([name, each]) => [name, median(each)]));
  const others = [...medians].filter(([name]) => name !== 'ours').map(([, cost]) => cost);
  const ours = medians.get('ours');
  const ratio = (of: (cost: Cost) => number) =>
    ours === undefined || others.length === 0 ? null : rounded(of(ours) / Math.min(...others.map(of)));
  return {
    ...Object.fromEntries([...medians].map(([name, cost]) => [name, told(feedsFew, cost)])),
    wallRatio: ratio(({ seconds }) => seconds),
    cpuRatio: ratio(({ cpuSeconds }) => cpuSeconds),
  };
}

function median<T extends Cost>(costs: readonly T[]): T {
  const middle = costs.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(costs.length / 2)];
  if (middle === undefined) throw new Error('no round was measured');
  return middle;
}

function told(feeds: number, cost: Cost & object): Readonly<Record<string, unknown>> {
  const figures = Object.entries(cost).map(([name, value]) => [
    name,
    typeof value === 'number' ? rounded(value) : value,
  ]);
  return { feedsPerSecond: rounded(feeds / cost.seconds), ...Object.fromEntries(figures) };
}
