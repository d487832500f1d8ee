import type { Metrics } from '../adapters/web/metrics.ts';
import type { AuditLog, Log } from '../ports.ts';

const toldEveryMs = 3_600_000;

/**
 * Notes where the audit log stands, outside of the Redis that holds it: each hour in the log of the program, and as a
 * number of the metrics. Whoever writes the whole log anew has to be lucky with the one and the other too.
 */
export function auditHead(deps: {
  readonly store: Pick<AuditLog, 'auditEnds'>;
  readonly metrics: Pick<Metrics, 'gauge'>;
  readonly log: Log;
}): () => Promise<void> {
  let number = 0;
  let told = { hash: '', at: Number.NEGATIVE_INFINITY };
  deps.metrics.gauge('audit_entries', 'The number of the newest entry of the audit log', () => number);
  return async () => {
    const { newest } = await deps.store.auditEnds();
    if (newest === null) return;
    number = newest.number;
    const now = performance.now();
    if (newest.hash === told.hash || now - told.at < toldEveryMs) return;
    told = { hash: newest.hash, at: now };
    deps.log.info('audit log stands', { newest: `${newest.number}:${newest.hash}` });
  };
}
