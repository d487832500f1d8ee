import type { Actor, ActorRole, Place, Report, Role } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { addImplied, type Circumstances } from './implied.ts';
import { isMission, partyOf } from './party.ts';
import type { Reading, Sentence } from './read.ts';
import { type Context, type Party, roleOf } from './roles.ts';
import { speakersOf } from './speaker.ts';
import { unlistedIn } from './unlisted.ts';

const leadSentences = 4;
const actorsMax = 12;

/** An actor in its role, and the sentence that says so. */
export interface ActorFound extends ActorRole {
  readonly sentence: number;
}

/** The parties of the main event with their roles. */
export function actorsOf(
  reading: Reading,
  compiled: CompiledPack,
  circumstances: Circumstances & { readonly development: Report['development'] },
): ActorFound[] {
  const { main, development } = circumstances;
  const place = compiled.places.get(circumstances.place?.id ?? '') ?? null;
  const speakers = main?.type.scheme === 'plover' ? speakersOf(reading, compiled, main) : [];
  const isAddressed = sidesIn(reading.sentences[0], compiled).size >= 2;
  const context: Context = {
    compiled,
    language: reading.language,
    main,
    development,
    speakers,
    isAddressed,
    isAttack: main === null || attacks.has(main.type.id),
    struck: struckBase(main, place),
    place,
  };
  const found = new Map<string, Party>();
  for (const sentence of reading.sentences.slice(0, leadSentences)) {
    for (const mention of sentence.mentions) {
      const actor = partyOf(sentence, mention, context);
      if (!actor || found.get(actor.id)?.isSure) continue;
      const cast = roleOf(sentence, mention, actor, context);
      if (cast && (cast.isSure || !found.has(actor.id))) found.set(actor.id, { ...cast, sentence: sentence.index });
    }
  }
  addUnnamed(found, reading, main, compiled);
  mergeIntoBodies(found, compiled);
  addImplied(found, reading, compiled, circumstances);
  addUnlisted(found, reading, context);
  if (areForcesThreatened(found, main)) found.delete('us-government');
  const roles = [...found].map(([actor, { role, sentence }]): ActorFound => ({ actor, role, sentence }));
  return withoutUmbrellas(withoutNameless(roles, compiled), compiled).slice(0, actorsMax);
}

/** Groups that the pack does not know; where the grammar does not say, who gives himself a name has done it. */
function addUnlisted(found: Map<string, Party>, { sentences }: Reading, context: Context): void {
  for (const { actor, sentence, mention } of unlistedIn(sentences)) {
    const cast = roleOf(sentence, mention, actor, context);
    const isClaimed = context.development === 'claim' || sentence.lists.has('claim');
    const role = isClaimed ? 'claimant' : cast?.isSure ? cast.role : 'agent';
    found.set(actor.id, { role, isSure: true, sentence: sentence.index });
  }
}

/** "to strike US troops if Washington intervenes": the troops are threatened. */
const areForcesThreatened = (found: ReadonlyMap<string, Party>, main: EventCandidate | null): boolean =>
  main?.type.id === 'threat' && ['us-government', 'us-forces'].every((id) => found.get(id)?.role === 'target');

const crowd = 'iraqi-protesters';
const ofCrowds = new Set(['embassy-storming', 'violent-demonstration', 'peaceful-protest']);
const foreigners = ['us-coalition', 'us-forces'];

/** Who is told by a common noun: "mob breaks into", "mourners" are demonstrators, "foreign troops" those of the coalition, most of them American. */
function addUnnamed(
  found: Map<string, Party>,
  reading: Reading,
  main: EventCandidate | null,
  compiled: CompiledPack,
): void {
  const add = (actor: string, list: string, role: Role): void => {
    const sentence = reading.sentences.slice(0, 2).find((one) => one.lists.has(list));
    if (sentence && compiled.actors.has(actor) && !found.has(actor))
      found.set(actor, { role, isSure: true, sentence: sentence.index });
  };
  if (ofCrowds.has(main?.type.id ?? '')) add(crowd, 'crowd', 'agent');
  if (main?.type.subEvent === 'Vote or legislation')
    for (const actor of foreigners) add(actor, 'foreignTroops', 'target');
}

