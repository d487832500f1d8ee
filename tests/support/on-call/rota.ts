/** Rotas for tests: what is dull is supplied, what matters is said. */
import type { Presser, Rota, RotaLayer, RotaOverride } from '../../../src/model.ts';
import { dayMs, noon } from '../builders.ts';

/** Of people of these names, who take weekly turns from Monday 30 March 2020 on; their ids are their names. */
export function aRota(said: Partial<Rota> & { readonly people?: readonly string[] } = {}): Rota {
  const { people = ['amal', 'berit', 'chen'], ...rest } = said;
  return {
    id: 'officers',
    server: 'home',
    name: 'Officers',
    timeZone: 'UTC',
    layers: [aLayer({ people: people.map(aPerson) })],
    holidays: [],
    channel: null,
    origin: 'command',
    ...rest,
  };
}

/** The layer of such a rota: a week each, from eight o'clock. */
export function aLayer(said: Partial<RotaLayer> = {}): RotaLayer {
  return {
    name: 'Week',
    people: ['amal', 'berit', 'chen'].map(aPerson),
    from: '2020-03-30',
    until: null,
    turn: { every: 'week', count: 1 },
    handover: '08:00',
    within: [],
    holidays: 'as-usual',
    ...said,
  };
}

/** A day from noon on, taken by Dilan. */
export function anOverride(said: Partial<RotaOverride> = {}): RotaOverride {
  return {
    id: 'override-1',
    rota: 'officers',
    from: noon,
    to: noon + dayMs,
    person: aPerson('dilan'),
    by: aPerson('dilan'),
    at: noon - dayMs,
    why: '',
    ...said,
  };
}

/** His id is his name. */
export function aPerson(name: string): Presser {
  return { id: name, name };
}
