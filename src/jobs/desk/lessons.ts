import type { Label, Language, SaidLine } from '../../model.ts';
import { weightOf } from '../../pipeline/lesson.ts';
import { cut } from '../../pipeline/render/clean.ts';
import { type LessonsSpeech, lessonsSpeech } from '../../pipeline/speech/lessons.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Choice, Control, Desk, DeskReply, DeskRequest, HeldBackCount, ReplyPart } from '../../ports.ts';
import { pick } from './complete.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, done, entryOf, noteRefusal, refused, whyNoResponder } from './deps.ts';

const lessonsPerPage = 8;
const lessonsRead = 1_000;
const titleLengthMax = 90;
const phraseLengthMax = 160;

/**
 * Makes the answer to `/lesson`: what the operators' analysts taught the matching, what each lesson held back, and a way to
 * take it back. The matching is shared, so that responders of the operators' server alone see and change it.
 */
export function handlesLessons(deps: DeskDeps): Desk['lessons'] {
  return async (request) => {
    const { change, lesson } = request;
    const problem = await whyNotTaught(deps, request, `lesson ${change} ${lesson ?? ''}`.trim());
    if (problem !== null) return refused(problem);
    if (change === 'list') return list(deps, request, 1);
    const id = (lesson ?? '').trim();
    return id === '' ? refused(inLanguage(lessonsSpeech, request.language).nameALesson) : revoke(deps, request, id);
  };
}

/** What stands below the list: its pages, and lessons to take back. */
export function lessonControls(deps: DeskDeps): Controls {
  return {
    async control(request) {
      const [, verb = '', page = ''] = request.does.split(':');
      const problem = await whyNotTaught(deps, request, request.does);
      if (problem !== null) return refused(problem);
      if (verb === 'page') return list(deps, request, Number(page) || 1);
      return revoke(deps, request, request.values[0] ?? '');
    },
  };
}

/** The lessons that hold, by their titles. */
export async function completeLesson(deps: DeskDeps, request: DeskRequest, typed: string): Promise<readonly Choice[]> {
  if (!isOperators(deps, request)) return [];
  const speech = inLanguage(lessonsSpeech, request.language);
  const shown = await Promise.all(
    (await holding(deps)).slice(0, choicesRead).map(async (label) => {
      return { name: await titleOf(deps, label, speech), value: label.id };
    }),
  );
  return pick(shown, typed);
}
const choicesRead = 50;

const isOperators = ({ filedServers }: DeskDeps, { server }: DeskRequest): boolean =>
  filedServers.some(({ id, operators }) => id === server && operators);

async function whyNotTaught(deps: DeskDeps, request: DeskRequest, asked: string): Promise<string | null> {
  const { operatorsOnly } = inLanguage(lessonsSpeech, request.language);
  if (!isOperators(deps, request)) return noteRefusal(deps, request, asked, operatorsOnly);
  return whyNoResponder(deps, request, asked);
}

/** Those that teach and hold, the newest first. */
async function holding({ store }: DeskDeps): Promise<readonly Label[]> {
  const labels = await store.labels(lessonsRead);
  return labels.filter(({ isTeaching, revokedAt }) => isTeaching && revokedAt === null);
}

async function list(deps: DeskDeps, request: DeskRequest, asked: number): Promise<DeskReply> {
  const speech = inLanguage(lessonsSpeech, request.language);
  const labels = await holding(deps);
  if (labels.length === 0) return done(speech.none);
  const pages = Math.ceil(labels.length / lessonsPerPage);
  const page = Math.min(Math.max(1, Math.trunc(asked)), pages);
  const shown = labels.slice((page - 1) * lessonsPerPage, page * lessonsPerPage);
  const held = await deps.store.heldBackBy(shown.map(({ id }) => id));
  const parts = await Promise.all(shown.map((label) => partOf(deps, label, held.get(label.id), request.language)));
  const options = shown.map(({ id }, at) => ({ label: cut(parts[at]?.heading ?? id, optionLengthMax), value: id }));
  return { ...done(speech.holding(labels.length)), parts, controls: controlsOf(speech, options, { page, pages }) };
}
const optionLengthMax = 100; // Discord: an option's label

