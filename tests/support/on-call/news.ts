/** News of as many incidents as a simulated week needs, each at a place or on a day of its own. */
import type { StreamItem } from '../../../src/adapters/stream/items.ts';
import type { Instant, Pack, Place } from '../../../src/model.ts';

/** An incident that happens in a simulated week, and the report that tells of it first. */
export interface Happening {
  readonly at: Instant;
  readonly place: Place;
  readonly dead: number;
}

const feeds = ['reuters', 'upi', 'npr', 'rudaw', 'france24', 'cnn'] as const;
const kinds: ReadonlySet<Place['kind']> = new Set(['base', 'city', 'district', 'site']);
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const countries: ReadonlySet<string> = new Set(['IQ', 'SY', 'IR']);

/** Places of Iraq, Syria and Iran far enough apart that two of them are never one. */
export function placesApart(pack: Pack, apartDegrees = 0.12): readonly Place[] {
  const chosen: Place[] = [];
  for (const place of pack.places) {
    const isFar = chosen.every(({ lat, lon }) => Math.hypot(lat - place.lat, lon - place.lon) > apartDegrees);
    if (countries.has(place.country) && kinds.has(place.kind) && isFar) chosen.push(place);
  }
  return chosen;
}

/** The first report of an incident. */
export function firstReport({ at, place, dead }: Happening, index: number): StreamItem {
  const day = weekdays[new Date(at + 3 * 3_600_000).getUTCDay()];
  const toll = dead === 0 ? 'wounding no one' : `killing ${dead} soldiers`;
  return item(at, index, {
    title: `Drone attack on US forces in ${place.name}`,
    summary: `An Iraqi militia attacked American forces in ${place.name} with drones on ${day}, ${toll}, a security source said.`,
  });
}

/** A later report of the same incident, by another outlet, with more dead. */
export function graverReport({ at, place }: Happening, index: number, dead: number, publishedAt: Instant): StreamItem {
  const day = weekdays[new Date(at + 3 * 3_600_000).getUTCDay()];
  return item(publishedAt, index, {
    title: `${dead} killed in drone attack on US forces in ${place.name}`,
    summary: `${dead} American soldiers were killed when a militia attacked US forces in ${place.name} with drones on ${day}, the Pentagon said.`,
  });
}

function item(at: Instant, index: number, text: Pick<StreamItem, 'title' | 'summary'>): StreamItem {
  const feed = feeds[index % feeds.length] ?? 'reuters';
  return {
    id: `week-${index}`,
    feed,
    feedTitle: feed,
    url: `https://${feed}.example/week/${index}`,
    published: new Date(at).toISOString(),
    lang: 'en',
    content: null,
    ...text,
  };
}
