import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Article, Incident, Reason, TextLanguage, Verdict } from '../../model.ts';
import { lookupOf } from '../../pipeline/assign/lookup.ts';
import { foundIncident } from '../../pipeline/assign/merge.ts';
import { extract } from '../../pipeline/extract.ts';
import { analystOutlet, guestOutlet } from '../../pipeline/hearsay.ts';
import { type Routed, route } from '../../pipeline/route.ts';
import { type RaiseSpeech, raiseSpeech } from '../../pipeline/speech/raise.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { isAtLeast } from '../../pipeline/watch.ts';
import type { Desk, DeskReply, DeskRequest, VerdictRecord } from '../../ports.ts';
import { readAudience } from '../audience.ts';
import { type DeskDeps, done, refused, whyNotAllowed } from './deps.ts';

const textLengthMax = 1_000;
const titleLengthMax = 200;
const linkLengthMax = 500;
const attemptsMax = 8;
const retryPauseMs = 20;
const raisedFloor = 'elevated'; // somebody found it worth telling

type Raise = Parameters<Desk['raiseIncident']>[0];

/**
 * Makes the answer to `/incident raise`: an incident that rests on a person's word, routed like any; articles join it as
 * they come. Only operators tell all servers; what others raise is told on their own server.
 */
export function raises(deps: DeskDeps): Desk['raiseIncident'] {
  return async (request) => {
    const speech = inLanguage(raiseSpeech, request.language);
    const problem = (await whyNotAllowed(deps, request, 'incident raise')) ?? whyNotRaised(request);
    if (problem !== null) return refused(problem);
    const article = articleOf(deps, request);
    const incident = incidentOf(deps, article);
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const revision = await deps.store.incidentsRevision();
      const record = await recordOf(deps, request, { article, incident, revision });
      const outcome = await deps.store.commitVerdict(record);
      if (outcome === 'already') return done(speech.already(incident.id));
      if (outcome === 'committed') return told(deps, incident, record, speech);
      await pause(Math.random() * retryPauseMs * attempt);
    }
    return refused(speech.tooMuch);
  };
}

async function told(
  deps: DeskDeps,
  incident: Incident,
  { rows, verdict }: VerdictRecord,
  speech: RaiseSpeech,
): Promise<DeskReply> {
  deps.log.info('incident raised', { incident: incident.id, rows: rows.length, reasons: verdict.reasons });
  const reply = done(speech.raised(incident.id, rows.length));
  if (rows.length === 0) return reply;
  await deps.queue.add(
    'deliver',
    rows.map(({ id }) => id),
  );
  return reply;
}

async function recordOf(
  deps: DeskDeps,
  request: Raise,
  what: { article: Article; incident: Incident; revision: number },
): Promise<VerdictRecord> {
  const { article, incident, revision } = what;
  const by: Reason = { code: 'raised', detail: `by ${request.who.name}` };
  const verdict: Verdict = { article: article.id, decision: 'new', incident: incident.id, reasons: [by] };
  const routed = await routeRaised(deps, request, { article, incident, verdict });
  return {
    revision,
    article,
    verdict: { ...verdict, reasons: [by, ...routed.reasons] },
    incident,
    alertsOpened: routed.alertsOpened,
    alertsTouched: routed.alertsTouched,
    hiddenBy: routed.hiddenBy,
    rows: routed.rows,
    audit: [
      ...routed.audit,
      {
        at: deps.clock.now(),
        server: request.server,
        incident: incident.id,
        who: request.who,
        action: 'raise',
        detail: request.link === null ? article.title : `${article.title} ${request.link}`,
        from: `channel ${request.channel}`,
      },
    ],
  };
}

async function routeRaised(
  deps: DeskDeps,
  request: DeskRequest,
  what: { article: Article; incident: Incident; verdict: Verdict },
): Promise<Routed> {
  const now = deps.clock.now();
  const [{ watches, subscriptions }, silences] = await Promise.all([readAudience(deps), deps.store.silences(now)]);
  return route({
    ...what,
    before: null,
    watches,
    subscriptions: isOperator(deps, request)
      ? subscriptions
      : subscriptions.filter(({ server }) => server === request.server),
    alerts: [],
    cards: [],
    // Who tells something himself wants it told, whatever is silenced at his.
    silences: silences.filter(({ server }) => server !== request.server),
    pack: deps.pack,
    now,
    realNow: deps.realClock.now(),
    causedAt: deps.realClock.now(),
  });
}

function incidentOf(deps: DeskDeps, article: Article): Incident {
  const report = extract(article, deps.compiled);
  const usual = deps.pack.eventTypes.find(({ subEvent }) => subEvent === 'Attack');
  const type = report.eventType === null || report.subEvent === null ? usual : null;
  const typed = type ? { eventType: type.id, subEvent: type.subEvent } : {};
  const incident = foundIncident(
    lookupOf(deps.pack),
    article,
    { ...report, ...typed, relevance: 'event' },
    deps.clock.now(),
  );
  const { severity } = incident.facts;
  const raised = isAtLeast(severity, raisedFloor) ? severity : raisedFloor;
  return { ...incident, facts: { ...incident.facts, severity: raised } };
}

const isOperator = ({ filedServers }: DeskDeps, { server }: DeskRequest): boolean =>
  filedServers.some(({ id, operators }) => id === server && operators);

function articleOf(deps: DeskDeps, request: Raise): Article {
  const now = deps.clock.now();
  const text = request.text.trim();
  const [line = ''] = text.split('\n', 1);
  const title = [...line].slice(0, titleLengthMax).join('');
  const id = createHash('sha256').update(`raise\n${request.server}\n${request.key}`).digest('hex').slice(0, 24);
  return {
    id: `raised-${id}`,
    feed: 'desk',
    outlet: isOperator(deps, request) ? analystOutlet : guestOutlet,
    guid: null,
    link: request.link,
    title,
    summary: text === title ? '' : text,
    content: null,
    language: languageOf(request.text),
    publishedAt: now,
    seenAt: now,
    arrival: 'live',
    revises: null,
  };
}

function languageOf(text: string): TextLanguage {
  if (/[پچژگکی]/.test(text)) return 'fa';
  return /\p{Script=Arabic}/u.test(text) ? 'ar' : 'en';
}

function whyNotRaised({ text, link, language }: Raise): string | null {
  const speech = inLanguage(raiseSpeech, language);
  if (!/[\p{L}\p{N}]/u.test(text)) return speech.sayWhat;
  if (text.length > textLengthMax) return speech.tooLong(textLengthMax);
  if (link === null) return null;
  if (link.length > linkLengthMax || !isWebAddress(link)) return speech.badLink;
  return null;
}

function isWebAddress(link: string): boolean {
  const url = URL.parse(link);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '';
}
