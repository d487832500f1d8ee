import type { Desk } from '../ports.ts';
import { alertControls } from './desk/alert/area.ts';
import { openCatalogue } from './desk/catalogue.ts';
import { completions } from './desk/complete.ts';
import { controls } from './desk/controls.ts';
import type { DeskGiven } from './desk/deps.ts';
import { exportsIncidents } from './desk/export.ts';
import { steersFeeds } from './desk/feeds.ts';
import { handsOver } from './desk/handover.ts';
import { shows } from './desk/incident.ts';
import { incidentControls } from './desk/incident-area.ts';
import { lists } from './desk/incidents.ts';
import { handlesKeywords } from './desk/keywords.ts';
import { completeLesson, handlesLessons, lessonControls } from './desk/lessons.ts';
import { mergeControls, regroups } from './desk/merge.ts';
import { onCallCompletions } from './desk/on-call/complete.ts';
import { handlesOnCall, onCallControls } from './desk/on-call.ts';
import { presses } from './desk/press.ts';
import { raises } from './desk/raise.ts';
import { handlesPolicies, handlesRotas, rotaControls } from './desk/rotas.ts';
import { setsUp, setupControls } from './desk/setup.ts';
import { handlesSilences, silenceControls } from './desk/silences.ts';
import { reckons } from './desk/stats.ts';
import { reports } from './desk/status.ts';
import { listsSubscriptions } from './desk/subscriptions/list.ts';
import { subscribes, subscriptionControls, unsubscribes } from './desk/subscriptions.ts';
import { tellsTimeline } from './desk/timeline.ts';
import { inTurn, oneEach, oneOfAll } from './desk/turns.ts';
import { handlesWatches, watchControls } from './desk/watches.ts';
import { explains } from './desk/why.ts';
import { whyControls } from './desk/why-area.ts';

export type { DeskGiven } from './desk/deps.ts';

/** Each trial reads some megabytes and works on the thread that answers everybody: few at a time, few in line. */
const tryingMax = { serversMax: 8, inLineMax: 4 };
/** Judging takes up to a tenth of a second of that thread. */
const explainingMax = { serversMax: 50, inLineMax: 10 };
/** Figures of half a year read some thousand alerts, and a chart is painted. */
const reckoningMax = { serversMax: 30, inLineMax: 2 };
/** An export takes some seconds, and is to be answered within the quarter of an hour that an interaction lasts. */
const exportingMax = { serversMax: 30, inLineMax: 1 };

/**
 * What people may ask and do, whatever the messenger. Each server sees and changes its own alerts, watches and
 * subscriptions alone; the presser's role is checked on every change.
 */
export function createDesk(given: DeskGiven): Desk {
  const catalogue = openCatalogue(given.store, given.pack, given.realClock);
  const deps = { ...given, catalogue, subscribing: inTurn() };
  const trying = { ...deps, turns: oneEach(tryingMax) };
  const explaining = { ...deps, turns: oneOfAll(explainingMax) };
  const reckoning = { ...deps, turns: oneOfAll(reckoningMax) };
  const exporting = { ...deps, turns: oneOfAll(exportingMax) };
  const press = presses(deps);
  return {
    press,
    setup: setsUp(deps),
    subscribe: subscribes(deps),
    unsubscribe: unsubscribes(deps),
    listSubscriptions: listsSubscriptions(deps),
    watch: handlesWatches(trying),
    keyword: handlesKeywords(trying),
    listIncidents: lists(deps),
    showIncident: shows(deps),
    timeline: tellsTimeline(deps),
    exportIncidents: exportsIncidents(exporting),
    raiseIncident: raises(deps),
    regroup: regroups(deps),
    why: explains(explaining),
    onCall: handlesOnCall(deps),
    rota: handlesRotas(deps),
    escalation: handlesPolicies(deps),
    feeds: steersFeeds(deps),
    lessons: handlesLessons(deps),
    completeLesson: (request, typed) => completeLesson(deps, request, typed),
    silence: handlesSilences(deps),
    handover: handsOver(deps),
    status: reports(deps),
    stats: reckons(reckoning),
    ...completions(deps),
    ...onCallCompletions(deps),
    ...controls({
      alert: alertControls(deps, press),
      incidents: incidentControls(deps),
      lessons: lessonControls(deps),
      oncall: onCallControls(deps),
      rotas: rotaControls(deps),
      merge: mergeControls(deps),
      setup: setupControls(deps),
      silences: silenceControls(deps),
      subscriptions: subscriptionControls(deps),
      watches: watchControls(trying),
      why: whyControls(explaining),
    }),
  };
}
