import type { Redis } from 'ioredis';
import type { AuditEntry } from '../../model.ts';
import { digestOf } from '../../pipeline/audit/digest.ts';
import { type Erasing, erasedAction, holdsId, namesOf, vouchingFor, withoutPerson } from '../../pipeline/erase.ts';
import { auditing, onlyOnce } from './audit.ts';
import { contextOf, type StoreOptions } from './context.ts';
import { keysUnder } from './keys.ts';
import { pack, unpack } from './records.ts';
import { run, script } from './script.ts';
import { apply, type Condition } from './transaction.ts';
import { keysPaged } from './under-prefix.ts';

/** Entries that one entry of the log vouches for. */
const vouchedAtOnce = 200;

/** Writes a stream anew with the same ids, in one go: nobody appends in between. */
const rewrite = script(`
local key, texts, digests = ARGV[1], {}, {}
for at = 2, #ARGV, 3 do texts[ARGV[at]] = ARGV[at + 1] digests[ARGV[at]] = ARGV[at + 2] end
local about, last = redis.call('XINFO', 'STREAM', key), nil
for at = 1, #about, 2 do if about[at] == 'last-generated-id' then last = about[at + 1] end end
local entries = redis.call('XRANGE', key, '-', '+')
redis.call('DEL', key)
for _, entry in ipairs(entries) do
  local id, fields, isErased = entry[1], entry[2], false
  for at = 1, #fields, 2 do
    if fields[at] == 'e' and texts[id] then fields[at + 1] = texts[id] end
    if fields[at] == 'd' then isErased = true end
  end
  if texts[id] and not isErased then fields[#fields + 1] = 'd' fields[#fields + 1] = digests[id] end
  redis.call('XADD', key, id, unpack(fields))
end
redis.call('XSETID', key, last)
return #entries
`);

/** Writes a string anew unless somebody else did meanwhile; when it goes stays as it is. */
const replace = script(`
if redis.call('GET', ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('SET', ARGV[1], ARGV[3], 'KEEPTTL')
return 1
`);
/** Somebody who writes the same key again and again does not do so for long. */
const replacesMax = 20;

interface Who {
  readonly id: string;
  /** His records on this server alone; null: on all. */
  readonly server: string | null;
}

/** What was found of a person, and where he was called what. */
export interface FoundPerson {
  readonly names: readonly string[];
  /** Records that name him, by their kind. */
  readonly counts: Readonly<Record<string, number>>;
}

interface StoredRecord {
  readonly kind: string;
  readonly key: string;
  readonly field: string | null;
  readonly raw: string;
  readonly value: object | null;
}

/** The hashes and prefixes of keys in which people are named, but alerts and the audit log. */
const kinds = ['silences', 'labels', 'overrides', 'letters', 'bulletins', 'regrouping:', 'draft:'] as const;

/** Looks for a person in everything that names people. */
export async function findPerson(redis: Redis, who: Who, options: StoreOptions): Promise<FoundPerson> {
  const counts: Record<string, number> = {};
  const names = new Set<string>();
  const count = (kind: string, value: unknown) => {
    if (!isOf(value, who) || !holdsId(JSON.stringify(value), who.id)) return;
    counts[kind] = (counts[kind] ?? 0) + 1;
    for (const name of namesOf(value, who.id)) names.add(name);
  };
  for await (const { kind, value } of recordsOf(redis, options)) count(kind, value);
  for await (const { value } of alertRecords(redis, options)) count('alerts', value);
  for (const { entry } of await entriesOf(redis, keysUnder(prefixIn(options)).audit)) count('audit entries', entry);
  return { names: [...names], counts };
}

/** Takes a person out of all records but alerts and the audit log. */
export async function erasePerson(redis: Redis, who: Who, erasing: Erasing, options: StoreOptions): Promise<void> {
  const { labelsRevision } = keysUnder(prefixIn(options));
  if (erasing.names.length > 0) await eraseFromRaised(redis, erasing, options);
  for await (const record of recordsOf(redis, options)) {
    if (!isOf(record.value, who)) continue;
    const { key, field, raw, value, kind } = record;
    const told = withoutPerson(value, erasing);
    if (told === value) continue;
    if (kind === 'drafts' || field === null) {
      // What was begun is not gone on with, and what could be undone by him is undone by nobody.
      await (kind === 'drafts' ? redis.del(key) : eraseFromString(redis, key, erasing));
      continue;
    }
    const unchanged: Condition = ['field-equals', key, field, raw];
    const also = kind === 'labels' ? ([['INCR', labelsRevision]] as const) : [];
    await apply(redis, {
      require: [unchanged],
      steps: [{ commands: [['HSET', key, field, JSON.stringify(told)], ...also] }],
    });
  }
}

/** What an analyst raised says by whom, by his name alone; it is no article of an outlet. */
async function eraseFromRaised(redis: Redis, erasing: Erasing, options: StoreOptions): Promise<void> {
  for await (const { key, raw } of stringsOf(redis, 'articles', keysUnder(prefixIn(options)).articlePrefix))
    if (raw.includes('"raised"')) await eraseFromString(redis, key, erasing);
}

async function eraseFromString(redis: Redis, key: string, erasing: Erasing): Promise<void> {
  for (let tried = 0; tried < replacesMax; tried += 1) {
    const packed = await redis.getBuffer(key);
    const value = packed === null ? null : parsed(unpack(packed));
    const told = withoutPerson(value, erasing);
    if (packed === null || told === null || told === value) return;
    if ((await run(redis, replace, [key, packed, pack(told)])) === 1) return;
  }
}

