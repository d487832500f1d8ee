/** The whole program through a week of a virtual clock: real Redis, real queues, Discord's stand-in, and people who answer. */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../src/adapters/clock.ts';
import { openApp, roles } from '../../../src/app.ts';
import { sweep } from '../../../src/jobs/sweep.ts';
import type { Alert, AuditEntry } from '../../../src/model.ts';
import { pollTimer } from '../../../src/pipeline/schedule.ts';
import { type Effect, effectOf } from './effects.ts';
import { type Deed, nextAfter, nextDeed, perform, reactionTo } from './people.ts';
import { type Event, type Script, weekDays, weekFrom } from './script.ts';
import { begin, type Done, openWorld, type WeekOptions, type World } from './world.ts';

const idleMsMax = 60_000;
/** Looking more often takes the time of those who are looked at. */
const idleLookEveryMs = 3;
const auditMax = 10_000;
const dayMs = 86_400_000;
const soonMs = 3_600_000;

/** All that came of a week. */
export interface WeekRecord {
  readonly script: Script;
  readonly effects: readonly Effect[];
  readonly done: readonly Done[];
  /** Oldest first. */
  readonly audit: readonly AuditEntry[];
  readonly alerts: readonly Alert[];
  readonly problems: readonly string[];
  readonly errors: readonly string[];
  readonly restarts: number;
  readonly flushes: number;
}

/** Runs a week and tells all that came of it; closes and deletes whatever it opened. */
export async function runWeek(options: WeekOptions): Promise<WeekRecord> {
  const closes: (() => Promise<unknown>)[] = [];
  try {
    const world = await openWorld(options, closes);
    await live(world);
    return await recordOf(world);
  } finally {
    for (const close of closes.reverse()) await close();
  }
}

/** Lives through the week and three days more, in which everything comes to an end. */
async function live(world: World): Promise<void> {
  const { script, clock } = world;
  const ends = weekFrom + (weekDays + 3) * dayMs;
  let next = 0;
  await settle(world);
  for (;;) {
    const timer = (await world.app.store.nextTimer())?.at ?? Number.POSITIVE_INFINITY;
    const event = script.events[next];
    const deed = nextDeed(world.deeds);
    const at = Math.min(timer, event?.at ?? Number.POSITIVE_INFINITY, deed?.at ?? Number.POSITIVE_INFINITY);
    if (at > ends) return;
    clock.advance(at);
    if (event !== undefined && event.at <= at) {
      next += 1;
      await happen(world, event);
    } else if (deed !== undefined && deed.at <= at) {
      world.deeds.splice(world.deeds.indexOf(deed), 1);
      await doIt(world, deed);
    }
    await settle(world);
  }
}

async function happen(world: World, event: Event): Promise<void> {
  switch (event.what) {
    case 'published':
      world.server.publish(event.item);
      return world.app.store.ensureTimer(pollTimer(event.item.feed), world.clock.now());
    case 'restart': {
      world.isShaken = true;
      // Whatever is due is under way when it is closed.
      await world.app.tick();
      await world.app.close();
      world.clock.advance(world.clock.now() + event.awayMs);
      const { config, clock, log } = world;
      const before = world.discord.gateway.counts.identifies;
      world.app = await openApp({ config, roles, clock, keepsAll: true, log });
      return begin(world, before);
    }
    case 'flush': {
      world.isShaken = true;
      // What falls due next is lost on its way.
      const due = await world.app.store.nextTimer();
      if (due !== null && due.at < world.clock.now() + soonMs) world.clock.advance(due.at);
      await world.app.tick();
      return flushQueues(world);
    }
  }
}

async function flushQueues({ client, config }: World): Promise<void> {
  const keys = await client.keys(`${config.settings.keyPrefix}-queue:*`);
  if (keys.length > 0) await client.del(...keys);
}

/** Until nothing is due and nothing waits; then people have seen what there is. */
async function settle(world: World): Promise<void> {
  const { app, clock } = world;
  const deadline = Date.now() + idleMsMax;
  do {
    await app.tick();
    if (world.isShaken) await sweepUp(world);
    while (!(await app.queue.isIdle())) {
      if (Date.now() > deadline) throw new Error(`nothing came to rest at ${new Date(clock.now()).toISOString()}`);
      await pause(idleLookEveryMs);
    }
    world.isShaken = await isAnythingLeft(world);
    if (Date.now() > deadline) throw new Error(`something stays due at ${new Date(clock.now()).toISOString()}`);
  } while (world.isShaken);
  look(world);
}

/** Brings back what was lost with a queue, as the program does by itself in real time. */
async function sweepUp({ app: { store, queue }, log }: World): Promise<void> {
  await sweep({ store, queue, realClock: systemClock, log, sweepAfterMs: 0 });
}

async function isAnythingLeft({ app: { store }, clock }: World): Promise<boolean> {
  const ever = Number.MAX_SAFE_INTEGER;
  const [due, ...waiting] = await Promise.all([
    store.nextTimer(),
    store.pendingBefore(ever, 1),
    store.unsettledRows(ever, 1),
    store.waitingLetters(ever, 1),
  ]);
  return (due !== null && due.at <= clock.now()) || waiting.some(({ length }) => length > 0);
}

/** Notes what Discord accepted since the last look, and what people will do about it. */
function look(world: World): void {
  const { discord, seen } = world;
  for (const { method, path, body, at } of discord.accepted.slice(seen)) {
    const channel = /^\/channels\/(\d+)\/messages$/u.exec(path)?.[1];
    if (method !== 'POST' || channel === undefined) continue;
    const nonce = String(Object(body).nonce);
    const message = discord.messagesIn(channel).find((each) => each.nonce === nonce);
    // The same nonce sent again is the same message.
    if (message === undefined || world.effects.some((effect) => effect.message === message.id)) continue;
    const effect = effectOf(discord, message, at);
    world.effects.push(effect);
    world.deeds.push(...reactionTo(effect, world.chance));
  }
  world.seen = discord.accepted.length;
}

async function doIt(world: World, deed: Deed): Promise<void> {
  const { discord, clock } = world;
  const card = world.effects.find(({ incident, isCard }) => isCard && incident === deed.incident);
  if (card === undefined) throw new Error(`there is no card of ${deed.incident}`);
  const answer = await perform(discord, card.message, deed);
  world.done.push({ at: clock.now(), who: deed.who, incident: deed.incident, deed: deed.what, answer });
  const alert = await world.app.store.alert(deed.incident, discord.guild);
  const isHis = alert?.acknowledgement?.by.id === deed.who.id && alert.changedAt === clock.now();
  if (deed.what === 'acknowledge' && isHis) world.deeds.push(...nextAfter(deed, world.chance));
}

async function recordOf({ app, discord, script, effects, done, errors }: World): Promise<WeekRecord> {
  const [audit, alerts] = await Promise.all([
    app.store.recentAudit(auditMax),
    app.store.alertsBetween(discord.guild, 0, Number.MAX_SAFE_INTEGER, auditMax),
  ]);
  const count = (what: Event['what']) => script.events.filter((event) => event.what === what).length;
  return {
    script,
    effects,
    done,
    audit: audit.toReversed(),
    alerts,
    problems: discord.problems,
    errors,
    restarts: count('restart'),
    flushes: count('flush'),
  };
}
