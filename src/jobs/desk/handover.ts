import type { Instant, Rota } from '../../model.ts';
import { renderHandover } from '../../pipeline/render/handover.ts';
import { handoverFile } from '../../pipeline/render/handover-file.ts';
import { nextHandover, onCallAt } from '../../pipeline/rota.ts';
import { handoverSpeech } from '../../pipeline/speech/handover.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk } from '../../ports.ts';
import { type ReportedChange, readHandover } from '../handover.ts';
import { type OnCall, onCallNow, onCallOf } from '../on-call.ts';
import { type DeskDeps, done, refused, whyNotAllowed } from './deps.ts';

/** Where no shift says since when, a day is looked back. */
const usualMs = 86_400_000;
const namesShownMax = 10;

/** Makes the answer to `/handover`: what would be told at a change of shift, now and to the asker alone. */
export function handsOver(deps: DeskDeps): Desk['handover'] {
  return async (request) => {
    const problem = await whyNotAllowed(deps, request, `handover ${request.rota ?? ''}`);
    if (problem !== null) return refused(problem);
    const onCall = await onCallOf(deps, request.server);
    const now = deps.clock.now();
    const rota = rotaMeant(onCall, request, now);
    if (rota === null && request.rota !== null) {
      const known = onCall.rotas.slice(0, namesShownMax).map(({ name }) => name);
      return refused(inLanguage(handoverSpeech, request.language).noRota(request.rota, known));
    }
    const change = changeNow(onCall, rota, request.server, now);
    const handover = await readHandover(deps, change, request.language);
    const { text, parts } = renderHandover(handover, request.language);
    return { ...done(text), parts, files: [handoverFile(handover, request.language)] };
  };
}

/** The one that is named; else the asker's who is on call, else the first. */
function rotaMeant(
  { rotas, overrides, policies }: OnCall,
  { rota, who }: Parameters<Desk['handover']>[0],
  now: Instant,
): Rota | null {
  const sought = rota?.trim().toLowerCase() ?? null;
  if (sought !== null) return rotas.find(({ id, name }) => id === sought || name.toLowerCase() === sought) ?? null;
  const own = rotas.find(({ id }) => onCallNow({ rotas, overrides, policies }, id, now)?.id === who.id);
  return own ?? rotas[0] ?? null;
}

/** The shift that goes on now, and what comes after it. */
function changeNow({ overrides }: OnCall, rota: Rota | null, server: string, at: Instant): ReportedChange {
  if (rota === null) return { server, rota, goes: null, comes: null, changesAt: null, since: at - usualMs, at };
  const shift = onCallAt(rota, overrides, at);
  const next = nextHandover(rota, overrides, at);
  return {
    server,
    rota,
    goes: shift?.person ?? null,
    comes: next?.comes ?? null,
    changesAt: next?.at ?? null,
    since: shift?.from ?? at - usualMs,
    at,
  };
}
