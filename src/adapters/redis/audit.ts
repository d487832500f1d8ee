import { randomUUID } from 'node:crypto';
import type { AuditEntry, AuditLink, AuditMark } from '../../model.ts';
import { digestOf } from '../../pipeline/audit/digest.ts';
import type { AuditLog, FiledDigests } from '../../ports.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { pack, read, type Shape } from './records.ts';
import { auditShape } from './shapes.ts';
import { apply, type Command, type Condition } from './transaction.ts';

/** Entries kept of all, and of one incident; past it the oldest go first. */
const auditEntriesMax = 100_000;
const auditEntriesOfIncidentMax = 1000;
const auditReadMax = 10_000;

/** How long a write is recognised when it is sent again; outages of the server are shorter. */
const resentWithinMs = 60 * 60 * 1000;

const filedShape: Shape<FiledDigests> = { name: 'digests of the configuration', required: {}, defaults: {} };

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

    async auditEnds() {
      const { number, hash, gone, goneHash } = await redis.hgetall(keys.auditEnds);
      return { newest: markOf(number, hash), gone: markOf(gone, goneHash) };
    },

    async filed() {
      return read(context, filedShape, await redis.hgetBuffer(keys.filed, 'all'), keys.filed);
    },

    async saveFiled({ before, after, audit }) {
      const once = onlyOnce(keys);
      const unchanged: Condition =
        before === null
          ? ['field-absent', keys.filed, 'digest']
          : ['field-equals', keys.filed, 'digest', digestOf(JSON.stringify(before))];
      const commands: Command[] = [
        once.command,
        ['HSET', keys.filed, 'all', pack(after), 'digest', digestOf(JSON.stringify(after))],
        ...auditing(keys, audit),
      ];
      const written = await apply(redis, { require: [once.condition, unchanged], steps: [{ commands }] });
      // The first condition fails only when this very write was done before and is sent again.
      return written.applied || written.failed === 0;
    },

    async auditLinks(after, limit) {
      const from = after === null ? '-' : `(${after}`;
      const found = await redis.xrange(keys.audit, from, '+', 'COUNT', Math.min(limit, auditReadMax));
      return found.map(([id, fields]) => linkOf(context, id, fields));
    },
  };
}

function markOf(number: string | undefined, hash: string | undefined): AuditMark | null {
  return number === undefined || hash === undefined || !/^\d+$/u.test(number) ? null : { number: Number(number), hash };
}

function linkOf(context: Context, id: string, fields: readonly string[]): AuditLink {
  const field = (name: string) => {
    const at = fields.findIndex((each, place) => place % 2 === 0 && each === name);
    return at === -1 ? null : (fields[at + 1] ?? null);
  };
  const text = field('e') ?? '';
  const number = field('n');
  return {
    id,
    text,
    entry: read(context, auditShape, text, `${context.keys.audit} ${id}`),
    number: number === null ? null : Number(number),
    before: field('p'),
    hash: field('h'),
    erasedDigest: field('d'),
  };
}

/**
 * The commands that append entries, each with the hash of the one before, which the script knows alone: so any number of
 * writers append at once, and none of them reads first. Not idempotent, so the transaction around them needs a condition
 * that is.
 */
export function auditing(keys: Keys, entries: readonly AuditEntry[]): Command[] {
  return entries.map((entry) => {
    const text = JSON.stringify(entry);
    const chained: Command = ['CHAIN', keys.audit, keys.auditEnds, auditEntriesMax, text, digestOf(text)];
    if (entry.incident === null) return chained;
    return [...chained, keys.auditOf(entry.incident), auditEntriesOfIncidentMax];
  });
}

/** The command that drops the oldest entries of the whole log, up to an id of the stream, and remembers the last of them. */
export function droppingAudit(keys: Keys, upTo: string): Command {
  return ['UNCHAIN', keys.audit, keys.auditEnds, upTo, auditReadMax];
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
