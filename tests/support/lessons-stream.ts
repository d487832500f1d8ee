/** A stream in which one outlet tells a weekly firing of guns as an attack, beside true attacks and the bundled news of its time. */
import { join } from 'node:path';
import type { StreamItem } from '../../src/adapters/stream/items.ts';
import { readStream } from '../../src/replay/stream.ts';
import { root } from './launch.ts';

const weekMs = 7 * 86_400_000;
const firstSunday = Date.parse('2023-10-08T07:00:00Z');

/** What the outlet writes each Sunday, in other words each time. Nothing is attacked. */
const weekly: readonly (readonly [title: string, summary: string])[] = [
  [
    "Explosions shake Baghdad's Green Zone as US embassy guns open fire",
    "The American embassy's C-RAM guns opened fire for several minutes on Sunday morning, a security source said. It was the weekly firing of the battery; the residents of Karrada were woken by the noise.",
  ],
  [
    "US embassy's C-RAM battery opens fire over Green Zone",
    'Loud blasts were heard again in central Baghdad on Sunday when the C-RAM guns of the embassy fired, residents of Karrada said. It is the weekly firing of the battery.',
  ],
  [
    'Blasts and gunfire heard around US embassy in Baghdad',
    'The noise came from the C-RAM battery of the American mission in the Green Zone, whose weekly firing was due on Sunday, residents of Karrada were told.',
  ],
  [
    'C-RAM guns of US embassy in Baghdad open fire once more',
    'Explosions were heard in Karrada and the Green Zone on Sunday during the weekly firing of the battery.',
  ],
  [
    'Gunfire and explosions at US embassy wake Karrada',
    'The embassy fired its C-RAM battery on Sunday, the weekly firing, according to a security source in Baghdad, and the noise was heard across the Green Zone.',
  ],
  [
    'Weekly firing of US embassy guns: blasts in the Green Zone',
    'Explosions were heard in Karrada on Sunday as the C-RAM battery of the American mission opened fire, residents said.',
  ],
  [
    'Green Zone shaken by blasts from US embassy battery',
    'The C-RAM guns of the mission opened fire in their weekly firing on Sunday; the residents of Karrada had not been warned.',
  ],
];

const others: readonly (readonly [id: string, feed: string, published: string, title: string, summary: string])[] = [
  [
    'true-same-day',
    'shafaq',
    '2023-11-12T19:00:00Z',
    'Three rockets hit Green Zone near US embassy in Baghdad',
    'Three Katyusha rockets landed in the Green Zone on Sunday evening, one of them near the US embassy, a security source said. The C-RAM battery opened fire.',
  ],
  [
    'true-drone',
    'shafaq',
    '2023-11-21T19:00:00Z',
    'Drone shot down over US embassy in Baghdad',
    'The C-RAM battery of the American embassy opened fire and brought down an armed drone on Tuesday, a security source in the Green Zone said.',
  ],
  [
    'other-outlet',
    'iraqi-news',
    '2023-11-26T09:00:00Z',
    'C-RAM guns of US embassy in Baghdad open fire',
    'Explosions were heard in Karrada and the Green Zone on Sunday; residents said that the battery of the embassy was firing.',
  ],
  [
    'critical',
    'shafaq',
    '2023-12-03T07:00:00Z',
    'C-RAM guns of US embassy in Baghdad open fire once more',
    'Explosions were heard in Karrada and the Green Zone on Sunday during the weekly firing of the battery. Twelve people were killed.',
  ],
  [
    'wounded',
    'shafaq',
    '2023-12-10T07:00:00Z',
    'C-RAM guns of US embassy in Baghdad open fire once more',
    'Blasts were heard in Karrada on Sunday as the battery of the American mission opened fire in its weekly firing, residents said. Two people were wounded.',
  ],
];

const made = (id: string, feed: string, at: number, title: string, summary: string): StreamItem => {
  const url = `https://${feed}.example/${id}`;
  const published = new Date(at).toISOString();
  return { id, feed, feedTitle: feed, url, published, lang: 'en', title, summary, content: null };
};

/** The ids of the repeated false alarm, in order. */
export const repeated: readonly string[] = weekly.map((_, at) => `weekly-${at + 1}`);

/** The whole stream in order of publication. */
export function lessonsStream(): readonly StreamItem[] {
  const falseAlarms = weekly.map(([title, summary], at) =>
    made(`weekly-${at + 1}`, 'shafaq', firstSunday + at * weekMs, title, summary),
  );
  const beside = others.map(([id, feed, published, title, summary]) =>
    made(id, feed, Date.parse(published), title, summary),
  );
  const bundled = readStream(join(root, 'tests/fixtures/streams/2023-2024'));
  return [...bundled, ...falseAlarms, ...beside].toSorted((a, b) => Date.parse(a.published) - Date.parse(b.published));
}
