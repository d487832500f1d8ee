import type { Pack, Role } from '../../model.ts';
import { cut } from '../render/clean.ts';
import { deedName } from '../render/deeds.ts';
import { words } from '../render/words.ts';
import { partInArabic, verdictsInArabic } from '../speech/why-arabic.ts';
import { packNames } from '../summarise/names.ts';
import type { Explanation } from '../why.ts';
import type { ExplainedCandidate, ExplainedShare } from './candidates.ts';
import type { Otherwise } from './change.ts';
import type { ExplainedFact } from './facts.ts';
import type { ReadSentence } from './reading.ts';
import { featureIn, tellIn } from './reasons.ts';
import type { ExplainedWatch } from './told.ts';
import { candidatesWritten, quotedLengthMax, reasonLine, sharesWritten, signed } from './write.ts';

/** The lines of each part of an explanation in Arabic, by the headings of `writeExplanation`; parts that have none stay as they are. */
export function linesInArabic(explained: Explanation, pack: Pack): ReadonlyMap<string, readonly string[]> {
  const { read, facts, relevance, severity, candidates, compared, watches, verdict, otherwise } = explained;
  const graded = severity === null ? [] : [`${words.ar.severity[severity.is]}: ${tellIn(severity.reason, 'ar').text}`];
  return new Map<string, readonly string[]>([
    ['What was found in its first sentences', readLines(read)],
    ['Facts', facts.length === 0 ? ['لا شيء'] : facts.map((fact) => factInArabic(fact, pack))],
    ['Relevance', [relevanceWords[relevance.is], ...relevance.reasons.map((reason) => tellIn(reason, 'ar').text)]],
    ['Severity', graded],
    ['Severity, were it an incident', graded],
    [`Incidents compared: ${compared}`, candidates.slice(0, candidatesWritten).flatMap(candidateLines)],
    ['Verdict', verdictLines(verdict)],
    ['Watches', watches.length === 0 ? ['لم يُضبط أي رصد'] : watches.map(watchLine)],
    ['What would have changed the verdict', otherwiseLines(otherwise)],
  ]);
}

/** A fact and the sentence it rests on, which stays in its own language. */
export function factInArabic(fact: ExplainedFact, pack: Pack): string {
  const told = `${factNames[fact.fact]}: ${factText(fact, pack)}`;
  return fact.sentence === null ? told : `${told} – ${quoted(fact.sentence)}`;
}

const factNames: Readonly<Record<ExplainedFact['fact'], string>> = {
  event: 'الحدث',
  development: 'التطور',
  place: 'المكان',
  day: 'اليوم',
  actor: 'الطرف',
  killed: 'القتلى',
  wounded: 'الجرحى',
  weapon: 'السلاح',
  stage: 'المرحلة',
  relevance: 'الصلة',
};
const roles: Readonly<Record<Role, string>> = {
  agent: 'الفاعل',
  target: 'المستهدَف',
  speaker: 'المتكلم',
  claimant: 'المتبنّي',
  accused: 'المتهَم',
  accuser: 'موجِّه الاتهام',
  denier: 'النافي',
};
const stages: Readonly<Record<string, string>> = { attempted: 'محاولة لم تكتمل', threatened: 'تهديد' };
const relevanceWords = {
  event: 'ينقل حدثاً من المرصود.',
  background: 'خلفية: لا ينقل حدثاً جديداً.',
  'off-topic': 'خارج الموضوع.',
} as const;

const quoted = (text: string): string => `«${cut(text, quotedLengthMax)}»`;
const placeOf = (index: number): string => (index === 0 ? 'العنوان' : `الجملة ${index}`);

function factText({ fact, value, text }: ExplainedFact, pack: Pack): string {
  const names = packNames(pack);
  const named = (name: string): string => names.translations()[name]?.ar ?? name;
  switch (fact) {
    case 'event': {
      const type = pack.eventTypes.find(({ id }) => id === value);
      return type === undefined ? text : deedName(type.subEvent, 'ar');
    }
    case 'place':
      return named(names.place(value)?.label ?? text);
    case 'actor': {
      const role = Object.entries(roles).find(([id]) => text.endsWith(`(${id})`));
      return role === undefined ? named(names.actor(value)) : `${named(names.actor(value))} (${role[1]})`;
    }
    case 'killed':
    case 'wounded':
      return value;
    case 'stage':
      return stages[value] ?? text;
    case 'development':
      return Object.entries(words.ar.change).find(([what]) => what === value)?.[1] ?? value;
    default:
      return text;
  }
}

