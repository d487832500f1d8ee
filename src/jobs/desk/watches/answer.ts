import type { Watch } from '../../../model.ts';
import { daysIn, rateOf } from '../../../pipeline/backtest/rate.ts';
import type { Difference } from '../../../pipeline/backtest.ts';
import { words } from '../../../pipeline/render/words.ts';
import { type WatchesSpeech, watchesSpeech } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { summarise } from '../../../pipeline/summarise.ts';
import type { CardView, Control, DeskReply, DeskRequest, ReplyPart } from '../../../ports.ts';
import { cardReference } from '../../deliver/reference.ts';
import { type DeskDeps, done, refused } from '../deps.ts';
import type { Tried, Trying } from './try.ts';
import { asRead } from './understand.ts';

const queriesShownMax = 15;

/** A watch that was tried, and what can be done with it. */
export interface Outcome {
  readonly draft: string;
  readonly trying: Trying;
  readonly tried: Tried;
  /** Null: it can be saved; else why it can only be tried. */
  readonly readOnly: string | null;
  readonly isChanged: boolean;
  /** What was tried, in a sentence. */
  readonly heading: string;
}

/** What a trial came to: how the query was read, how much it tells, what comes and goes, the last ones as they would look. */
export function answerTried(deps: DeskDeps, request: DeskRequest, outcome: Outcome): DeskReply {
  const { trying, tried, draft, readOnly, isChanged } = outcome;
  const say = inLanguage(watchesSpeech, request.language);
  const cards = tried.last.map(
    ({ incident, alert }): CardView => ({
      summary: summarise(incident, deps.pack, request.language),
      alert,
      language: request.language,
      pingRole: null,
      reference: cardReference(incident.id, 'example'),
      mark: 'example',
    }),
  );
  const parts = [readPart(deps, trying.proposed, request, say), ...besidePart(trying, tried, say)];
  const canSave = readOnly === null && isChanged;
  return {
    ...done(figures(request, outcome, say).join('\n')),
    parts,
    cards,
    controls: [[...(canSave ? [saveButton(draft, say)] : []), ...draftButtons(draft, say)]],
  };
}

/** A refusal that keeps what was typed, so that it can be mended. */
export function answerMistaken(request: DeskRequest, draft: string, text: string): DeskReply {
  const say = inLanguage(watchesSpeech, request.language);
  return { ...refused(text), controls: [draftButtons(draft, say)] };
}

/** Another trial is under way: what was typed waits. */
export function answerBusy(request: DeskRequest, draft: string): DeskReply {
  const say = inLanguage(watchesSpeech, request.language);
  const again: Control = { kind: 'button', does: `watches:try:${draft}`, label: say.again, look: 'main' };
  return { ...refused(say.busy), controls: [[again, ...draftButtons(draft, say)]] };
}

function figures(
  { language }: DeskRequest,
  { trying, tried, readOnly, heading }: Outcome,
  say: WatchesSpeech,
): readonly string[] {
  const { pingFloor } = trying;
  const span = daysIn(tried);
  const days = Math.ceil(span - 0.01);
  if (tried.incidents === 0) return [heading, say.nothingThen(days)];
  const severity = language === 'ar' ? words.ar.severity[pingFloor] : pingFloor;
  return [
    heading,
    say.alerts(tried.alerts, rateOf(tried.alerts, span), days),
    ...(tried.pings === 0 ? [] : [say.pings(tried.pings, severity)]),
    ...(tried.known === null || tried.alerts === 0 ? [] : [say.known(tried.known, tried.alerts)]),
    say.lookedAt(tried.articles, tried.incidents, days),
    ...(tried.short === null ? [] : [shortBy(tried, say)]),
    ...(readOnly === null ? [] : [readOnly]),
    ...(tried.last.length === 0 ? [] : [say.lastOnes(tried.last.length)]),
  ];
}

function shortBy({ short, from }: Tried, say: WatchesSpeech): string {
  const day = new Date(from).toISOString().slice(0, 10);
  return short === 'too-much' ? say.cutShort(day) : say.youngStore(day);
}

function readPart({ pack }: DeskDeps, watch: Watch, { language }: DeskRequest, say: WatchesSpeech): ReplyPart {
  const { keywords, severityFloor } = watch;
  const lines = keywords.slice(0, queriesShownMax).map((query) => asRead(query, pack));
  const more = keywords.length > lines.length ? [say.more(keywords.length - lines.length)] : [];
  const severity = language === 'ar' ? words.ar.severity[severityFloor] : severityFloor;
  const floor = severityFloor === 'info' ? [] : [say.severityFrom(severity)];
  const read = [...lines, ...more, ...floor];
  return { heading: say.readAs, lines: read.length === 0 ? [say.everything] : read };
}

function besidePart({ present }: Trying, { beside }: Tried, say: WatchesSpeech): readonly ReplyPart[] {
  if (present === null || beside === null) return [];
  const { adds, takes, alerts } = beside;
  const isSame = adds.count === 0 && takes.count === 0;
  const lines = isSame
    ? [say.same]
    : [...difference(say.adds(adds.count), '+', adds, say), ...difference(say.takes(takes.count), '−', takes, say)];
  return [{ heading: say.beside(present.name, alerts), lines }];
}

function difference(heading: string, sign: string, { count, titles }: Difference, say: WatchesSpeech) {
  const more = count > titles.length ? [`${sign} ${say.more(count - titles.length)}`] : [];
  return [heading, ...titles.map((title) => `${sign} ${title}`), ...more];
}

function saveButton(draft: string, say: WatchesSpeech): Control {
  return { kind: 'button', does: `watches:save:${draft}`, label: say.save, look: 'good' };
}

function draftButtons(draft: string, say: WatchesSpeech): readonly Control[] {
  return [
    { kind: 'button', does: `watches:edit:${draft}`, label: say.edit, look: 'plain', opensForm: true },
    { kind: 'button', does: `watches:discard:${draft}`, label: say.discard, look: 'plain' },
  ];
}
