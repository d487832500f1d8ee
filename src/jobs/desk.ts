import type { Desk } from '../ports.ts';
import { openCatalogue } from './desk/catalogue.ts';
import { completions } from './desk/complete.ts';
import { controls } from './desk/controls.ts';
import type { DeskDeps } from './desk/deps.ts';
import { exportsIncidents } from './desk/export.ts';
import { steersFeeds } from './desk/feeds.ts';
import { shows } from './desk/incident.ts';
import { incidentControls } from './desk/incident-area.ts';
import { lists } from './desk/incidents.ts';
import { handlesKeywords } from './desk/keywords.ts';
import { presses } from './desk/press.ts';
import { raises } from './desk/raise.ts';
import { setsUp, setupControls } from './desk/setup.ts';
import { reports } from './desk/status.ts';
import { listsSubscriptions } from './desk/subscriptions/list.ts';
import { subscribes, subscriptionControls, unsubscribes } from './desk/subscriptions.ts';
import { tellsTimeline } from './desk/timeline.ts';
import { oneEach } from './desk/watches/turns.ts';
import { handlesWatches, watchControls } from './desk/watches.ts';
import { explains, openLine } from './desk/why.ts';
import { whyControls } from './desk/why-area.ts';

export type { DeskDeps } from './desk/deps.ts';

/**
 * What people may ask and do, whatever the messenger. Each server sees and changes its own alerts, watches and
 * subscriptions alone; the presser's role is checked on every change.
 */
export function createDesk(given: DeskDeps): Desk {
  const line = openLine();
  const deps = { ...given, catalogue: openCatalogue(given.store, given.pack, given.realClock) };
  const trying = { ...deps, turns: oneEach() };
  return {
    press: presses(deps),
    setup: setsUp(deps),
    subscribe: subscribes(deps),
    unsubscribe: unsubscribes(deps),
    listSubscriptions: listsSubscriptions(deps),
    watch: handlesWatches(trying),
    keyword: handlesKeywords(trying),
    listIncidents: lists(deps),
    showIncident: shows(deps),
    timeline: tellsTimeline(deps),
    exportIncidents: exportsIncidents(deps),
    raiseIncident: raises(deps),
    why: explains(deps, line),
    feeds: steersFeeds(deps),
    status: reports(deps),
    ...completions(deps),
    ...controls({
      incidents: incidentControls(deps),
      setup: setupControls(deps),
      subscriptions: subscriptionControls(deps),
      watches: watchControls(trying),
      why: whyControls(deps, line),
    }),
  };
}
