import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../model.ts';
import type { AuditLog } from '../../ports.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { read } from './records.ts';
import { auditShape } from './shapes.ts';
import { apply, type Command, type Condition } from './transaction.ts';

/** Entries kept of all, and of one incident; past it the oldest go first. */
const auditEntriesMax = 100_000;
const auditEntriesOfIncidentMax = 1000;
const auditReadMax = 10_000;

/** How long a write is recognised when it is sent again; outages of the server are shorter. */
const resentWithinMs = 60 * 60 * 1000;

/** Who did what, and what the program did of itself: one log of all, and one an incident. */
export function auditIn(context: Context): AuditLog {
  const { redis, keys } = context;
  return {
    async record(entry) {
      const once = onlyOnce(keys);
      await apply(redis, {
        require: [once.condition],
        steps: [{ commands: [once.command, ...auditing(keys, [entry])] }],
      });
    },
    auditOf: (incident, limit) => newest(context, keys.auditOf(incident), limit),
    recentAudit: (limit) => newest(context, keys.audit, limit),
  };
}

/** The commands that append entries; not idempotent, so the transaction around them needs a condition that is. */
export function auditing(keys: Keys, entries: readonly AuditEntry[]): Command[] {
  return entries.flatMap((entry) => {
    const text = JSON.stringify(entry);
    const all: Command = ['XADD', keys.audit, 'MAXLEN', '~', auditEntriesMax, '*', 'e', text];
    if (entry.incident === null) return [all];
    const own = keys.auditOf(entry.incident);
    return [all, ['XADD', own, 'MAXLEN', '~', auditEntriesOfIncidentMax, '*', 'e', text]];
  });
}

/** A condition and a command that let a transaction happen once, however often the client sends it. */
export function onlyOnce(keys: Keys): { readonly condition: Condition; readonly command: Command } {
  const key = keys.applied(randomUUID());
  return { condition: ['absent', key], command: ['SET', key, '1', 'PX', resentWithinMs] };
}

async function newest(context: Context, key: string, limit: number): Promise<readonly AuditEntry[]> {
  if (limit < 1) return [];
  const entries = await context.redis.xrevrange(key, '+', '-', 'COUNT', Math.min(limit, auditReadMax));
  return entries.flatMap(([id, fields]) => read(context, auditShape, fields[1], `${key} ${id}`) ?? []);
}
