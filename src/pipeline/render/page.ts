import type { Action, Alert, Language, MessagePlace, Page, PageSays, SaidLine, Summary } from '../../model.ts';
import { joined } from '../speech/said.ts';
import { severitySigns, stateSigns } from './card.ts';
import { cleanLine, cut } from './clean.ts';
import { factualTitle } from './describe.ts';
import { noticeWords } from './notice-words.ts';
import { type PageWords, pageWords } from './page-words.ts';
import { words } from './words.ts';

/** A page and what it speaks of, by the names that its readers know. */
export interface PageTold {
  readonly page: Page;
  readonly language: Language;
  readonly summary: Summary;
  /** The policy and the rota that it speaks of; null where it speaks of none. */
  readonly policy: string | null;
  readonly rota: string | null;
  /** The card to press on, on the page's server; null where none stands. */
  readonly card: MessagePlace | null;
  /** Why it is told here and not to its person directly. */
  readonly aside: 'takes-no-direct' | 'no-member' | null;
  /** The name of a place or actor in the page's language. */
  readonly nameOf: (id: string) => string;
}

export interface RenderedPage {
  readonly lines: readonly SaidLine[];
  readonly buttons: readonly { readonly action: Action; readonly label: string }[];
}

const noteLengthMax = 1000;
const actorsMax = 8;

/** What happened, why somebody is called for it, and what is to be done. Plain text; the messenger escapes it. */
export function renderPage(told: PageTold): RenderedPage {
  const { page, language } = told;
  const buttons = actionsOf(page.says);
  return {
    lines: [headline(told), ...reasons(told), ...asides(told), ...whatToDo(told)],
    buttons: buttons.map((action) => ({ action, label: words[language].action[action] })),
  };
}

/** The same once nobody needs to be called any more: it says first who took it. */
export function renderEndedPage(told: PageTold, alert: Alert): RenderedPage {
  const said = pageWords[told.language];
  const state = said.state(words[told.language].state[alert.state], nameOf(alert.changedBy));
  const sign = alert.state === 'open' ? '↻' : stateSigns[alert.state];
  const ended = joined([`${sign} ${state} · `, { kind: 'elapsed', at: alert.changedAt }]);
  return { lines: [ended, headline(told), said.nothingToDo, ...cardLine(told)], buttons: [] };
}

/** How long, in the largest unit that fits: "12 minutes", "3 hours". */
export function spanIn(spanMs: number, language: Language): string {
  const minutes = Math.max(1, Math.floor(spanMs / 60_000));
  const [value, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2_880
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1_440), 'day'];
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  const said = new Intl.NumberFormat(`${language}-u-nu-latn`, style).format(value);
  // Every sentence has it behind "since", where Arabic says two of something otherwise than the library does.
  return language === 'ar' ? said.replace(/ان$/u, 'ين') : said;
}

function headline({ summary, language }: PageTold): string {
  const title = cleanLine(factualTitle(summary, language));
  return `${severitySigns[summary.severity]} ${words[language].severity[summary.severity]} · ${title}`;
}

function reasons(told: PageTold): readonly SaidLine[] {
  const { page, language } = told;
  const said = pageWords[language];
  const { says } = page;
  switch (says.what) {
    case 'escalation':
      return [
        ...waited(says.waitedMs, language),
        ...(told.rota === null ? [] : [said.onCall(told.rota)]),
        said.step(told.policy ?? says.policy, says.step + 1, says.round + 1),
      ];
    case 'unanswered':
      return [said.unanswered(told.policy ?? says.policy, says.rounds, spanIn(says.waitedMs, language))];
    case 'nobody-on-call':
      return nobodyOnCall(says, told);
    case 'reminder':
      return reminder(says, said);
    case 'lapsed':
      return [said.lapsed(nameOf(says.by))];
    case 'snooze-ended':
      return [said.snoozeEnded(nameOf(says.by))];
    case 'worsened':
      return worsened(says, told);
    case 'reported-again':
      return [said.reportedAgain];
    case 'state':
      return [said.state(words[language].state[says.state], nameOf(says.by))];
    case 'released':
      return [said.released(says.by.name, says.had.name)];
    case 'quiet':
      return [said.quiet(spanIn(says.quietMs, language))];
    case 'assigned':
      return [says.by.id === says.to.id ? said.assignedSelf(says.by.name) : said.assigned(says.by.name, says.to.name)];
    case 'note':
      return [`${said.note(says.by.name)}${cut(cleanLine(says.text), noteLengthMax)}`];
    default:
      return [`${said.other[says.what](nameOf(says.by))}${cleanLine(says.title)}`];
  }
}

