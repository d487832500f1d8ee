import type { StreamItem } from '../adapters/stream/items.ts';
import type { Digest, DigestPlan, Incident, Instant, Language, Pack, Subscription, Watch } from '../model.ts';
import { openAlert } from '../pipeline/alert.ts';
import { digestOf, digestTime, isHeardBy } from '../pipeline/digest.ts';
import { nextDigestAt } from '../pipeline/local-time.ts';
import { openDecider } from './decider.ts';

/** A digest that is asked of a stream. */
export interface StreamDigest {
  readonly watch: Watch;
  readonly plan: DigestPlan;
  readonly language: Language;
  /** Who would have had it last by then; null: who had it first after the last item. */
  readonly until: Instant | null;
}

/** What a channel that subscribes to a watch would have been told; nobody puts an alert away in a stream. */
export function digestOfStream(
  shipped: Pack,
  items: readonly StreamItem[],
  { watch, plan, language, until }: StreamDigest,
): { readonly digest: Digest; readonly pack: Pack } {
  const { pack, decide } = openDecider(shipped, Date.parse(items[0]?.published ?? ''));
  const last = Date.parse(items.at(-1)?.published ?? '');
  const time = digestTime(plan, until ?? nextDigestAt(plan, last));
  const subscription = subscriber(watch, plan, language);
  const told = new Map<string, Incident>();
  for (const item of items) {
    if (Date.parse(item.published) >= time.to) break;
    const { incident } = decide(item);
    if (incident !== null) told.set(incident.id, incident);
  }
  const heard = [...told.values()].filter((incident) => isHeardBy({ subscription, watch, pack }, incident, false));
  const incidents = heard.filter(({ updatedAt }) => updatedAt >= time.from);
  const open = incidents.map((incident) => ({
    incident,
    alert: openAlert(incident, nowhere, incident.openedAt),
    message: null,
  }));
  return { digest: digestOf({ subscription, watch, plan, time, incidents, open, pack }), pack };
}

/** Stands for server and channel. */
const nowhere = 'console';

function subscriber(watch: Watch, plan: DigestPlan, language: Language): Subscription {
  return {
    id: nowhere,
    watch: watch.id,
    server: nowhere,
    channel: nowhere,
    user: null,
    pingRole: null,
    severityFloor: 'info',
    pingFloor: 'high',
    language,
    alerts: false,
    quiet: null,
    cardsPerHour: null,
    digests: [plan],
    origin: 'file',
  };
}
