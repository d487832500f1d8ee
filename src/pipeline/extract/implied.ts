import type { Actor, Day, Role } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { isMission } from './party.ts';
import type { PlaceFound } from './place.ts';
import type { Reading } from './read.ts';
import type { Party } from './roles.ts';

/** What is known of the event beside those who are named as its parties. */
export interface Circumstances {
  readonly main: EventCandidate | null;
  readonly place: PlaceFound | null;
  readonly day: Day;
}

/** Who is a party though no words make him one: the body a person leads, who is at home where it struck, the office that decides. */
export function addImplied(
  found: Map<string, Party>,
  reading: Reading,
  compiled: CompiledPack,
  circumstances: Circumstances,
): void {
  addCrowd(found, circumstances.main, compiled);
  addBodies(found, compiled);
  addForces(found, circumstances.main, compiled);
  addHosts(found, compiled, circumstances);
  addReceiver(found, circumstances.main, compiled);
  addMoved(found, circumstances.main, compiled);
  replaceByOrgan(found, reading, compiled, circumstances.main);
}

const crowd = 'iraqi-protesters';
/** A mission is stormed by a crowd, whatever it is called. */
function addCrowd(found: Map<string, Party>, main: EventCandidate | null, compiled: CompiledPack): void {
  if (main?.type.id === 'embassy-storming')
    add(found, compiled, crowd, { role: 'agent', sentence: main.sentence.index });
}

/** A minister speaks for his ministry, a commander for his men. */
function addBodies(found: Map<string, Party>, compiled: CompiledPack): void {
  for (const [id, { role, sentence }] of [...found]) {
    const person = compiled.actors.get(id);
    const body = person?.kind === 'person' ? compiled.actors.get(person.partOf[0] ?? '') : undefined;
    if (body && isNamedWithItsHead(body)) add(found, compiled, body.id, { role, sentence });
  }
}

const commands = ['pentagon', 'us-centcom'];
const forces = 'us-forces';
/** Who tells of American strikes tells of what American forces did. */
function addForces(found: Map<string, Party>, main: EventCandidate | null, compiled: CompiledPack): void {
  const command = commands.map((id) => found.get(id)).find((party) => party !== undefined);
  if (command && main?.type.id === 'air-strike')
    add(found, compiled, forces, { role: command.role === 'target' ? 'target' : 'agent', sentence: command.sentence });
}

/** The United States and Iraq are told by their head alone. */
const isNamedWithItsHead = (body: Actor): boolean =>
  (body.kind !== 'state' || body.parties[0] === 'iran') && !(body.parties.length === 1 && body.parties[0] === 'iraq');

const strikes = new Set(['missile-attack', 'air-strike']);
const attacks = new Set([...strikes, 'attack', 'explosive-device']);

/** Rockets on the Green Zone are fired at the embassy, those on a base at the troops there, by whatever name they are told. */
function addHosts(found: Map<string, Party>, compiled: CompiledPack, { main, place, day }: Circumstances): void {
  if (!main || !place || !attacks.has(main.type.id)) return;
  if (compiled.places.get(place.id)?.kind === 'city' && !strikes.has(main.type.id)) return;
  const strikers = sidesOf(found, 'agent', compiled);
  const forcesHit = sidesOf(found, 'target', compiled);
  for (const { actor, until } of compiled.hosts.get(place.id) ?? []) {
    const isGone = until !== null && day > until;
    const [side] = actor.parties;
    const isTold = actor.kind === 'force' && side !== undefined && (strikers.has(side) || forcesHit.has(side));
    if (!isGone && !isTold) add(found, compiled, actor.id, { role: 'target', sentence: place.sentence });
  }
}

/** The sides of those who strike; of those who are hit, the sides of the armed. */
function sidesOf(found: ReadonlyMap<string, Party>, role: 'agent' | 'target', compiled: CompiledPack): Set<string> {
  const actors = [...found].flatMap(([id, party]) => (party.role === role ? (compiled.actors.get(id) ?? []) : []));
  const counted = role === 'agent' ? actors : actors.filter(({ kind }) => kind === 'force' || kind === 'militia');
  return new Set(counted.flatMap(({ parties }) => parties[0] ?? []));
}

const leaving = new Set(['us-coalition', 'us-forces']);
/** Who gives up a base in Iraq gives it to Iraq's forces. */
function addReceiver(found: Map<string, Party>, main: EventCandidate | null, compiled: CompiledPack): void {
  if (main?.type.id !== 'base-handover' || ![...found.keys()].some((id) => leaving.has(id))) return;
  add(found, compiled, 'iraqi-forces', { role: 'target', sentence: main.sentence.index });
}

const movements = new Set(['troop-deployment', 'troop-withdrawal']);
/** Whom Washington sends or brings home. */
function addMoved(found: Map<string, Party>, main: EventCandidate | null, compiled: CompiledPack): void {
  const isOurs = [...found.keys()].some((id) => compiled.actors.get(id)?.parties[0] === 'us');
  if (main && isOurs && movements.has(main.type.id))
    add(found, compiled, 'us-forces', { role: 'agent', sentence: main.sentence.index });
}

/** Which office of Washington decides, where the text says no more than "the United States". */
function replaceByOrgan(
  found: Map<string, Party>,
  reading: Reading,
  compiled: CompiledPack,
  main: EventCandidate | null,
): void {
  const government = 'us-government';
  const party = found.get(government);
  const organ = organOf(found, reading, compiled, main);
  if (!party || organ === null || (party.role === 'target' && main?.type.id !== 'diplomatic-measure')) return;
  found.delete(government);
  add(found, compiled, organ, party);
}

function organOf(
  found: Map<string, Party>,
  { sentences }: Reading,
  compiled: CompiledPack,
  main: EventCandidate | null,
): string | null {
  if (main && movements.has(main.type.id)) return 'us-forces';
  if (main?.type.id === 'sanction')
    return sentences.slice(0, 2).some((sentence) => sentence.lists.has('terrorList'))
      ? 'us-state-department'
      : 'us-treasury';
  const isOfMission = [...found.keys()].some((id) => {
    const actor = compiled.actors.get(id);
    return actor?.parties[0] === 'us' && isMission(actor, compiled);
  });
  return main?.type.id === 'diplomatic-measure' && isOfMission ? 'us-state-department' : null;
}

function add(
  found: Map<string, Party>,
  compiled: CompiledPack,
  actor: string,
  { role, sentence }: { readonly role: Role; readonly sentence: number },
): void {
  if (compiled.actors.has(actor) && !found.has(actor)) found.set(actor, { role, isSure: false, sentence });
}
