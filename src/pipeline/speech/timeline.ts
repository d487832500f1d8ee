import type { Decision, ReasonCode, SaidLine, SaidPiece } from '../../model.ts';
import type { Came } from '../incidents/timeline.ts';
import type { Spoken } from '../speech.ts';
import { type DeedSpeech, deedSpeech } from './deeds.ts';
import { said } from './said.ts';

/** What the history of an incident says. */
export interface TimelineSpeech {
  readonly headline: (page: number, pages: number) => string;
  readonly none: string;
  readonly version: (version: number) => string;
  readonly reportKinds: Readonly<Record<Decision, string>>;
  readonly recordGone: string;
  readonly changedNothing: string;
  /** A channel, and what a version had it told; null where nothing of it was seen. */
  readonly routed: (channel: SaidPiece, codes: readonly ReasonCode[], came: Came) => SaidLine | null;
  readonly posted: (channel: SaidPiece, message: SaidPiece | string | null) => SaidLine;
  readonly card: string;
  /** In the place of a card that somebody deleted. */
  readonly deleted: string;
  readonly pressed: DeedSpeech;
  readonly dropped: (count: number) => string;
}

/** What a channel is told, by the most telling of its codes. */
type Told =
  | 'posted'
  | 'pinged'
  | 'edited'
  | 'unedited'
  | 'failed'
  | 'noted'
  | 'noted-pinged'
  | 'quiet'
  | 'floor'
  | 'silenced'
  | 'digest'
  | 'closed'
  | 'deleted';

function toldBy(codes: readonly ReasonCode[], came: Came): Told | null {
  const has = (code: ReasonCode): boolean => codes.includes(code);
  if (has('silenced') && !has('edit')) return 'silenced';
  if (has('quiet-hours')) return 'quiet';
  if (has('below-floor')) return 'floor';
  if (has('digest-only')) return 'digest';
  if (has('alert-closed')) return 'closed';
  if (has('card-deleted') || came === 'deleted') return 'deleted';
  if (came === 'failed') return 'failed';
  if (came === 'waiting') return 'unedited';
  const isNoted = has('notice') && came !== 'without-notice';
  const pings = codes.some((code) => code.startsWith('ping-'));
  if (isNoted) return pings ? 'noted-pinged' : 'noted';
  if (has('edit')) return 'edited';
  if (has('nothing-visible')) return null;
  if (pings) return 'pinged';
  return codes.some((code) => code.startsWith('no-ping-')) ? 'posted' : null;
}

const english: TimelineSpeech = {
  headline: (page, pages) => `What happened, oldest first${pages > 1 ? ` (page ${page} of ${pages})` : ''}:`,
  none: 'Nothing is kept of its history.',
  version: (version) => `version ${version}`,
  reportKinds: {
    new: 'first report',
    update: 'adds to it',
    duplicate: 'repeats it',
    background: 'background',
    irrelevant: 'set aside',
  },
  recordGone: 'what it changed is no longer kept',
  changedNothing: 'changes nothing',
  routed(channel, codes, came) {
    const told = toldBy(codes, came);
    if (told === null) return null;
    const sentences: Readonly<Record<Told, SaidLine>> = {
      posted: said`${channel}: to be told, without ping`,
      pinged: said`${channel}: to be told, with ping`,
      edited: said`${channel}: card edited`,
      unedited: said`${channel}: card to be edited`,
      failed: said`${channel}: its card could not be edited`,
      noted: said`${channel}: card edited, a line in its thread`,
      'noted-pinged': said`${channel}: card edited, pinged again in its thread`,
      quiet: said`${channel}: held back for its quiet hours`,
      floor: said`${channel}: not told, its severity is lower than it asks for`,
      silenced: said`${channel}: not told, silenced`,
      digest: said`${channel}: not told, it asks for digests alone`,
      closed: said`${channel}: not told, the alert was closed`,
      deleted: said`${channel}: not told, its message was deleted`,
    };
    return sentences[told];
  },
  posted: (channel, message) => (message === null ? said`${channel}: posted` : said`${channel}: posted (${message})`),
  card: 'card',
  deleted: 'somebody deleted it since',
  pressed: deedSpeech.en,
  dropped: (count) => `${count} more reports came between; they are no longer kept one by one.`,
};

const arabic: TimelineSpeech = {
  headline: (page, pages) => `ما حدث، من الأقدم إلى الأحدث${pages > 1 ? ` (صفحة ${page} من ${pages})` : ''}:`,
  none: 'لم يعد شيء من سجلّه محفوظاً.',
  version: (version) => `النسخة ${version}`,
  reportKinds: {
    new: 'أول تقرير',
    update: 'يضيف إليه',
    duplicate: 'يكرّره',
    background: 'خلفية',
    irrelevant: 'مستبعد',
  },
  recordGone: 'ما غيّره لم يعد محفوظاً',
  changedNothing: 'لا يغيّر شيئاً',
  routed(channel, codes, came) {
    const told = toldBy(codes, came);
    if (told === null) return null;
    const sentences: Readonly<Record<Told, SaidLine>> = {
      posted: said`${channel}: يُبلَّغ بلا إشعار`,
      pinged: said`${channel}: يُبلَّغ مع إشعار`,
      edited: said`${channel}: عُدّلت البطاقة`,
      unedited: said`${channel}: ستُعدَّل البطاقة`,
      failed: said`${channel}: تعذّر تعديل البطاقة`,
      noted: said`${channel}: عُدّلت البطاقة وأُضيف سطر في سلسلتها`,
      'noted-pinged': said`${channel}: عُدّلت البطاقة وتكرّر الإشعار في سلسلتها`,
      quiet: said`${channel}: أُجّل بسبب ساعات الهدوء`,
      floor: said`${channel}: لم يُبلَّغ، فخطورته أدنى من المطلوب`,
      silenced: said`${channel}: لم يُبلَّغ به لإسكات سارٍ`,
      digest: said`${channel}: لم يُبلَّغ، إذ يطلب الموجزات وحدها`,
      closed: said`${channel}: لم يُبلَّغ، فقد أُغلق التنبيه`,
      deleted: said`${channel}: لم يُبلَّغ، فقد حُذفت رسالته`,
    };
    return sentences[told];
  },
  posted: (channel, message) => (message === null ? said`${channel}: نُشر` : said`${channel}: نُشر (${message})`),
  card: 'البطاقة',
  deleted: 'حُذفت بعدها',
  pressed: deedSpeech.ar,
  dropped: (count) => `تقارير أخرى بينها لم تعد محفوظة منفردة: ${count}.`,
};

export const timelineSpeech: Spoken<TimelineSpeech> = { en: english, ar: arabic };
