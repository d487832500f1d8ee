import type { Incident, SaidLine } from '../../../model.ts';
import { withoutHearsay } from '../../../pipeline/hearsay.ts';
import { shortTitle, titleIn } from '../../../pipeline/incidents/title.ts';
import { cleanLine, cut } from '../../../pipeline/render/clean.ts';
import { formatDay } from '../../../pipeline/render/dates.ts';
import { mergeSpeech } from '../../../pipeline/speech/merge.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { Control, DeskReply, DeskRequest } from '../../../ports.ts';
import { type DeskDeps, done, refused } from '../deps.ts';
import { isShortEnough, showControls } from '../incident-controls.ts';
import { outletName } from '../why-incident.ts';
import type { Decision, Refused } from './decide.ts';
import { isGraver, type Plan, serversOf } from './plan.ts';
import type { Wish } from './wish.ts';

const choicesMax = 25; // Discord: options of a choice
const labelLengthMax = 100; // Discord: an option's label
const pagesMax = 4; // Discord: five rows, the last has the buttons

/** Why it cannot be. */
export function answerRefused({ language }: DeskRequest, { refusal, about, into }: Refused): DeskReply {
  return refused(inLanguage(mergeSpeech, language).refused(refusal, shortTitle(about), into));
}

/** What would be done, and the button that does it. `above` stands before it. */
export function answerPlanned(
  deps: DeskDeps,
  request: DeskRequest,
  plan: Plan,
  { wish, draft, above = [] }: { readonly wish: Wish; readonly draft: string; readonly above?: readonly string[] },
): DeskReply {
  const speech = inLanguage(mergeSpeech, request.language);
  const { decision, record } = plan;
  const { what, source, target } = decision;
  const line = (place: 'source' | 'target', incident: Incident): SaidLine =>
    speech.incident(
      place,
      what,
      titleIn(withoutHearsay(incident), deps.pack, request.language),
      incident.reports.length,
    );
  const severity = { before: target.before.facts.severity, after: target.after.facts.severity };
  const killed = { before: target.before.facts.killed, after: target.after.facts.killed };
  const cards = record.rows.filter(({ kind }) => kind === 'card').length;
  const reports = { source: source.after.reports.length, target: target.after.reports.length };
  const following = { reports, alerts: record.alerts.length, servers: serversOf(plan), cards, severity, killed };
  const controls: readonly Control[] = [
    { kind: 'button', does: `merge:confirm:${draft}`, label: speech.confirm[what], look: lookOf(decision) },
    { kind: 'button', does: `merge:leave:${draft}`, label: speech.leave, look: 'plain' },
  ];
  return {
    ...done([...above, speech.asks[what]].join('\n')),
    lines: [
      line('source', source.after),
      line('target', target.after),
      ...speech.follows(following),
      ...(isGraver(target) ? [speech.graver] : []),
      ...(wish.why === '' ? [] : [speech.why(wish.why)]),
    ],
    controls: [controls],
  };
}

const lookOf = ({ what }: Decision): 'main' | 'danger' => (what === 'merge' || what === 'split' ? 'danger' : 'main');

/** What was done, with what takes it back. */
export function answerDone(deps: DeskDeps, request: DeskRequest, { decision }: Plan): DeskReply {
  const speech = inLanguage(mergeSpeech, request.language);
  const { what, source, target } = decision;
  const undo: Control = { kind: 'button', does: `merge:undo:${source.after.id}`, label: speech.undo, look: 'plain' };
  const isUndoable = what === 'merge' || what === 'split';
  const shown = what === 'split' || what === 'unmerge' ? source.after : target.after;
  const controls = [...(isUndoable ? [undo] : []), ...showControls(request, shown.id, ['show', 'timeline'])];
  return {
    ...done(speech.done[what]),
    lines: [titleIn(withoutHearsay(shown), deps.pack, request.language)],
    controls: [controls.filter(isShortEnough)],
  };
}

/** The reports of an incident, to be chosen from. What a guest raised elsewhere is nobody's to see here. */
export function answerChoosing(
  deps: DeskDeps,
  request: DeskRequest,
  incident: Incident,
  { draft, wish }: { readonly draft: string; readonly wish: Wish },
): DeskReply {
  const speech = inLanguage(mergeSpeech, request.language);
  const { reports } = withoutHearsay(incident);
  const pages = Array.from({ length: Math.min(pagesMax, Math.ceil(reports.length / choicesMax)) }, (_, page) =>
    reports.slice(page * choicesMax, (page + 1) * choicesMax),
  );
  const choices = pages.map((page, at): readonly Control[] => [
    {
      kind: 'choice',
      does: `merge:choose:${at}:${draft}`,
      placeholder: speech.chooseFrom(at * choicesMax + 1, at * choicesMax + page.length),
      options: page.map((report) => ({
        label: cut(`${outletName(deps, report.outlet)}: ${cleanLine(report.title)}`, labelLengthMax),
        value: report.article,
        about: formatDay(new Date(report.publishedAt).toISOString().slice(0, 10), request.language),
        isChosen: wish.articles.includes(report.article),
      })),
      min: 0,
      max: page.length,
    },
  ]);
  const buttons: readonly Control[] = [
    {
      kind: 'button',
      does: `merge:go:${draft}`,
      label: speech.goOn,
      look: 'main',
      isDisabled: wish.articles.length === 0,
    },
    { kind: 'button', does: `merge:leave:${draft}`, label: speech.leave, look: 'plain' },
  ];
  const title = titleIn(withoutHearsay(incident), deps.pack, request.language);
  return {
    ...done(speech.choose(title)),
    lines: [speech.chosen(wish.articles.length, reports.length)],
    controls: [...choices, buttons],
  };
}

/** The articles of one page of the choice. */
export function articlesOn(incident: Incident, page: number): readonly string[] {
  const { reports } = withoutHearsay(incident);
  return reports.slice(page * choicesMax, (page + 1) * choicesMax).map(({ article }) => article);
}
