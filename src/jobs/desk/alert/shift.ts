import { onCallAt, type Shift } from '../../../pipeline/rota.ts';
import type { DeskRequest } from '../../../ports.ts';
import { onCallOf } from '../../on-call.ts';
import type { DeskDeps } from '../deps.ts';

/** Whoever is on call on a server now, the rotas in the order of their names. */
export async function shiftsNow(
  deps: DeskDeps,
  { server }: Pick<DeskRequest, 'server'>,
): Promise<readonly (Shift & { readonly rota: string })[]> {
  const { rotas, overrides } = await onCallOf(deps, server);
  const now = deps.clock.now();
  return rotas.flatMap((rota) => {
    const shift = onCallAt(rota, overrides, now);
    return shift === null ? [] : [{ ...shift, rota: rota.name }];
  });
}

/** The shift that the asker has now, of several the one that ends last; null where there is none. */
export async function shiftHere(deps: DeskDeps, request: DeskRequest): Promise<Shift | null> {
  const own = (await shiftsNow(deps, request)).filter(({ person }) => person.id === request.who.id);
  return own.reduce<Shift | null>((last, shift) => (last === null || shift.to > last.to ? shift : last), null);
}
