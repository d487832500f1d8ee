import type { AuditEntry, Bar, Bulletin, Letter, Server } from '../../model.ts';
import { barred } from '../../pipeline/bar.ts';
import { endedSpeech } from '../../pipeline/speech/ended.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Clock, Log, MessengerFailure, Premises, Queue, Store } from '../../ports.ts';
import { type Audience, readAudience } from '../audience.ts';
import { bulletinsJobId } from '../lookout.ts';
import { serverOf } from '../servers.ts';
import { letterJobId } from './letter-job.ts';

/** When a row whose channel refused it comes back; one of them at a time tries then, see `BarStore.takeTry`. */
export const refusedPauseMs = 60_000;

export interface BarredDeps {
  readonly store: Pick<Store, 'bar' | 'saveBar' | 'endChannel' | 'watches' | 'subscriptions' | 'servers'>;
  readonly queue: Pick<Queue, 'add'>;
  /** Watches and subscriptions of the configuration. */
  readonly filed: Audience;
  readonly filedServers: readonly Server[];
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
}

/** Where a message was refused. */
interface Place {
  readonly server: string;
  readonly channel: string;
}

/**
 * Takes note that a channel refused a message. `wait`: it may pass, come back then. `failed`: it will not, and where the
 * whole channel takes nothing any more its subscriptions have ended and their operators hear of it, once.
 */
export async function channelRefused(
  deps: BarredDeps,
  { server, channel }: Place,
  failure: MessengerFailure,
): Promise<'wait' | 'failed'> {
  if (failure.status !== 'refused' || failure.bars === undefined) return 'failed';
  const { bars: why, problem } = failure;
  const bar = barred(await deps.store.bar(channel), { channel, server, why, problem }, deps.realClock.now());
  if (bar.endedAt !== null) {
    await end(deps, bar);
    return 'failed';
  }
  await deps.store.saveBar(bar);
  return 'wait';
}

async function end(deps: BarredDeps, bar: Bar): Promise<void> {
  const { subscriptions } = await readAudience(deps);
  const ids = subscriptions.filter(({ channel }) => channel === bar.channel).map(({ id }) => id);
  const letter = await letterOf(deps, bar, ids);
  const bulletin = bulletinOf(bar, ids);
  const audit: AuditEntry = {
    at: deps.clock.now(),
    server: bar.server,
    incident: null,
    who: null,
    action: 'subscriptions-ended',
    detail: `channel ${bar.channel} (${ids.join(', ') || 'no subscription'}): ${bar.problem}`,
  };
  if (!(await deps.store.endChannel({ bar, audit, bulletin, letter }))) return;
  deps.log.warn('subscriptions of a channel ended', { channel: bar.channel, server: bar.server, subscriptions: ids });
  const jobs = [...(bulletin === null ? [] : [bulletinsJobId]), ...(letter === null ? [] : [letterJobId(letter.id)])];
  if (jobs.length > 0) await deps.queue.add('deliver', jobs);
}

/** A person who shuts us out is nobody's business but theirs. */
function bulletinOf(bar: Bar, ids: readonly string[]): Bulletin | null {
  if (bar.why === 'person') return null;
  const text = `Server ${bar.server}: ${endedSpeech.en.ended(bar, ids)}`;
  return { id: `ended.${bar.channel}.${bar.triedAt}`, text, pings: false, createdAt: bar.triedAt };
}

async function letterOf(deps: BarredDeps, bar: Bar, ids: readonly string[]): Promise<Letter | null> {
  const server = await serverOf(deps, bar.server);
  const channel = server?.operatorsChannel ?? null;
  if (server === null || channel === null || channel === bar.channel || bar.why === 'person') return null;
  const { language } = server;
  const text = inLanguage(endedSpeech, language).ended(bar, ids);
  const id = `ended.${bar.channel}.${bar.triedAt}`;
  return { id, server: server.id, channel, language, body: { kind: 'text', text }, createdAt: bar.triedAt };
}

interface LiftingDeps {
  readonly store: Pick<Store, 'bars' | 'liftBar'>;
  readonly premises: Pick<Premises, 'lacks'>;
  readonly log: Log;
}

/** At a start: channels that may be written to again are told again. Direct messages cannot be asked for. */
export async function liftBars({ store, premises, log }: LiftingDeps): Promise<void> {
  for (const { channel, server, why } of await store.bars()) {
    if (why === 'person') continue;
    const lacks = await premises.lacks({ server, channel, pingRole: null });
    if (lacks.status !== 'found' || lacks.is.some((each) => each === 'view-channel' || each === 'send-messages'))
      continue;
    await store.liftBar(channel);
    log.info('channel takes messages again', { channel, server });
  }
}
