import { type Letter, severities } from '../../model.ts';
import type { LetterStore, LetterTry } from '../../ports.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { claimLease, releaseLease } from './lease.ts';
import { read } from './records.ts';
import { letterShape, letterTryShape } from './shapes.ts';
import { apply, type Command, type Step } from './transaction.ts';

const listMax = 1000;

/** Messages of their own that belong to no incident. */
export function lettersIn(context: Context): LetterStore {
  const { redis, keys, realNow } = context;
  return {
    saveLetter: (letter) => saveLetter(context, letter),

    async letter(id) {
      return read(context, letterShape, await redis.hget(keys.letters, id), `${keys.letters} ${id}`);
    },

    async waitingLetters(before, limit) {
      const most = Math.min(limit, listMax);
      if (most < 1) return [];
      const ids = await redis.zrangebyscore(keys.lettersWaiting, '-inf', `(${before}`, 'LIMIT', 0, most);
      if (ids.length === 0) return [];
      const raws = await redis.hmget(keys.letters, ...ids);
      return raws.flatMap((raw, place) => read(context, letterShape, raw, `${keys.letters} ${ids[place]}`) ?? []);
    },

    async graverLetters({ id, server, severity }) {
      if (severity === undefined) return 0;
      const key = keys.lettersGrave(server);
      const [graver, own] = await Promise.all([
        redis.zcount(key, `(${severities.indexOf(severity)}`, '+inf'),
        redis.zscore(key, id),
      ]);
      // One that was tried before waits for nobody: what it may have left is to be found.
      return own === null ? 0 : graver;
    },

    beginLetter: (letter, tried, owner) => beginLetter(context, letter, tried, owner),
    letterTry: async (id) =>
      read(context, letterTryShape, await redis.hget(keys.lettersTried, id), `${keys.lettersTried} ${id}`),

    claimLetter: (id, owner, leaseMs) =>
      claimLease(redis, { key: keys.letterClaim(id), owner, now: realNow(), leaseMs }),
    releaseLetter: (id, owner) => releaseLease(redis, keys.letterClaim(id), owner),

    async settleLetter({ row: id }, owner) {
      const letter = read(context, letterShape, await redis.hget(keys.letters, id), `${keys.letters} ${id}`);
      const settled = await apply(redis, {
        require: [['field-equals', keys.letterClaim(id), 'owner', owner]],
        steps: [
          {
            commands: [
              ['HDEL', keys.letters, id],
              ['ZREM', keys.lettersWaiting, id],
              ['HDEL', keys.lettersTried, id],
              ...(letter === null ? [] : [['ZREM', keys.lettersGrave(letter.server), id] as const]),
            ],
          },
        ],
      });
      return settled.applied;
    },
  };
}

/** Its id is remembered when it is settled, so that whatever causes it twice sends it once. */
async function saveLetter({ redis, keys }: Context, letter: Letter): Promise<boolean> {
  const { id } = letter;
  const saved = await apply(redis, {
    require: [['unscored', keys.lettersWritten, id]],
    steps: [{ commands: writing(keys, letter) }],
  });
  return saved.applied;
}

async function beginLetter(
  { redis, keys }: Context,
  { id, server }: Letter,
  tried: LetterTry,
  owner: string,
): Promise<boolean> {
  const begun = await apply(redis, {
    require: [['field-equals', keys.letterClaim(id), 'owner', owner]],
    steps: [
      {
        commands: [
          ['HSET', keys.lettersTried, id, JSON.stringify(tried)],
          ['ZREM', keys.lettersGrave(server), id],
        ],
      },
    ],
  });
  return begun.applied;
}

/** Writes a letter among others things, unless it was written before. */
export function writingOnce(keys: Keys, letter: Letter): Step {
  return { when: [['unscored', keys.lettersWritten, letter.id]], commands: writing(keys, letter) };
}

/** The commands that write a letter which waits to be sent. */
export function writing(keys: Keys, letter: Letter): readonly Command[] {
  const { id, createdAt, severity, server } = letter;
  const rank: readonly Command[] =
    severity === undefined ? [] : [['ZADD', keys.lettersGrave(server), severities.indexOf(severity), id]];
  return [
    ...rank,
    ['HSET', keys.letters, id, JSON.stringify(letter)],
    ['ZADD', keys.lettersWaiting, createdAt, id],
    ['ZADD', keys.lettersWritten, createdAt, id],
  ];
}
