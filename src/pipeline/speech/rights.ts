import type { Spoken } from '../speech.ts';

/** Why somebody may not do what he asked for. */
export interface RightsSpeech {
  readonly respondersOnly: string;
  readonly managersOfMessagesOnly: string;
  readonly managersOfServerOnly: string;
}

export const rightsSpeech: Spoken<RightsSpeech> = {
  en: {
    respondersOnly: 'Only responders can do this. Ask whoever manages this server for a responder role.',
    managersOfMessagesOnly: 'Only those who may manage messages here can do this: no responder role is set.',
    managersOfServerOnly: 'Only those who may manage this server can do this.',
  },
  ar: {
    respondersOnly: 'هذا متاح للمستجيبين فقط. اطلب دور مستجيب ممن يدير هذا الخادم.',
    managersOfMessagesOnly: 'هذا متاح فقط لمن يملك صلاحية إدارة الرسائل هنا، إذ لم يُحدَّد دور للمستجيبين.',
    managersOfServerOnly: 'هذا متاح فقط لمن يملك صلاحية إدارة هذا الخادم.',
  },
};
