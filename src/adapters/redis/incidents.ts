import type { Incident } from '../../model.ts';
import type { IncidentStore } from '../../ports.ts';
import type { Context } from './context.ts';
import { claimLease, releaseLease } from './lease.ts';
import { read } from './records.ts';
import { commitIncidents } from './regrouping.ts';
import { incidentShape, pendingShape, regroupingShape, verdictShape } from './shapes.ts';
import { apply } from './transaction.ts';
import { commitVerdict } from './verdict.ts';

/** Incidents asked for in one command, so that no single answer blocks the server for long. */
const incidentsPerRead = 100;
const listMax = 10_000;

/** Articles waiting for a verdict, verdicts, and the incidents they made. */
export function incidentsIn(context: Context): IncidentStore {
  const { redis, keys, realNow } = context;
  return {
    async pendingArticle(id) {
      return read(context, pendingShape, await redis.hgetBuffer(keys.pending, id), `${keys.pending} ${id}`);
    },

    async pendingBefore(before, limit) {
      if (limit < 1) return [];
      return redis.zrangebyscore(keys.pendingAt, '-inf', `(${before}`, 'LIMIT', 0, Math.min(limit, listMax));
    },

    async articleRecord(id) {
      const key = keys.article(id);
      const stored = read(context, verdictShape, await redis.getBuffer(key), key);
      if (stored === null) return null;
      const { article, verdict, version, changes } = stored;
      return { article, verdict, version, changes };
    },

    async incidentsSince(revision) {
      // The revision is read first: what is written in between is given too, and given again the next time.
      const present = await presentRevision(context);
      // A store that was restored counts from further back: everything may be different.
      const from = present < revision ? 0 : revision;
      const ids = await redis.zrangebyscore(keys.incidentsChanged, `(${from}`, '+inf');
      return { revision: present, incidents: await incidentsOf(context, ids) };
    },

    incidentsRevision: () => presentRevision(context),

    async incident(id) {
      const [incident = null] = await incidentsOf(context, [id]);
      return incident;
    },

    async keptIncidents() {
      return new Set(await redis.hkeys(keys.incidents));
    },

    async recentIncidents(limit) {
      if (limit < 1) return [];
      const ids = await redis.zrange(keys.incidentsUpdated, 0, `${Math.min(limit, listMax) - 1}`, 'REV');
      return incidentsOf(context, ids);
    },

    async incidentsBetween(from, to, limit) {
      const most = Math.min(limit, listMax);
      if (most < 1) return [];
      const ids = await redis.zrange(keys.incidentsUpdated, `(${to}`, String(from), 'BYSCORE', 'REV', 'LIMIT', 0, most);
      return incidentsOf(context, ids);
    },

    claimWriter: (owner, leaseMs) => claimLease(redis, { key: keys.writer, owner, now: realNow(), leaseMs }),
    releaseWriter: (owner) => releaseLease(redis, keys.writer, owner),

    async commitVerdict(record) {
      const outcome = await commitVerdict(context, record);
      if (outcome === 'already') await forgetPending(context, record.article.id);
      return outcome;
    },

    commitIncidents: (record) => commitIncidents(context, record),

    async regrouping(id) {
      const key = keys.regrouping(id);
      return read(context, regroupingShape, await redis.getBuffer(key), key);
    },
  };
}

async function presentRevision({ redis, keys }: Context): Promise<number> {
  return Number((await redis.get(keys.incidentsRevision)) ?? 0);
}

/** Reads incidents by id, in that order, leaving out what is gone or cannot be read. */
async function incidentsOf(context: Context, ids: readonly string[]): Promise<readonly Incident[]> {
  const { redis, keys } = context;
  const found: Incident[] = [];
  for (let from = 0; from < ids.length; from += incidentsPerRead) {
    const some = ids.slice(from, from + incidentsPerRead);
    const raws = await redis.hmgetBuffer(keys.incidents, ...some);
    for (const [place, raw] of raws.entries()) {
      const incident = read(context, incidentShape, raw, `${keys.incidents} ${some[place]}`);
      if (incident) found.push(incident);
    }
  }
  return found;
}

/** An article that has its verdict is not pending, whoever made it so again. */
async function forgetPending({ redis, keys }: Context, article: string): Promise<void> {
  await apply(redis, {
    require: [['exists', keys.article(article)]],
    steps: [
      {
        commands: [
          ['HDEL', keys.pending, article],
          ['ZREM', keys.pendingAt, article],
        ],
      },
    ],
  });
}