/**
 * Takes a person out of the audit log. What an entry said is gone, and its digest stays, so that the chain of hashes stands
 * as it was; before that the log vouches for what stands in its place.
 */
export async function eraseFromAudit(
  redis: Redis,
  { who, erasing, at }: { readonly who: Who; readonly erasing: Erasing; readonly at: number },
  options: StoreOptions,
): Promise<number> {
  const { keys } = contextOf(redis, options);
  const rewritten = (await entriesOf(redis, keys.audit)).flatMap((found) => {
    if (!isOf(found.entry, who)) return [];
    const told = withoutPerson(found.entry, erasing);
    return told === found.entry ? [] : [{ ...found, told: JSON.stringify(told) }];
  });
  for (let from = 0; from < rewritten.length; from += vouchedAtOnce) {
    const some = rewritten.slice(from, from + vouchedAtOnce);
    const numbered = some.flatMap(({ number, told }) => (number === null ? [] : [{ number, text: told }]));
    const detail = vouchingFor(numbered);
    const entry: AuditEntry = { at, server: null, incident: null, who: null, action: erasedAction, detail };
    const once = onlyOnce(keys);
    await apply(redis, {
      require: [once.condition],
      steps: [{ commands: [once.command, ...auditing(keys, [entry])] }],
    });
  }
  // Who is killed in the midst leaves the log for the end: it tells the next one that there is something to do.
  for await (const page of keysPaged(redis, keys.auditOf(''))) {
    for (const key of page) {
      const changed = (await entriesOf(redis, key)).flatMap((found) => {
        const told = isOf(found.entry, who) ? withoutPerson(found.entry, erasing) : found.entry;
        return told === found.entry ? [] : [{ ...found, told: JSON.stringify(told) }];
      });
      await rewriteStream(redis, key, changed);
    }
  }
  await rewriteStream(redis, keys.audit, rewritten);
  return rewritten.length;
}

interface Rewritten {
  readonly id: string;
  readonly text: string;
  readonly told: string;
}

async function rewriteStream(redis: Redis, key: string, entries: readonly Rewritten[]): Promise<void> {
  if (entries.length === 0) return;
  await run(redis, rewrite, [key, ...entries.flatMap(({ id, text, told }) => [id, told, digestOf(text)])]);
}

/** The alerts that name him, as keys of their incidents and servers. */
export async function alertsNaming(
  redis: Redis,
  who: Who,
  options: StoreOptions,
): Promise<readonly { readonly incident: string; readonly server: string }[]> {
  const { alerts } = keysUnder(prefixIn(options));
  const found: { incident: string; server: string }[] = [];
  for await (const { key, field, raw, value } of alertRecords(redis, options))
    if (isOf(value, who) && holdsId(raw, who.id) && field !== null)
      found.push({ incident: key.slice(alerts('').length), server: field });
  return found;
}

async function* recordsOf(redis: Redis, options: StoreOptions): AsyncGenerator<StoredRecord> {
  const prefix = prefixIn(options);
  for (const kind of kinds) {
    if (!kind.endsWith(':')) {
      yield* fieldsOf(redis, kind, `${prefix}${kind}`);
      continue;
    }
    yield* stringsOf(redis, kind === 'draft:' ? 'drafts' : kind.slice(0, -1), `${prefix}${kind}`);
  }
}

async function* stringsOf(redis: Redis, kind: string, under: string): AsyncGenerator<StoredRecord> {
  for await (const page of keysPaged(redis, under))
    for (const [at, packed] of (await redis.mgetBuffer(...page)).entries()) {
      if (packed === null) continue;
      const raw = unpack(packed);
      yield { kind, key: page[at] ?? '', field: null, raw, value: parsed(raw) };
    }
}

async function* alertRecords(redis: Redis, options: StoreOptions): AsyncGenerator<StoredRecord> {
  for await (const page of keysPaged(redis, keysUnder(prefixIn(options)).alerts('')))
    for (const key of page) yield* fieldsOf(redis, 'alerts', key);
}

async function* fieldsOf(redis: Redis, kind: string, key: string): AsyncGenerator<StoredRecord> {
  for (const [field, raw] of Object.entries(await redis.hgetall(key)))
    yield { kind, key, field, raw, value: parsed(raw) };
}

interface StoredEntry {
  readonly id: string;
  readonly number: number | null;
  readonly text: string;
  readonly entry: object | null;
}

async function entriesOf(redis: Redis, key: string): Promise<readonly StoredEntry[]> {
  return (await redis.xrange(key, '-', '+')).map(([id, fields]) => {
    const field = (name: string) => fields[fields.indexOf(name) + 1] ?? '';
    const text = field('e');
    return { id, number: fields.includes('n') ? Number(field('n')) : null, text, entry: parsed(text) };
  });
}

function isOf(value: unknown, { server }: Who): boolean {
  if (server === null || typeof value !== 'object' || value === null || !('server' in value)) return true;
  return value.server === server;
}

function parsed(raw: string): object | null {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' ? value : null;
  } catch {
    return null; // what cannot be read names nobody that could be found
  }
}

const prefixIn = ({ prefix = 'wf:' }: StoreOptions): string => prefix;
