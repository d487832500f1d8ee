import type { PageTarget, SaidLine } from '../../model.ts';
import type { CallTold } from '../incidents/call.ts';
import { cleanLine, cut } from '../render/clean.ts';
import type { Spoken } from '../speech.ts';
import { said } from './said.ts';

/** Whom a policy called, or why nobody was called, as a sentence of an incident's history. */
export type CallSpeech = (call: CallTold) => SaidLine;

type Ways = Readonly<Record<PageTarget['kind'], string>>;

const nameLengthMax = 100;
const shown = (name: string): string => cut(cleanLine(name), nameLengthMax);

export const callSpeech: Spoken<CallSpeech> = { en: english, ar: arabic };

const englishWays: Ways = {
  thread: 'in the thread',
  channel: 'in the channel',
  direct: 'by direct message',
  webhook: 'by webhook',
  operators: 'in the operators’ channel',
};

function english(call: CallTold): SaidLine {
  switch (call.is) {
    case 'person': {
      const rota = call.rota === null ? '' : `, on call in ${shown(call.rota)}`;
      return `called: ${shown(call.person)}${rota}, ${englishWays[call.way]}`;
    }
    case 'role':
      return said`called: role ${{ kind: 'role', role: call.role }}, ${englishWays[call.way]}`;
    case 'webhook':
      return `called: webhook ${shown(call.webhook)}`;
    case 'begun':
      return `escalation: policy ${shown(call.policy)} begins`;
    case 'gone-on':
      return `escalation: policy ${shown(call.policy)} goes on: the clock was put back`;
    case 'gone':
      return `escalation: policy ${shown(call.policy)} does not exist any more`;
    case 'unanswered':
      return `escalation: nobody answered policy ${shown(call.policy)}: the operators’ channel was told`;
    case 'off-hours':
      return `escalation: step ${call.step} is outside its hours`;
    case 'nobody':
      return `escalation: nobody is on call in rota ${shown(call.rota)}`;
  }
}

const arabicWays: Ways = {
  thread: 'في السلسلة',
  channel: 'في القناة',
  direct: 'برسالة خاصة',
  webhook: 'عبر webhook',
  operators: 'في قناة المشغّلين',
};

function arabic(call: CallTold): SaidLine {
  switch (call.is) {
    case 'person': {
      const rota = call.rota === null ? '' : `، المناوب في «${shown(call.rota)}»`;
      return `استدعاء: ${shown(call.person)}${rota}، ${arabicWays[call.way]}`;
    }
    case 'role':
      return said`استدعاء: الدور ${{ kind: 'role', role: call.role }}، ${arabicWays[call.way]}`;
    case 'webhook':
      return `استدعاء: webhook «${shown(call.webhook)}»`;
    case 'begun':
      return `تصعيد: بدأت السياسة «${shown(call.policy)}»`;
    case 'gone-on':
      return `تصعيد: تستمر السياسة «${shown(call.policy)}» بعد إرجاع الساعة إلى الوراء`;
    case 'gone':
      return `تصعيد: لم تعد السياسة «${shown(call.policy)}» موجودة`;
    case 'unanswered':
      return `تصعيد: لم يستجب أحد للسياسة «${shown(call.policy)}»، فأُبلغت قناة المشغّلين`;
    case 'off-hours':
      return `تصعيد: الخطوة ${call.step} خارج ساعاتها`;
    case 'nobody':
      return `تصعيد: لا أحد في المناوبة في «${shown(call.rota)}»`;
  }
}
