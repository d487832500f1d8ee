import type { Alert, Pack } from '../../../model.ts';
import { nameIn } from '../../../pipeline/render/describe.ts';
import { type PageTold, renderEndedPage, renderPage } from '../../../pipeline/render/page.ts';
import { packNames } from '../../../pipeline/summarise/names.ts';
import { summarise } from '../../../pipeline/summarise.ts';
import type { PageView } from '../../../ports.ts';
import { cardPlace } from '../../card-places.ts';
import { onCallOf } from '../../on-call.ts';
import type { PageDeps, Paging } from './deps.ts';
import { type PagePlace, pageAt } from './places.ts';

/** The page as it is to be seen at a place. */
export async function pageView(deps: PageDeps, paging: Paging, place: PagePlace): Promise<PageView> {
  const told = await toldOf(deps, paging, place);
  return viewOf(paging, place, renderPage(told));
}

/** The page as it is to be seen once its alert stands otherwise than it asks for. */
export async function endedView(deps: PageDeps, paging: Paging, place: PagePlace, alert: Alert): Promise<PageView> {
  return viewOf(paging, place, renderEndedPage(await toldOf(deps, paging, place), alert));
}

function viewOf(paging: Paging, place: PagePlace, rendered: Pick<PageView, 'lines' | 'buttons'>): PageView {
  const { users, roles } = pageAt(paging.page, place);
  const server = place.kind === 'direct' ? { server: paging.letter.server } : {};
  return { ...rendered, users, roles, ...server, incident: paging.incident.id, reference: paging.reference };
}

async function toldOf(deps: PageDeps, { page, letter, incident }: Paging, place: PagePlace): Promise<PageTold> {
  const { language, server } = letter;
  const onCall = await onCallOf(deps, server);
  const named = (list: readonly { readonly id: string; readonly name: string }[], id: string | null) =>
    list.find((each) => each.id === id)?.name ?? id;
  const { says } = page;
  return {
    page,
    language,
    summary: summarise(incident, deps.pack, language),
    policy: 'policy' in says ? named(onCall.policies, says.policy) : null,
    rota: says.what === 'escalation' ? named(onCall.rotas, says.rota) : null,
    card: await cardPlace(deps.store, { incident: incident.id, server }),
    aside: place.aside,
    nameOf: (id) => nameFrom(deps.pack, id, language),
  };
}

function nameFrom(pack: Pack, id: string, language: PageTold['language']): string {
  const names = packNames(pack);
  const name = pack.places.some((place) => place.id === id) ? names.placeName(id) : names.actor(id);
  return nameIn({ names: names.translations() }, name, language);
}
