import type { Server } from '../model.ts';
import { mergeServer } from '../pipeline/server.ts';
import type { SubscriptionStore } from '../ports.ts';

interface ServersDeps {
  readonly store: Pick<SubscriptionStore, 'servers'>;
  /** Those of the configuration. */
  readonly filedServers: readonly Server[];
}

/** A server as the configuration and commands set it up; null where nobody did. */
export async function serverOf({ store, filedServers }: ServersDeps, id: string): Promise<Server | null> {
  const isIt = (server: Server) => server.id === id;
  return mergeServer(filedServers.find(isIt) ?? null, (await store.servers()).find(isIt) ?? null);
}
