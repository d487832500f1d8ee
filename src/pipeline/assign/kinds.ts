import { type Report, type SubEvent, subEvents } from '../../model.ts';

/** Sub-events that are told for one another. */
export type Kind = 'force' | 'crowd' | 'seizure' | 'words' | 'sanction' | 'diplomacy' | 'vote' | 'move' | 'change';

/** How the types of two texts stand to each other. */
export type KindRelation = 'same' | 'kin' | 'other' | 'unknown';

const kinds: Readonly<Record<SubEvent, Kind>> = {
  'Shelling/artillery/missile attack': 'force',
  'Air/drone strike': 'force',
  'Remote explosive/landmine/IED': 'force',
  Attack: 'force',
  'Armed clash': 'force',
  'Abduction/forced disappearance': 'seizure',
  Arrests: 'seizure',
  'Violent demonstration': 'crowd',
  'Peaceful protest': 'crowd',
  'Mob violence': 'crowd',
  'Looting/property destruction': 'crowd',
  'Non-violent transfer of territory': 'move',
  'Headquarters or base established': 'move',
  'Troop deployment': 'move',
  'Troop withdrawal': 'move',
  Agreement: 'diplomacy',
  'Diplomatic measure': 'diplomacy',
  'Change to group/activity': 'change',
  'Threat or ultimatum': 'words',
  'Denial or rejection': 'words',
  'Sanction or legal measure': 'sanction',
  'Vote or legislation': 'vote',
};

const opposed: readonly (readonly [SubEvent, SubEvent])[] = [
  ['Troop deployment', 'Troop withdrawal'],
  ['Troop deployment', 'Non-violent transfer of territory'],
];

/** The group of sub-events that one belongs to. */
export function kindOf(subEvent: SubEvent): Kind {
  return kinds[subEvent];
}

/** Whether who speaks or decides is the event itself, wherever they do. */
export function isAuthored(kind: Kind): boolean {
  return kind === 'words' || kind === 'sanction' || kind === 'diplomacy' || kind === 'vote';
}

/** Whether two sub-events may be two outlets' words for one event. */
export function relateKinds(a: SubEvent | null, b: SubEvent | null): KindRelation {
  return a === null || b === null ? 'unknown' : (relations.get(a)?.get(b) ?? 'other');
}

const relations = new Map(subEvents.map((a) => [a, new Map(subEvents.map((b) => [b, relationOf(a, b)]))]));

function relationOf(a: SubEvent, b: SubEvent): KindRelation {
  if (a === b) return 'same';
  if (opposed.some(([x, y]) => (a === x && b === y) || (a === y && b === x))) return 'other';
  if (kinds[a] === kinds[b]) return 'kin';
  const pair = [kinds[a], kinds[b]];
  // A tanker taken and a storming are told as an attack by some.
  return pair.includes('force') &&
    (a === 'Attack' || b === 'Attack') &&
    (pair.includes('crowd') || pair.includes('seizure'))
    ? 'kin'
    : 'other';
}

/** Whether a report says something about an event that was told before, rather than telling one. */
export function isDevelopment(report: Report): boolean {
  return report.development !== null;
}
