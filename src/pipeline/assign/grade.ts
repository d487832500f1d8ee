import type { Actor, EventType, Facts, Outlet, Place, Report } from '../../model.ts';
import { judgeSeverity, type SeverityInput } from '../severity.ts';
import { kindOf } from './kinds.ts';
import { agreed, claimantsOf, type SideMember, type Sides } from './sides.ts';
import { stageHeld } from './stage.ts';

/** The pack by id, as far as grading asks. */
export interface GradeLookup {
  readonly actors: ReadonlyMap<string, Actor>;
  readonly places: ReadonlyMap<string, Place>;
  readonly outlets: ReadonlyMap<string, Outlet>;
  readonly eventTypes: ReadonlyMap<string, EventType>;
}

type Graded = Pick<Facts, 'eventType' | 'subEvent' | 'place' | 'killed' | 'wounded' | 'families'>;

/** One word of one family is not enough to say that a state struck another. */
const familiesForState = 2;

/** How grave an incident is by what is held true of it, and the rule that decided. */
export function gradeOf(
  lookup: GradeLookup,
  reports: readonly Report[],
  held: Graded,
  sides: Sides,
): ReturnType<typeof judgeSeverity> {
  const targets = agreed(sides.targets, held.families.length);
  const { killed, wounded } = held;
  const kind = kindOf(held.subEvent);
  return judgeSeverity({
    ofType: lookup.eventTypes.get(held.eventType)?.severity ?? 'low',
    isForce: kind === 'force' || kind === 'crowd' || kind === 'seizure',
    killed,
    wounded,
    usTarget: usTargetOf(lookup, targets, held.place),
    isUsMissionMobbed: kind === 'crowd' && targets.some(({ actor }) => isMission(lookup, actor) && isUs(lookup, actor)),
    hitsLeader: kind === 'force' && targets.some(({ actor }) => lookup.actors.get(actor)?.kind === 'person'),
    byState: kind === 'force' ? byStateOf(lookup, { reports, sides, targets, place: held.place }) : null,
    stage: stageHeld(reports),
    families: held.families.length,
  });
}

function usTargetOf(
  lookup: GradeLookup,
  targets: readonly SideMember[],
  place: string | null,
): SeverityInput['usTarget'] {
  const hit = targets.filter(({ actor }) => isUs(lookup, actor));
  if (hit.some(({ actor }) => !isMission(lookup, actor))) return 'people';
  return hit.length > 0 || lookup.places.get(place ?? '')?.parties.includes('us') === true ? 'place' : null;
}

/** A mission is an actor and a place of the same name. */
function isMission(lookup: GradeLookup, actor: string): boolean {
  return lookup.places.get(actor)?.kind === 'mission';
}

function isUs(lookup: GradeLookup, actor: string): boolean {
  return lookup.actors.get(actor)?.parties.includes('us') === true;
}

/**
 * Whom a state's forces struck. That they struck another's forces must two families say, or its own forces claim; on one
 * family's word it is no more than a strike abroad.
 */
function byStateOf(
  lookup: GradeLookup,
  told: {
    readonly reports: readonly Report[];
    readonly sides: Sides;
    readonly targets: readonly SideMember[];
    readonly place: string | null;
  },
): SeverityInput['byState'] {
  const claimants = told.reports.flatMap(claimantsOf);
  const doers = [...told.sides.agents.map(({ actor }) => actor), ...claimants];
  const doer = doers.find((actor) => stateOf(lookup, actor) !== null);
  const state = doer === undefined ? null : stateOf(lookup, doer);
  // Without a target, forces that are named may have shot something down.
  if (doer === undefined || (told.targets.length === 0 && claimants.length === 0)) return null;
  const hit = told.targets.flatMap(({ actor }) => stateOf(lookup, actor) ?? []);
  const isSure = claimants.includes(doer) || told.sides.agents.some(isConfirmed(doer));
  if (hit.some((other) => other !== state)) return isSure ? 'forces' : 'soil';
  const soil = lookup.places.get(told.place ?? '')?.parties ?? [state];
  return hit.length === 0 && !soil.some((party) => party === state) ? 'soil' : null;
}

const isConfirmed =
  (doer: string) =>
  ({ actor, families }: SideMember): boolean =>
    actor === doer && families >= familiesForState;

/** Whose armed forces or government it is; a force that answers to two, as the Hashd does, is no state's own. */
function stateOf(lookup: GradeLookup, id: string): string | null {
  const actor = lookup.actors.get(id);
  if (actor === undefined || (actor.kind !== 'state' && actor.kind !== 'force')) return null;
  const [first, second] = actor.parties;
  if (first === undefined || second === 'iran') return null;
  return first === 'other' ? actor.id : first;
}
