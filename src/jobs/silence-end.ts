import type { Incident, Letter, Pack, Server, Silence } from '../model.ts';
import { alertTimer } from '../pipeline/alert/timer.ts';
import { silenceEnded } from '../pipeline/silences/ended.ts';
import { silenceOfTimer } from '../pipeline/silences/timer.ts';
import type { Clock, JobHandler, JobResult, Log, Queue, Store } from '../ports.ts';
import { letterJobId } from './deliver/letter-job.ts';
import { serverOf } from './servers.ts';

interface SilenceEndDeps {
  readonly store: Pick<
    Store,
    | 'silences'
    | 'silence'
    | 'hiddenBy'
    | 'hiddenIncidents'
    | 'incident'
    | 'alertsAmong'
    | 'servers'
    | 'saveLetter'
    | 'settleTimer'
    | 'openAlerts'
    | 'ensureTimers'
  >;
  readonly queue: Pick<Queue, 'add'>;
  readonly filedServers: readonly Server[];
  readonly pack: Pack;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
}

/** The incidents of a silence that are read when it ends. */
const incidentsMax = 500;
/** The alerts of its server that are looked at then, the newest. */
const alertsMax = 1_000;

/** Makes the job that tells the operators' channel what a silence hid, when it is over; once, whatever becomes of its tries. */
export function silenceEndJob(deps: SilenceEndDeps): JobHandler {
  return async (timer) => {
    const id = silenceOfTimer(timer);
    const silence = id === null ? null : await deps.store.silence(id);
    if (silence === null) return settle(deps, timer, null, 'no-such-silence');
    // It was prolonged, or the clock was put back.
    if (deps.clock.now() < silence.to) return settle(deps, timer, silence.to, 'not-yet');
    await lookAtAlerts(deps, silence);
    const letter = await letterOf(deps, silence);
    if (letter === null) return settle(deps, timer, null, 'nothing-to-tell');
    const isNew = await deps.store.saveLetter(letter);
    await deps.queue.add('deliver', [letterJobId(letter.id)]);
    if (isNew) deps.log.info('end of a silence told', { silence: silence.id, letter: letter.id });
    return settle(deps, timer, null, isNew ? 'written' : 'written-already');
  };
}

/** An alert that it muted waits until it was to end, which may be days away when somebody lifts it. */
async function lookAtAlerts({ store, clock }: SilenceEndDeps, { server }: Silence): Promise<void> {
  const now = clock.now();
  const alerts = await store.openAlerts(server, alertsMax);
  await store.ensureTimers(alerts.map((alert) => [alertTimer(alert), now] as const));
}

async function settle(
  { store }: SilenceEndDeps,
  timer: string,
  next: number | null,
  reason: string,
): Promise<JobResult> {
  await store.settleTimer(timer, next);
  return { status: 'done', reason };
}

/** Null where it hid nothing, or the server has no channel for its operators. */
async function letterOf(deps: SilenceEndDeps, silence: Silence): Promise<Letter | null> {
  const { store, pack, clock } = deps;
  const server = await serverOf(deps, silence.server);
  const channel = server?.operatorsChannel ?? null;
  if (server === null || channel === null) return null;
  const now = clock.now();
  const [counts, incidents, silences] = await Promise.all([
    store.hiddenBy([silence.id]),
    incidentsOf(deps, silence),
    store.silences(now),
  ]);
  const ids = incidents.map(({ id }) => id);
  const alerts = await store.alertsAmong(silence.server, ids);
  const { language } = server;
  const hidden = counts.get(silence.id) ?? 0;
  const ended = silenceEnded({ silence, hidden, incidents, alerts, silences, pack, language, now });
  if (ended === null) return null;
  const id = `silence.${silence.id}.${new Date(silence.to).toISOString()}`;
  const body = { kind: 'silence-ended', ended } as const;
  return { id, server: server.id, channel, language, body, createdAt: deps.realClock.now() };
}

async function incidentsOf({ store }: SilenceEndDeps, { id }: Silence): Promise<readonly Incident[]> {
  const ids = await store.hiddenIncidents(id, incidentsMax);
  const incidents = await Promise.all(ids.map((each) => store.incident(each)));
  return incidents.filter((each) => each !== null);
}
