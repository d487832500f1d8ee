import type { Clock, Found, Premises } from '../../../ports.ts';

/** How people can be told directly, as far as it was found out within the last minutes. */
export interface People extends Pick<Premises, 'directChannel' | 'isMember'> {
  /** They take no direct messages of ours: for a while nobody tries. */
  noteRefusal(user: string): void;
}

/** A storm of alerts calls the same few people: who they are is asked once in so long. */
const rememberedMs = 5 * 60_000;
const rememberedMax = 1_000;

/** Remembers what was found out of people; what could not be is asked again each time. */
export function rememberPeople(premises: Pick<Premises, 'directChannel' | 'isMember'>, realClock: Clock): People {
  const channels = memory<string>(realClock);
  const members = memory<boolean>(realClock);
  return {
    directChannel: (user) => channels.recall(user, () => premises.directChannel(user)),
    isMember: (server, user) => members.recall(`${server} ${user}`, () => premises.isMember(server, user)),
    noteRefusal: (user) =>
      channels.keep(user, { status: 'refused', problem: 'takes no direct messages of ours', why: 'refused' }),
  };
}

interface Memory<T> {
  recall(key: string, ask: () => Promise<Found<T>>): Promise<Found<T>>;
  keep(key: string, found: Found<T>): void;
}

function memory<T>(realClock: Clock): Memory<T> {
  const known = new Map<string, { readonly found: Found<T>; readonly at: number }>();
  const keep = (key: string, found: Found<T>): void => {
    if (known.size >= rememberedMax) known.clear();
    known.set(key, { found, at: realClock.now() });
  };
  return {
    keep,
    async recall(key, ask) {
      const held = known.get(key);
      const ageMs = held === undefined ? Number.POSITIVE_INFINITY : realClock.now() - held.at;
      if (held !== undefined && ageMs >= 0 && ageMs < rememberedMs) return held.found;
      const found = await ask();
      if (found.status === 'found') keep(key, found);
      return found;
    },
  };
}