function readLines(read: readonly ReadSentence[]): readonly string[] {
  const lines = read.flatMap(({ triggers, history }, index) => [
    ...triggers.map(({ words: phrase, reports, isHistory }) => {
      return `${placeOf(index)}: ${quoted(phrase)} تنقل حدثاً من نوع ${reports}${isHistory ? '، على أنه من الماضي' : ''}`;
    }),
    ...history.map((stretch) => `${placeOf(index)}: ${quoted(stretch)} من الماضي`),
  ]);
  if (read.some(({ triggers }) => triggers.length > 0)) return lines;
  return [...lines, 'لا عبارة في العنوان والجمل الأولى تنقل حدثاً'];
}

function candidateLines(candidate: ExplainedCandidate): readonly string[] {
  const { incident, title, days, place, known, score, needed, ruledOut, spokeFor, spokeAgainst } = candidate;
  const when = days.from === days.to ? days.from : `من ${days.from} إلى ${days.to}`;
  const where = [when, ...(place === null ? [] : [place]), ...(known ? ['مسجّل'] : [])].join('، ');
  const outcome = ruledOut ? 'استبعدته وقائعه ولم تُقارن الألفاظ' : `والمطلوب ${needed.toFixed(1)}`;
  return [
    `${incident} ${quoted(title)} (${where}): النتيجة ${score.toFixed(1)}، ${outcome}`,
    `  له: ${sharesOf(spokeFor)}`,
    `  عليه: ${sharesOf(spokeAgainst)}`,
  ];
}

function sharesOf(shares: readonly ExplainedShare[]): string {
  if (shares.length === 0) return 'لا شيء';
  const named = shares
    .slice(0, sharesWritten)
    .map(({ feature, points }) => `${featureIn(feature, 'ar')} ${signed(points)}`);
  const more = shares.length - named.length;
  return [...named, ...(more > 0 ? [`و${more} أخرى`] : [])].join('؛ ');
}

function verdictLines({ decision, incident, title, reasons }: Explanation['verdict']): readonly string[] {
  const about = incident === null || title === null ? [] : [`${incident} ${quoted(title)}`];
  return [verdictsInArabic[decision], ...about, ...reasons.map((reason) => reasonLine(tellIn(reason, 'ar')))];
}

function watchLine({ name, satisfied, reasons, missing, channels, tooLowFor }: ExplainedWatch): string {
  if (!satisfied)
    return `${name}: لم يُستوفَ${missing.length === 0 ? '' : `، ينقصه: ${missing.map(partInArabic).join('، ')}`}`;
  const why = reasons.map((reason) => tellIn(reason, 'ar').text).join('؛ ');
  const told = channels.length === 0 ? 'لا قناة تُبلَّغ' : `القنوات: ${channels.map(({ channel }) => channel).join('، ')}`;
  const low = tooLowFor.length === 0 ? '' : `؛ خطورته أدنى مما تطلبه: ${tooLowFor.join('، ')}`;
  return `${name}: استُوفي${why === '' ? '' : `، ${why}`}؛ ${told}${low}`;
}

function otherwiseLines(otherwise: readonly Otherwise[]): readonly string[] {
  if (otherwise.length === 0) return ['لا شيء مما جُرّب: لا واقعة ولا لفظ ولا نتيجة تحسمه وحدها'];
  return otherwise.map((each) => `${conditionOf(each)} ${outcomeOf(each)}.`);
}

function conditionOf({ change }: Otherwise): string {
  switch (change.kind) {
    case 'score':
      return `لو كانت النتيجة ${change.side === 'above' ? 'لا تقل عن' : 'أدنى من'} ${scoreOf(change.score)} أمام ${change.incident}`;
    case 'feature':
      return `لولا «${featureIn(change.feature, 'ar')}» أمام ${change.incident}`;
    case 'not-told':
      return `لو لم يسبق نقل ${change.incident}`;
    case 'words':
      return `لولا ${quoted(change.words)} في ${placeOf(change.sentence)}`;
    case 'reporting-nothing':
      return 'لولا كل عبارة تنقل حدثاً';
    case 'sentence':
      return `لولا الجملة ${change.sentence}`;
    case 'read-as-event':
      return 'لو نقل حدثه على أنه قريب';
    case 'untaught':
      return 'لو لم يُعلِّم المحللون شيئاً';
    case 'published':
      return `لو نُشر في ${new Date(change.at).toISOString().slice(0, 10)}`;
  }
}

/** Without the sign of a zero. */
const scoreOf = (score: number): string => score.toFixed(1).replace(/^-(?=0\.0$)/u, '');

function outcomeOf({ decision, incident }: Otherwise): string {
  switch (decision) {
    case 'new':
      return 'لكان جديداً، حادثاً قائماً بذاته';
    case 'update':
      return `لكان تحديثاً للحادث ${incident}`;
    case 'duplicate':
      return `لكان تكراراً للحادث ${incident}`;
    case 'background':
      return 'لكان خلفية';
    case 'irrelevant':
      return 'لكان خارج الموضوع';
  }
}
