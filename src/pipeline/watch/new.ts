import type { Watch } from '../../model.ts';

/** A watch made by command that looks for nothing so far. */
export function newWatch(said: Pick<Watch, 'id' | 'name' | 'server'>): Watch {
  return {
    ...said,
    keywords: [],
    actors: [],
    places: [],
    eventTypes: [],
    severityFloor: 'info',
    languages: [],
    origin: 'command',
  };
}
