import type { Audience } from '../../jobs/audience.ts';
import type { AuditEntry, Server } from '../../model.ts';
import type { Clock, Premises, Store } from '../../ports.ts';

/** What changes and looks at subscriptions from the terminal. */
export interface Steering {
  readonly store: Store;
  readonly filed: Audience;
  readonly filedServers: readonly Server[];
  /** Null: no token is set, so that nothing can be checked. */
  readonly premises: Premises | null;
  readonly clock: Clock;
  readonly say: (text: string) => void;
}

/** The audit entry of a change from the terminal. */
export function entryOf({ clock }: Steering, server: string, action: string, detail: string): AuditEntry {
  const who = { id: 'terminal', name: 'terminal' };
  return { at: clock.now(), server, incident: null, who, action, detail, from: 'terminal' };
}