/** Where a state strikes and its force is named beside it, the force is the one that strikes. */
function mergeIntoBodies(found: Map<string, Party>, compiled: CompiledPack): void {
  for (const [id, cast] of [...found]) {
    if (cast.role !== 'agent' || compiled.actors.get(id)?.kind !== 'state') continue;
    const body = [...found].find(
      ([other, { role, isSure }]) =>
        compiled.actors.get(other)?.kind === 'force' &&
        compiled.actors.get(other)?.partOf.includes(id) &&
        (role === 'agent' || (role === 'target' && !isSure)),
    );
    if (!body) continue;
    found.delete(id);
    found.set(body[0], { ...body[1], role: 'agent', isSure: true });
  }
  const areForcesAgents = found.get('us-forces')?.role === 'agent';
  for (const [id, cast] of [...found])
    if (areForcesAgents && cast.role === 'agent' && isOrganOf(id, compiled) && id !== 'us-forces')
      found.set(id, { ...cast, role: 'speaker', isSure: true });
}

const attacks = new Set(['missile-attack', 'air-strike', 'attack', 'explosive-device', 'armed-attack']);

const bases = new Set(['base', 'site']); // an airport houses troops as well
/** The base that was attacked, if that is what happened. */
function struckBase(main: EventCandidate | null, place: Place | null): Place | null {
  return bases.has(place?.kind ?? '') && main && attacks.has(main.type.id) ? place : null;
}

/** The sides of the actors that a headline names. */
function sidesIn(title: Sentence | undefined, compiled: CompiledPack): Set<string> {
  const actors = (title?.mentions ?? []).map((mention) =>
    mention.kind === 'actor' ? compiled.actors.get(mention.id) : undefined,
  );
  return new Set(actors.flatMap((actor) => actor?.parties[0] ?? []));
}

const nameless = new Set(['iraqi-militias', 'iran-backed-groups', 'iranian-kurdish-groups']);

/** Beside groups that are named, "militias" is no further group. */
function withoutNameless(roles: readonly ActorFound[], compiled: CompiledPack): readonly ActorFound[] {
  const isNamed = (role: string, id: string): boolean =>
    roles.some(
      (other) =>
        other.role === role &&
        !nameless.has(other.actor) &&
        isOfKind(compiled.actors.get(other.actor), compiled.actors.get(id)),
    );
  return roles.filter(({ actor, role }) => !nameless.has(actor) || !isNamed(role, actor));
}

const isOfKind = (named: Actor | undefined, group: Actor | undefined): boolean =>
  named !== undefined &&
  named.kind === group?.kind &&
  named.parties.some((party) => party !== 'other' && group.parties.includes(party));

/** With the office or person that speaks for Washington, the United States are not named again. */
function withoutUmbrellas(roles: readonly ActorFound[], compiled: CompiledPack): ActorFound[] {
  const kindOf = ({ actor }: ActorRole): string | null => {
    const found = compiled.actors.get(actor);
    return found?.parties[0] === 'us' && !isMission(found, compiled) ? found.kind : null;
  };
  const state = roles.find((role) => kindOf(role) === 'state');
  const organ = roles.find((role) => kindOf(role) === 'organisation' && isOrganOf(role.actor, compiled));
  const isSpokenFor = roles.some(
    (role) => role.role === 'speaker' && kindOf(role) !== null && kindOf(role) !== 'state',
  );
  if (!state || (!isSpokenFor && !organ)) return [...roles];
  return roles
    .filter((role) => role !== state)
    .map((role) => (role === organ && state.role === 'speaker' ? { ...role, role: 'speaker' } : role));
}

const isOrganOf = (actor: string, compiled: CompiledPack): boolean =>
  compiled.actors.get(actor)?.partOf.includes('us-government') ?? false;
