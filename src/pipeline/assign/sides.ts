import type { Actor, ActorRole, Outlet, Report, Role, SubEvent } from '../../model.ts';
import { kindOf } from './kinds.ts';

/** One that acts or is met, and the outlets that say so; no outlet where the pack alone does. */
export interface SideMember {
  readonly actor: string;
  readonly outlets: readonly string[];
  readonly families: number;
}
export interface Sides {
  /** Who did, said or decided it; whom most families name first. */
  readonly agents: readonly SideMember[];
  readonly targets: readonly SideMember[];
}

/** The pack's actors and outlets by id. */
export interface Acquaintance {
  readonly actors: ReadonlyMap<string, Actor>;
  readonly outlets: ReadonlyMap<string, Outlet>;
}

/** A word on one actor's side of the event. */
interface Word {
  readonly side: 'agents' | 'targets';
  readonly actor: string;
  readonly outlet: string;
  readonly article: string;
}

/** Sides of which two families agree, where so many report at all. */
const familiesForAgreement = 3;
const familiesAgreeing = 2;
const bodiesMax = 8;
/** Developments whose own doers and targets are not the event's. */
const asides: readonly Report['development'][] = ['denial', 'reaction', 'investigation'];
/** Deeds that are done with or about somebody, rather than against. */
const withoutHarm: readonly SubEvent[] = [
  'Peaceful protest',
  'Non-violent transfer of territory',
  'Headquarters or base established',
  'Agreement',
  'Change to group/activity',
  'Denial or rejection',
  'Troop deployment',
  'Troop withdrawal',
  'Diplomatic measure',
  'Vote or legislation',
];

/** Whether a deed is done against whom it meets. */
export function harms(subEvent: SubEvent): boolean {
  return !withoutHarm.includes(subEvent);
}

/** The reports that tell the event itself; all of them where none does. */
export function tellingOf(reports: readonly Report[]): readonly Report[] {
  const telling = reports.filter(
    ({ relevance, development }) => relevance === 'event' && !asides.includes(development),
  );
  return telling.length === 0 ? reports : telling;
}

/**
 * Who did it and to whom. A word that the others contradict is left out: an actor stands on the side that more families
 * name it on, a report that turns the direction round counts for neither, and Americans and Iran's side do not act or
 * suffer together in one attack.
 */
export function sidesOf(
  told: { readonly reports: readonly Report[]; readonly subEvent: SubEvent; readonly onRecord: readonly ActorRole[] },
  who: Acquaintance,
): Sides {
  const { subEvent, onRecord } = told;
  const telling = tellingOf(told.reports).toSorted(
    (a, b) => a.publishedAt - b.publishedAt || (a.article < b.article ? -1 : 1),
  );
  const words = telling.flatMap((report) => wordsOf(report, subEvent));
  const kept = harms(subEvent) ? withoutTurned(words, who) : words;
  const known = (side: Word['side']) =>
    onRecord.filter((entry) => sideOf(entry, subEvent) === side).map(({ actor }) => actor);
  const members = (side: Word['side']) =>
    membersOf(
      kept.filter((word) => word.side === side),
      known(side),
      who,
    );
  const agents = members('agents');
  const targets = members('targets').filter(({ actor }) => !agents.some((agent) => agent.actor === actor));
  return harms(subEvent) ? inOneDirection({ agents, targets }, suspectsIn(told, who), who) : { agents, targets };
}

/** The members that are sure enough for a sentence without an outlet's name behind it. */
export function agreed(members: readonly SideMember[], familiesReporting: number): readonly SideMember[] {
  if (familiesReporting < familiesForAgreement) return members;
  return members.filter(({ families }) => families >= familiesAgreeing);
}

/** Who claims the deed: as the report names them, or whose deed it calls what it tells as claimed. */
export function claimantsOf({ actors, development }: Report): readonly string[] {
  const having = (role: Role): readonly string[] => [
    ...new Set(actors.filter((entry) => entry.role === role).map(({ actor }) => actor)),
  ];
  const claimants = having('claimant');
  return claimants.length > 0 || development !== 'claim' ? claimants : having('agent');
}

/** Without the bodies of those who are named beside them: "Qasem Soleimani", not "Qasem Soleimani, Iran". */
export function withoutBodies(members: readonly SideMember[], who: Acquaintance): readonly SideMember[] {
  return members.filter(
    (body) =>
      !members.some(
        (member) =>
          member.actor !== body.actor &&
          member.families * 2 >= body.families &&
          bodiesOf(member.actor, who).includes(body.actor),
      ),
  );
}

function wordsOf({ actors, outlet, article, development }: Report, subEvent: SubEvent): readonly Word[] {
  return actors.flatMap((entry) => {
    const side = sideOf(entry, subEvent);
    // Who is told to claim a deed is not told to have done it.
    if (side === null || (side === 'agents' && development === 'claim')) return [];
    return [{ side, actor: entry.actor, outlet, article }];
  });
}

