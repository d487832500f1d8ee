import { setTimeout as pause } from 'node:timers/promises';
import type { HostGate } from '../../ports.ts';

/** Lets everybody in: for a process that looks at an address once, because a person asked. */
export const alwaysOpen: HostGate = { enter: async () => null, leave: async () => {}, rest: async () => {} };

/** One fetch's way through the gates of the hosts it is sent to; it is at one host at a time. */
export interface Visit {
  /** Null: at the host. Else not before so many milliseconds, which is longer than it may wait. Throws where the gate does. */
  enter(url: URL, waitMsMax: number): Promise<number | null>;
  leave(): void;
}

/** Starts a fetch's way. `owner` names the feed, so that it keeps its place in the line when it comes again. */
export function visitOf(gate: HostGate, owner: string): Visit {
  let at: string | null = null;
  const leave = () => {
    // Nobody waits for it: what is not given back runs out.
    if (at !== null) gate.leave(at, owner).catch(() => undefined);
    at = null;
  };
  return {
    async enter(url, waitMsMax) {
      const host = hostOf(url);
      if (host === at) return null; // A redirect within a host is part of the visit.
      leave();
      const waitUntil = performance.now() + waitMsMax;
      for (;;) {
        const waitMs = await gate.enter(host, owner);
        if (waitMs === null) break;
        if (performance.now() + waitMs >= waitUntil) return waitMs;
        await pause(waitMs);
      }
      at = host;
      return null;
    },
    leave,
  };
}

/** The name by which a host is known to the gate: ports and a last dot make no other host of it. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/\.$/, '');
}
