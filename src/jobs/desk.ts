import type { Desk } from '../ports.ts';
import { completions } from './desk/complete.ts';
import { controls } from './desk/controls.ts';
import type { DeskDeps } from './desk/deps.ts';
import { steersFeeds } from './desk/feeds.ts';
import { lists, shows } from './desk/incidents.ts';
import { keywords } from './desk/keywords.ts';
import { presses } from './desk/press.ts';
import { raises } from './desk/raise.ts';
import { reports } from './desk/status.ts';
import { listsSubscriptions } from './desk/subscriptions/list.ts';
import { subscribes, subscriptionControls, unsubscribes } from './desk/subscriptions.ts';
import { explains } from './desk/why.ts';

export type { DeskDeps } from './desk/deps.ts';

/**
 * What people may ask and do, whatever the messenger. Each server sees and changes its own alerts, watches and
 * subscriptions alone; the presser's role is checked on every change.
 */
export function createDesk(deps: DeskDeps): Desk {
  return {
    press: presses(deps),
    subscribe: subscribes(deps),
    unsubscribe: unsubscribes(deps),
    listSubscriptions: listsSubscriptions(deps),
    keyword: keywords(deps),
    listIncidents: lists(deps),
    showIncident: shows(deps),
    raiseIncident: raises(deps),
    why: explains(deps),
    feeds: steersFeeds(deps),
    status: reports(deps),
    ...completions(deps),
    ...controls({ subscriptions: subscriptionControls(deps) }),
  };
}
