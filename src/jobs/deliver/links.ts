import type { Card, CardLink, Incident, Language, MessagePlace, OutboxRow, Pack, Relation } from '../../model.ts';
import type { MergedInto } from '../../pipeline/render/alert-lines.ts';
import { factualTitle } from '../../pipeline/render/describe.ts';
import { summarise } from '../../pipeline/summarise.ts';
import type { Store } from '../../ports.ts';
import { cardPlaces } from '../card-places.ts';

interface LinkDeps {
  readonly store: Pick<Store, 'incident' | 'cardsOf'>;
  readonly pack: Pack;
}
type Told = Pick<OutboxRow, 'server' | 'channel' | 'language'>;

/** The incidents that belong to one as its card shows them: by their own cards where the reader can open those. */
export async function linksOf(deps: LinkDeps, { id, related }: Incident, told: Told): Promise<readonly CardLink[]> {
  const links = await Promise.all(related.map((relation) => linkOf(deps, relation, { told, from: id })));
  return links.filter((link) => link !== null);
}

/** Null where the other incident is kept no more, or is part of this one by now. */
async function linkOf(
  deps: LinkDeps,
  { incident, how }: Relation,
  { told, from }: { readonly told: Told; readonly from: string | null },
): Promise<CardLink | null> {
  const other = await standingOf(deps, incident);
  if (other === null) return onRecord(deps.pack, { incident, how });
  if (other.id === from) return null;
  const title = titleOf(other, deps.pack, told.language);
  return { how, title, day: other.facts.days, message: cardFor(await deps.store.cardsOf(other.id), told) };
}

/** An incident, or the one that it was merged into in the end. */
async function standingOf({ store }: LinkDeps, id: string): Promise<Incident | null> {
  let at = await store.incident(id);
  for (let step = 0; at !== null && at.mergedInto !== null && step < chainLengthMax; step += 1)
    at = await store.incident(at.mergedInto);
  return at;
}
const chainLengthMax = 20;

/** The incident that another was merged into, as the other's card names it; null where it is kept no more. */
export async function targetOf(deps: LinkDeps, incident: string, told: Told): Promise<MergedInto | null> {
  const link = await linkOf(deps, { incident, how: 'linked' }, { told, from: null });
  return link === null ? null : { title: link.title, message: link.message };
}

function titleOf(incident: Incident, pack: Pack, language: Language): string {
  return factualTitle(summarise(incident, pack, language), language);
}

/** What the pack knows and no article told. */
function onRecord({ knownIncidents }: Pack, { incident, how }: Relation): CardLink | null {
  const known = knownIncidents.find(({ id }) => `known:${id}` === incident);
  if (known === undefined) return null;
  return { how, title: known.title, day: { from: known.day, to: known.day }, message: null };
}

/** The card of the same channel, else one that everybody on the server may see: never another server's or person's. */
function cardFor(cards: readonly Card[], { server, channel }: Told): MessagePlace | null {
  const open = cardPlaces(cards, server);
  return open.find((each) => each.channel === channel) ?? open[0] ?? null;
}
