import type { Config } from '../config/load.ts';
import { fileChanges, filedDigests, type Listed } from '../pipeline/audit/filed.ts';
import type { AuditLog, Clock } from '../ports.ts';

const attemptsMax = 3;

/** Puts down in the audit log what was changed in the files since a program read them last; several starts do so once. */
export async function auditFiles(deps: {
  readonly store: Pick<AuditLog, 'filed' | 'saveFiled'>;
  readonly config: Config;
  readonly clock: Clock;
}): Promise<void> {
  const after = filedDigests(listedIn(deps.config));
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const before = await deps.store.filed();
    const audit = fileChanges(before ?? {}, after, deps.clock.now());
    if (audit.length === 0 || (await deps.store.saveFiled({ before, after, audit }))) return;
  }
}

/** Addresses of feeds may hold a key; the digest tells of it no more than that it changed. */
function listedIn({ pack, watches, subscriptions, servers, rotas, policies }: Config): Listed {
  const own = servers.map((server) => ({ ...server, server: server.id }));
  return {
    feed: pack.feeds,
    watch: watches,
    subscription: subscriptions,
    server: own,
    rota: rotas,
    escalation: policies,
  };
}