/** Who speaks of a deed is no party to it; who speaks or decides is the doer where that is the event. */
function sideOf({ role }: ActorRole, subEvent: SubEvent): Word['side'] | null {
  if (role === 'agent') return 'agents';
  if (role === 'target') return 'targets';
  const kind = kindOf(subEvent);
  if (kind === 'force' || kind === 'crowd' || kind === 'seizure') return null;
  if (role === 'speaker') return 'agents';
  // Where the words are the event, to blame somebody is to speak against him.
  if (kind !== 'words') return null;
  return role === 'accuser' ? 'agents' : role === 'accused' ? 'targets' : null;
}

/** Without the reports that put an actor where as many or more families put it on the other side. */
function withoutTurned(words: readonly Word[], who: Acquaintance): readonly Word[] {
  const places = new Map(
    [...Map.groupBy(words, ({ actor }) => actor)].map(([actor, said]) => [actor, placeOf(said, who)]),
  );
  const turned = new Set(words.filter(({ actor, side }) => places.get(actor) !== side).map(({ article }) => article));
  return words.filter(({ article }) => !turned.has(article));
}

/** The side that more families put one actor on; null where they are even, for then nobody knows. */
function placeOf(said: readonly Word[], who: Acquaintance): Word['side'] | null {
  const support = (side: Word['side']): number =>
    familiesOf(
      said.filter((word) => word.side === side).map(({ outlet }) => outlet),
      who,
    );
  const [agents, targets] = [support('agents'), support('targets')];
  if (agents === targets) return null;
  return agents > targets ? 'agents' : 'targets';
}

function membersOf(words: readonly Word[], known: readonly string[], who: Acquaintance): readonly SideMember[] {
  const said = [...Map.groupBy(words, ({ actor }) => actor)].map(([actor, group]) => {
    const outlets = [...new Set(group.map(({ outlet }) => outlet))];
    return { actor, outlets, families: familiesOf(outlets, who) };
  });
  const onRecord = known.map((actor) => {
    const outlets = said.find((member) => member.actor === actor)?.outlets ?? [];
    return { actor, outlets, families: Number.POSITIVE_INFINITY };
  });
  const rest = said.filter(({ actor }) => !known.includes(actor)).toSorted((a, b) => b.families - a.families);
  return [...onRecord, ...rest];
}

/** How many families name an actor as one who claims, denies or is blamed for a deed. */
function suspectsIn(
  { reports, subEvent }: { readonly reports: readonly Report[]; readonly subEvent: SubEvent },
  who: Acquaintance,
): (actor: string) => number {
  const suspects =
    kindOf(subEvent) === 'words'
      ? []
      : reports.flatMap(({ actors, outlet }) =>
          actors
            .filter(({ role }) => role === 'claimant' || role === 'denier' || role === 'accused')
            .map(({ actor }) => ({ actor, outlet })),
        );
  return (actor) =>
    familiesOf(
      suspects.filter((suspect) => suspect.actor === actor).map(({ outlet }) => outlet),
      who,
    );
}

/** Nobody harms his own; who claims, denies or is blamed for it was not hit by it, unless more say so. */
function inOneDirection({ agents, targets }: Sides, suspicion: (actor: string) => number, who: Acquaintance): Sides {
  const doer = agents[0];
  const doers = agents.filter(({ actor }) => doer === undefined || !areOpposed(actor, doer.actor, who));
  const hit = targets
    .filter(({ actor, families }) => families > suspicion(actor))
    .filter(({ actor }) => doer === undefined || !isOwn(actor, doer.actor, who));
  const met = hit[0];
  return { agents: doers, targets: hit.filter(({ actor }) => met === undefined || !areOpposed(actor, met.actor, who)) };
}

function isOwn(actor: string, other: string, who: Acquaintance): boolean {
  return (
    bodiesOf(actor, who).includes(other) ||
    bodiesOf(other, who).includes(actor) ||
    (campOf(actor, who) === 'us' && campOf(other, who) === 'us')
  );
}

function areOpposed(actor: string, other: string, who: Acquaintance): boolean {
  const camps = [campOf(actor, who), campOf(other, who)];
  return camps.includes('us') && camps.includes('iran');
}

function campOf(actor: string, { actors }: Acquaintance): 'us' | 'iran' | null {
  const parties = actors.get(actor)?.parties ?? [];
  if (parties.includes('us')) return 'us';
  return parties.includes('iran') ? 'iran' : null;
}

function bodiesOf(actor: string, { actors }: Acquaintance): readonly string[] {
  const found = new Set([actor]);
  for (const member of found) {
    if (found.size > bodiesMax) break;
    for (const body of actors.get(member)?.partOf ?? []) found.add(body);
  }
  return [...found];
}

function familiesOf(outlets: readonly string[], who: Acquaintance): number {
  return new Set(outlets.map((outlet) => who.outlets.get(outlet)?.family ?? outlet)).size;
}
