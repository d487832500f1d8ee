import type { Presser } from '../../../model.ts';
import { formatMoment } from '../../../pipeline/render/dates.ts';
import { agreementOf } from '../../../pipeline/rota/exchange.ts';
import { shiftsBetween } from '../../../pipeline/rota.ts';
import { onCallSpeech } from '../../../pipeline/speech/on-call.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { Desk, DeskRequest } from '../../../ports.ts';
import { onCallOf } from '../../on-call.ts';
import { pick } from '../complete.ts';
import type { DeskDeps } from '../deps.ts';
import { rotaMeant } from './find.ts';

/** Shifts are offered so far ahead. */
const aheadMs = 30 * 86_400_000;

type Completions = Pick<Desk, 'completeRota' | 'completePolicy' | 'completeShift' | 'completeOverride'>;

/** Makes the answers to what is being typed of rotas, shifts and overrides. */
export function onCallCompletions(deps: DeskDeps): Completions {
  return {
    async completeRota(request, typed) {
      const { rotas } = await onCallOf(deps, request.server);
      return pick(
        rotas.map(({ id, name }) => ({ name, value: id })),
        typed,
      );
    },
    async completePolicy(request, typed) {
      const { policies } = await onCallOf(deps, request.server);
      return pick(
        policies.map(({ id, name }) => ({ name, value: id })),
        typed,
      );
    },
    completeShift: (request, typed) => completeShift(deps, request, typed),
    async completeOverride(request, typed) {
      const { rotas, overrides } = await onCallOf(deps, request.server);
      const now = deps.clock.now();
      const coming = overrides.filter(({ to }) => to > now).toSorted((one, other) => one.from - other.from);
      // Of a swap one is offered: it ends with the other.
      const each = coming.filter(
        ({ id }, at) => coming.findIndex((other) => agreementOf(other.id) === agreementOf(id)) === at,
      );
      const choices = each.map(({ id, rota, person, from, to }) => {
        const timeZone = rotas.find((one) => one.id === rota)?.timeZone ?? 'UTC';
        return { name: shiftName(request, { person, from, to, timeZone }), value: id };
      });
      return pick(choices, typed);
    },
  };
}

/** Whoever manages the server swaps anybody's, and is offered all. */
async function completeShift(
  deps: DeskDeps,
  request: Parameters<Desk['completeShift']>[0],
  typed: string,
): ReturnType<Desk['completeShift']> {
  const meant = await rotaMeant(deps, request, request.rota);
  if (typeof meant === 'string') return [];
  const { rota, onCall } = meant;
  const now = deps.clock.now();
  const shifts = shiftsBetween(rota, onCall.overrides, { from: now, to: now + aheadMs });
  const own = shifts.filter(({ person }) => person.id === request.who.id);
  const others = shifts.filter(({ person }) => person.id !== request.who.id);
  const mine = request.mayManageServer ? [...own, ...others] : own;
  const offered = request.whose === 'mine' ? mine : request.mayManageServer ? shifts : others;
  return pick(
    offered.map(({ person, from, to }) => ({
      name: shiftName(request, { person, from, to, timeZone: rota.timeZone }),
      value: String(from),
    })),
    typed,
  );
}

function shiftName(
  { language }: DeskRequest,
  shift: { readonly person: Presser; readonly from: number; readonly to: number; readonly timeZone: string },
): string {
  const { person, from, to, timeZone } = shift;
  const shown = (at: number): string => formatMoment(at, timeZone, language);
  return inLanguage(onCallSpeech, language).choice(person.name, shown(from), shown(to));
}
