import type { Feed, Language, Outlet } from '../model.ts';
import type { FeedHealth } from './feed-health.ts';

/** What coverage is reckoned by; `all` is everything. */
export const coverageKinds = ['all', 'language', 'side', 'state-affiliated', 'tier'] as const;
export type CoverageKind = (typeof coverageKinds)[number];

/** How much of a group of feeds is being read. An outlet counts once, however many feeds of it are in the group. */
export interface Coverage {
  readonly kind: CoverageKind;
  /** `ar`, `iran`, `yes`, `1`; `all` with the kind of that name. */
  readonly value: string;
  readonly outlets: number;
  /** In outlets: one of which half the feeds are read is half. */
  readonly read: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** One failure in a row is a timeout, and the feed is read again a moment later. */
const failuresReadMax = 1;

/** Whether news of the feed would be seen now. */
function isRead({ condition, failures }: FeedHealth): boolean {
  return condition === 'well' || (condition === 'failing' && failures <= failuresReadMax);
}

/**
 * Coverage of everything and of each language, side, tier, and of state media and others. What an operator paused, what was
 * never found and what was not polled yet was never part of it; nothing is seen of a feed that is silent or not asked.
 */
export function coverageOf(
  health: readonly FeedHealth[],
  feeds: ReadonlyMap<string, Feed>,
  outlets: ReadonlyMap<string, Outlet>,
): readonly Coverage[] {
  const groups = new Map<string, Map<string, { feeds: number; read: number }>>();
  for (const one of health) {
    const feed = feeds.get(one.feed);
    if (feed === undefined || !counts(one)) continue;
    for (const key of groupsOf(feed.language, outlets.get(feed.outlet))) {
      const group = groups.get(key) ?? new Map<string, { feeds: number; read: number }>();
      groups.set(key, group);
      const outlet = group.get(feed.outlet) ?? { feeds: 0, read: 0 };
      group.set(feed.outlet, { feeds: outlet.feeds + 1, read: outlet.read + (isRead(one) ? 1 : 0) });
    }
  }
  return [...groups].map(([key, group]) => summed(key, [...group.values()])).sort(inOrder);
}

function counts({ condition, paused }: FeedHealth): boolean {
  return condition !== 'unpolled' && paused !== 'operator' && paused !== 'never-found';
}

function groupsOf(language: Language, outlet: Outlet | undefined): readonly string[] {
  const always = ['all:all', `language:${language}`];
  if (outlet === undefined) return always;
  const { country, stateAffiliated, tier } = outlet;
  return [...always, `side:${sideOf(country)}`, `state-affiliated:${stateAffiliated ? 'yes' : 'no'}`, `tier:${tier}`];
}

const sides: Readonly<Record<string, string>> = { IQ: 'iraq', IR: 'iran', US: 'us' };

function sideOf(country: string): string {
  return Object.hasOwn(sides, country) ? (sides[country] ?? 'other') : 'other';
}

function summed(key: string, group: readonly { readonly feeds: number; readonly read: number }[]): Coverage {
  const read = group.reduce((sum, outlet) => sum + outlet.read / outlet.feeds, 0);
  const value = key.slice(key.indexOf(':') + 1);
  const kind = coverageKinds.find((one) => key.startsWith(`${one}:`)) ?? 'all';
  return { kind, value, outlets: group.length, read, share: read / group.length };
}

function inOrder(one: Coverage, other: Coverage): number {
  const byKind = coverageKinds.indexOf(one.kind) - coverageKinds.indexOf(other.kind);
  return byKind !== 0 ? byKind : one.value < other.value ? -1 : 1;
}
