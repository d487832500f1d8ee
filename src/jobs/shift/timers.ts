import type { Instant, Rota, RotaOverride } from '../../model.ts';
import { shiftTimer, soonMs } from '../../pipeline/rota/timer.ts';
import { nextHandover } from '../../pipeline/rota.ts';
import type { Clock, Timers } from '../../ports.ts';
import { allOnCall, type OnCallDeps } from '../on-call.ts';

interface ShiftTimerDeps extends OnCallDeps {
  readonly store: OnCallDeps['store'] & Pick<Timers, 'ensureTimers'>;
  readonly realClock: Clock;
}

/** So often every timer is looked after, in case one was lost or the clock was put back. */
const ensuredForMs = 3_600_000;

/** What a rota's timers were ensured by. */
interface Ensured {
  readonly decides: string;
  /** When there is to be looked again, on the Clock. */
  readonly until: Instant;
}

/**
 * Makes what gives each rota its timers, to be called now and then. They only ever come sooner: one that fires when
 * nothing changes finds that out and waits for what does, so that a hand-over which fell due is never put off.
 */
export function shiftTimers(deps: ShiftTimerDeps): () => Promise<void> {
  const ensured = new Map<string, Ensured>();
  let forgottenAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const { rotas, overrides } = await allOnCall(deps);
    if (deps.realClock.now() - forgottenAt > ensuredForMs) {
      ensured.clear();
      forgottenAt = deps.realClock.now();
    }
    const now = deps.clock.now();
    const timers = rotas.flatMap((rota) => timersOf(rota, { overrides, now, ensured }));
    if (timers.length > 0) await deps.store.ensureTimers(timers);
  };
}

function timersOf(
  rota: Rota,
  looked: {
    readonly overrides: readonly RotaOverride[];
    readonly now: Instant;
    readonly ensured: Map<string, Ensured>;
  },
): readonly (readonly [name: string, at: Instant])[] {
  const { overrides, now, ensured } = looked;
  const own = overrides.filter((each) => each.rota === rota.id);
  const decides = JSON.stringify([rota, own]);
  const known = ensured.get(rota.id);
  if (known?.decides === decides && now < known.until) return [];
  const next = nextHandover(rota, own, now);
  ensured.set(rota.id, { decides, until: next?.at ?? now + ensuredForMs });
  // What was just agreed may have changed it already: that is looked at at once.
  const change = known !== undefined && known.decides !== decides ? now : (next?.at ?? null);
  return [
    ...(change === null ? [] : [[shiftTimer('change', rota.id), change] as const]),
    ...(next === null ? [] : [[shiftTimer('soon', rota.id), Math.max(now, next.at - soonMs)] as const]),
  ];
}
