import type { Redis } from 'ioredis';
import { type Argument, run, script } from './script.ts';

/** What must hold of one key before something is written. `count` reads a missing number as 0. */
export type Condition =
  | readonly ['absent' | 'exists', key: string]
  | readonly ['count', key: string, expected: number]
  | readonly ['field-absent' | 'field-exists', key: string, field: string]
  | readonly ['field-equals', key: string, field: string, expected: string]
  | readonly ['scored' | 'unscored', key: string, member: string]
  | readonly ['score-equals', key: string, member: string, expected: number];

/**
 * One Redis command: its name, its key, its arguments. Two are the script's own: `CHAIN` appends to the audit log, with
 * the hash of the entry before, and `UNCHAIN` drops its oldest: see `audit.ts`.
 */
export type Command = readonly [name: string, key: string, ...args: Argument[]];

/** Commands that are done only where all conditions of `when` hold at that point; without any, always. */
export interface Step {
  readonly when?: readonly Condition[];
  readonly commands: readonly Command[];
}

/** `failed` is the place, from 0, of the first condition that did not hold. */
type Applied = { readonly applied: true } | { readonly applied: false; readonly failed: number };

export const commandArgumentsMax = 4000; // Lua unpacks at most 8,000 values onto its stack.
const transactionArgumentsMax = 200_000;
const transactionBytesMax = 64 * 1024 * 1024;

const compareAndApply = script(`
local at = 1
local function take()
  at = at + 1
  return ARGV[at - 1]
end
local function holds()
  local kind, key, member, expected = take(), take(), take(), take()
  if kind == 'absent' then return redis.call('EXISTS', key) == 0 end
  if kind == 'exists' then return redis.call('EXISTS', key) == 1 end
  if kind == 'count' then return tonumber(redis.call('GET', key) or '0') == tonumber(expected) end
  if kind == 'field-absent' then return redis.call('HEXISTS', key, member) == 0 end
  if kind == 'field-exists' then return redis.call('HEXISTS', key, member) == 1 end
  if kind == 'field-equals' then return redis.call('HGET', key, member) == expected end
  if kind == 'scored' then return redis.call('ZSCORE', key, member) ~= false end
  if kind == 'unscored' then return redis.call('ZSCORE', key, member) == false end
  if kind == 'score-equals' then return tonumber(redis.call('ZSCORE', key, member) or 'nan') == tonumber(expected) end
  error('unknown condition ' .. tostring(kind))
end
local function unchain(stream, ends, upTo, most)
  for _, entry in ipairs(redis.call('XRANGE', stream, '-', upTo, 'COUNT', most)) do
    local kept = {}
    for field = 1, #entry[2], 2 do kept[entry[2][field]] = entry[2][field + 1] end
    if kept.n then redis.call('HSET', ends, 'gone', kept.n, 'goneHash', kept.h) end
    redis.call('XDEL', stream, entry[1])
  end
end
local function chain(stream, ends, most, text, digest, own, ownMost)
  local newest = redis.call('HMGET', ends, 'number', 'hash')
  local number, before = (tonumber(newest[1]) or 0) + 1, newest[2] or ''
  local hash = redis.sha1hex(before .. ' ' .. number .. ' ' .. digest)
  redis.call('XADD', stream, '*', 'e', text, 'n', number, 'p', before, 'h', hash)
  redis.call('HSET', ends, 'number', number, 'hash', hash)
  if own then redis.call('XADD', own, 'MAXLEN', '~', ownMost, '*', 'e', text, 'h', hash) end
  if redis.call('XLEN', stream) > tonumber(most) then unchain(stream, ends, '+', 2) end
end
local function doing(name, ...)
  if name == 'CHAIN' then return chain(...) end
  if name == 'UNCHAIN' then return unchain(...) end
  return redis.call(name, ...)
end
for place = 1, tonumber(take()) do
  if not holds() then return place end
end
for _ = 1, tonumber(take()) do
  local wanted = true
  for _ = 1, tonumber(take()) do
    wanted = holds() and wanted
  end
  for _ = 1, tonumber(take()) do
    local count = tonumber(take())
    if wanted then doing(unpack(ARGV, at, at + count - 1)) end
    at = at + count
  end
end
return 0
`);

/**
 * Compares and applies: where all conditions of `require` hold, does all steps in one go; else nothing, and says which
 * condition failed. A command whose reply was lost is sent again by the client, so each transaction must be one that
 * does no harm when applied twice: by a condition that the first application makes false, or by writing the same again.
 */
export async function apply(
  redis: Redis,
  transaction: { readonly require: readonly Condition[]; readonly steps: readonly Step[] },
): Promise<Applied> {
  const args: Argument[] = [transaction.require.length];
  for (const condition of transaction.require) pushCondition(args, condition);
  args.push(transaction.steps.length);
  for (const { when = [], commands } of transaction.steps) {
    args.push(when.length);
    for (const condition of when) pushCondition(args, condition);
    args.push(commands.length);
    for (const command of commands) pushCommand(args, command);
  }
  assertSize(args);
  const answer = await run(redis, compareAndApply, args);
  if (typeof answer !== 'number') throw new Error(`compare-and-apply answered ${String(answer)}, expected a number`);
  return answer === 0 ? { applied: true } : { applied: false, failed: answer - 1 };
}

/** Splits a long argument list into commands that Lua can take; all stay in the same transaction. */
export function inCommands(name: string, key: string, args: readonly Argument[], unit: number): Command[] {
  const perCommand = Math.floor(2000 / unit) * unit;
  const commands: Command[] = [];
  for (let from = 0; from < args.length; from += perCommand)
    commands.push([name, key, ...args.slice(from, from + perCommand)]);
  return commands;
}

function pushCondition(args: Argument[], condition: Condition): void {
  const [kind, key] = condition;
  if (kind === 'count') args.push(kind, key, '', condition[2]);
  else args.push(kind, key, condition[2] ?? '', condition[3] ?? '');
}

function pushCommand(args: Argument[], command: Command): void {
  if (command.length > commandArgumentsMax)
    throw new RangeError(
      `${command[0]} of ${command[1]} has ${command.length} arguments, at most ${commandArgumentsMax} fit`,
    );
  const [, , ...rest] = command;
  if (rest.some((argument) => typeof argument === 'number' && !Number.isFinite(argument)))
    throw new RangeError(`${command[0]} of ${command[1]} has an argument that is no finite number`);
  args.push(command.length, ...command);
}

function assertSize(args: readonly Argument[]): void {
  if (args.length > transactionArgumentsMax)
    throw new RangeError(`a transaction has ${args.length} arguments, at most ${transactionArgumentsMax} are sent`);
  let bytes = 0;
  for (const argument of args) bytes += typeof argument === 'number' ? 8 : argument.length;
  if (bytes > transactionBytesMax)
    throw new RangeError(`a transaction has ${bytes} bytes, at most ${transactionBytesMax} are sent`);
}