async function partOf(
  deps: DeskDeps,
  label: Label,
  held: HeldBackCount | undefined,
  language: Language,
): Promise<ReplyPart> {
  const speech = inLanguage(lessonsSpeech, language);
  const [example] = label.examples;
  const lines: readonly SaidLine[] = [
    speech.given(label.by.name, { kind: 'moment', at: label.at }),
    ...(example === undefined ? [] : [speech.rests(outletsOf(deps, label), cut(example.phrase, phraseLengthMax))]),
    label.says.what === 'false-alarm' ? await heldLine(deps, held, speech) : speech.onPairs,
    ...fadingLine(deps, label, speech),
  ];
  return { heading: await titleOf(deps, label, speech), lines };
}

async function heldLine({ store }: DeskDeps, held: HeldBackCount | undefined, speech: LessonsSpeech): Promise<string> {
  if (held === undefined || held.count === 0) return speech.heldNothing();
  const last = held.last === null ? null : await store.articleRecord(held.last);
  return speech.held(held.count, last === null ? null : cut(last.article.title, titleLengthMax));
}

function fadingLine({ clock }: DeskDeps, label: Label, speech: LessonsSpeech): readonly string[] {
  const percent = Math.round(100 * weightOf(label, clock.now()));
  return percent === 100 ? [] : [speech.fades(percent === 0 ? null : percent)];
}

function outletsOf({ pack }: DeskDeps, { examples }: Label): string {
  const names = new Set(examples.map(({ outlet }) => pack.outlets.find(({ id }) => id === outlet)?.name ?? outlet));
  return [...names].join(', ');
}

async function titleOf(
  { store }: DeskDeps,
  { incident, says, examples }: Label,
  speech: LessonsSpeech,
): Promise<string> {
  const other = says.what === 'false-alarm' ? null : says.incident;
  const [own, beside] = await Promise.all([store.incident(incident), other === null ? null : store.incident(other)]);
  const title = cut(own?.facts.title ?? examples[0]?.phrase ?? incident, titleLengthMax);
  if (says.what === 'false-alarm') return speech.falseAlarm(title, says.reason);
  return speech[says.what](title, cut(beside?.facts.title ?? says.incident, titleLengthMax));
}

function controlsOf(
  speech: LessonsSpeech,
  options: readonly { readonly label: string; readonly value: string }[],
  { page, pages }: { readonly page: number; readonly pages: number },
): readonly (readonly Control[])[] {
  const turn = (to: number, label: string): Control => {
    return { kind: 'button', does: `lessons:page:${to}`, label, look: 'plain', isDisabled: to < 1 || to > pages };
  };
  const choice: Control = {
    kind: 'choice',
    does: 'lessons:revoke',
    placeholder: speech.choose,
    options,
    min: 1,
    max: 1,
  };
  const turns = [turn(page - 1, speech.newer), turn(page + 1, speech.older)];
  return pages === 1 ? [[choice]] : [[choice], turns];
}

async function revoke(deps: DeskDeps, request: DeskRequest, id: string): Promise<DeskReply> {
  const speech = inLanguage(lessonsSpeech, request.language);
  const label = (await holding(deps)).find((each) => each.id === id);
  if (label === undefined) return refused(speech.noSuch(cut(id, titleLengthMax)));
  const title = await titleOf(deps, label, speech);
  const entry = { ...entryOf(deps, request, 'lesson-revoke', `${id}: ${title}`), incident: label.incident };
  const isRevoked = await deps.store.revokeLabel(id, deps.clock.now(), entry);
  return isRevoked ? done(speech.revoked(title)) : refused(speech.noSuch(id));
}
