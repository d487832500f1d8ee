import type { Desk, DeskReply } from '../../../src/ports.ts';

export interface RecordedDesk extends Desk {
  readonly calls: { readonly what: string; readonly request: unknown }[];
}

/** A desk that notes what it is asked and says what the test wants. */
export function recordDesk(
  reply: (what: string) => DeskReply | Promise<DeskReply> = (what) => ({ ok: true, text: `done: ${what}` }),
): RecordedDesk {
  const calls: RecordedDesk['calls'] = [];
  const noting = (what: string) => async (request: unknown) => {
    calls.push({ what, request });
    return reply(what);
  };
  const offering = (what: string) => async (request: unknown, typed: string) => {
    calls.push({ what, request });
    return Array.from({ length: 40 }, (_, at) => ({
      name: `${typed} ${at} ${'n'.repeat(120)}`,
      value: `${what}-${at}`,
    }));
  };
  return {
    calls,
    press: noting('press'),
    setup: noting('setup'),
    subscribe: noting('subscribe'),
    unsubscribe: noting('unsubscribe'),
    listSubscriptions: noting('subscriptions'),
    watch: noting('watch'),
    keyword: noting('keyword'),
    listIncidents: noting('list'),
    showIncident: noting('show'),
    timeline: noting('timeline'),
    exportIncidents: noting('export'),
    raiseIncident: noting('raise'),
    regroup: noting('regroup'),
    why: noting('why'),
    onCall: noting('on-call'),
    rota: noting('rota'),
    escalation: noting('escalation'),
    feeds: noting('feeds'),
    lessons: noting('lessons'),
    silence: noting('silence'),
    handover: noting('handover'),
    status: noting('status'),
    stats: noting('stats'),
    control: noting('control'),
    form: noting('form'),
    submit: noting('submit'),
    completeIncident: offering('incident'),
    completeMerged: offering('merged'),
    completeWatch: offering('watch'),
    completeKeyword: offering('keyword'),
    completeFeed: offering('feed'),
    completeLesson: offering('lesson'),
    completeSilence: offering('silence'),
    completeOutlet: offering('outlet'),
    completeRota: offering('rota'),
    completePolicy: offering('policy'),
    completeShift: offering('shift'),
    completeOverride: offering('override'),
    completeTimeZone: offering('time-zone'),
    completeEntry: (request, kind, typed) => offering(kind)(request, typed),
  };
}