function waited(waitedMs: number, language: Language): readonly SaidLine[] {
  const { untouched, untouchedFor } = pageWords[language];
  return [waitedMs < 60_000 ? untouched : untouchedFor(spanIn(waitedMs, language))];
}

type Saying<What extends PageSays['what']> = Extract<PageSays, { readonly what: What }>;

function nobodyOnCall({ policy, comesAt }: Saying<'nobody-on-call'>, told: PageTold): readonly SaidLine[] {
  const said = pageWords[told.language];
  const nobody = said.nobodyOnCall(told.policy ?? policy);
  return comesAt === null ? [nobody] : [nobody, joined([`${said.comesOn} `, { kind: 'elapsed', at: comesAt }, '.'])];
}

function reminder({ by, since, lapsesAt }: Saying<'reminder'>, said: PageWords): readonly SaidLine[] {
  const asked = joined([`${said.reminder(by.name)} `, { kind: 'elapsed', at: since }, '.']);
  return lapsesAt === null ? [asked] : [asked, joined([`${said.lapses} `, { kind: 'elapsed', at: lapsesAt }, '.'])];
}

function worsened({ worse, by }: Saying<'worsened'>, { language, nameOf: known }: PageTold): readonly SaidLine[] {
  const said = pageWords[language];
  const named = (id: string): string => cleanLine(known(id));
  const { severity } = words[language];
  const { arrow, separator } = noticeWords[language];
  const parts = [
    ...(worse.severity === null
      ? []
      : [`${severity[worse.severity.before]} ${arrow} ${severity[worse.severity.after]}`]),
    ...(worse.place === null ? [] : [`${said.place}: ${named(worse.place)}`]),
    ...(worse.actors.length === 0
      ? []
      : [`${said.actors}: ${worse.actors.slice(0, actorsMax).map(named).join(words[language].comma)}`]),
  ];
  const what = parts.length === 0 ? `${said.worsened}.` : `${said.worsened}: ${parts.join(separator)}`;
  return by === null ? [what] : [what, said.hadTaken(by.name)];
}

function asides({ aside, language }: PageTold): readonly SaidLine[] {
  if (aside === null) return [];
  const said = pageWords[language];
  return [aside === 'no-member' ? said.isNoMember : said.takesNoDirect];
}

function whatToDo(told: PageTold): readonly SaidLine[] {
  const { pressHere } = pageWords[told.language];
  if (!actionsOf(told.page.says).includes('acknowledge')) return cardLine(told);
  return told.card === null ? [pressHere] : [joined([...linkTo(told), ` · ${pressHere}`])];
}

function cardLine(told: PageTold): readonly SaidLine[] {
  return told.card === null ? [] : [linkTo(told)];
}

function linkTo({ card, language }: PageTold): Exclude<SaidLine, string> {
  if (card === null) return [];
  const { server, channel, id: message } = card;
  return [{ kind: 'message', text: pageWords[language].card, server, channel, message }];
}

const nameOf = (who: { readonly name: string } | null): string | null => who?.name ?? null;

/** What is asked of whoever is called. */
function actionsOf({ what }: PageSays): readonly Action[] {
  switch (what) {
    case 'escalation':
    case 'unanswered':
    case 'nobody-on-call':
    case 'lapsed':
    case 'snooze-ended':
    case 'worsened':
    case 'reported-again':
      return ['acknowledge'];
    case 'reminder':
      return ['confirm', 'unacknowledge'];
    default:
      return [];
  }
}
