/** Plants secrets wherever the program is given some, lets it work and fail, and looks for them wherever somebody reads. */
import { type Program, startProgram } from '../program.ts';
import { findCanaries, type Place } from './canary.ts';
import { runCommands } from './commands.ts';
import { live } from './day.ts';
import { keepAndRestore } from './keeping.ts';
import { commandLines, deniedBy, discordPlaces, filesBelow, redisPlaces, servedPlaces } from './places.ts';
import { tellTheDay } from './press.ts';
import { openWorld, type World } from './world.ts';

export interface Hunt {
  /** A sentence for each secret that was found, and for what did not happen that should have. */
  readonly found: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Null where the Redis at hand cannot speak TLS. `isLong`: a recorded day of news with failures in it, every command that prints, replays, backup and restore, and a heartbeat that fails. */
export async function huntCanaries({ isLong }: { readonly isLong: boolean }): Promise<Hunt | null> {
  const world = await openWorld({ isLong });
  if (world === null) return null;
  try {
    const program = startProgram('all', { env: world.env });
    await live(world, program, isLong);
    const items = isLong ? await tellTheDay(world, program) : 0;
    const cards = world.discord.messagesIn(world.discord.channel).length;
    const commands = await runCommands(world, isLong);
    const served = await servedPlaces(await program.url(), world.byName.web);
    const processes = commandLines(program.pid);
    program.signal('SIGTERM');
    const { code } = await program.ended;
    const places: readonly Place[] = [
      { where: 'standard output', text: program.stdout() },
      { where: 'the log', text: program.stderr() },
      ...commands,
      ...served,
      ...processes,
      ...(isLong ? await keepAndRestore(world) : []),
      ...discordPlaces(world),
      ...(await redisPlaces(world)),
      ...filesBelow(world.news.dataDir),
    ];
    return judged(world, program, { isLong, code, items, cards, places, denied: await deniedBy(world.redis.admin()) });
  } finally {
    await world.close();
  }
}

interface Outcome {
  readonly isLong: boolean;
  readonly code: number | null;
  /** Of the day's news, and what stood in the channel when it was over. */
  readonly items: number;
  readonly cards: number;
  readonly places: readonly Place[];
  readonly denied: readonly string[];
}

/** A hunt in which little happened finds little: what should have happened must have. */
function judged(world: World, program: Program, { isLong, code, items, cards, places, denied }: Outcome): Hunt {
  const records = program.stderr().split('\n').length;
  const expected: Record<string, boolean> = {
    'the program ended with 0': code === 0,
    'a card stands': cards > 0,
    'the pager was called again after a failure': world.calls.pager > 1,
    // The day's attack on Ain al-Asad joins the incident that stood before.
    'all of the three attacks are told': !isLong || cards >= 3,
    'the heartbeat was called': !isLong || world.calls.heartbeat > 0,
    'there is a log to look through': records > 30,
    'there is something in Redis': places.filter(({ where }) => where.startsWith('Redis')).length > 20,
  };
  const missed = Object.entries(expected).flatMap(([what, holds]) => (holds ? [] : [`did not happen: ${what}`]));
  return {
    found: [
      ...findCanaries(world.canaries, places),
      ...places.flatMap(({ failed }) => failed ?? []),
      ...denied,
      ...missed,
    ],
    figures: {
      canaries: world.canaries.length,
      places: places.length,
      bytes: places.reduce((sum, { text }) => sum + text.length, 0),
      'items of news': items,
      cards,
      'log records': records,
      'feeds that fail': world.failing.length,
      'rights refused': denied.length,
    },
  };
}
