import { Counter, Histogram, type Registry } from 'prom-client';
import type { Alert } from '../../model.ts';
import type { AlertMeter } from '../../ports.ts';

/** From a second to a day: a press comes within minutes, a resolution within hours. */
const spanSeconds = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600];
/** Names that have series of their own; what comes later is `other`. */
const namesMax = 200;
const actionsMax = 50;

/** Opens the numbers of alerts: what is done to them, and how long it took. */
export function alertFigures(registry: Registry): AlertMeter {
  const registers = [registry];
  const span = (name: string, help: string) =>
    new Histogram({ name: `watchfloor_alert_${name}_seconds`, help, buckets: spanSeconds, registers });
  const see = span('see', 'From the publication of what opened an alert to its fetch');
  const tell = span('tell', 'From a fetch to the first message that told of it being accepted');
  const acknowledge = span('acknowledge', 'From the opening of an alert to its first acknowledgement');
  const resolve = span('resolve', 'From the opening of an alert to its end');
  const counted = actionCounter(registry);
  const wrong = falseAlarmCounters(registry);
  return {
    told: (tookMs) => tell.observe(tookMs / 1000),
    alerted(action, alert) {
      counted(action);
      wrong(action, alert);
      const { openedAt, changedAt, measures, isUrgent } = alert;
      if (!isUrgent) return;
      if (action === 'open' && measures.seenMs !== null) see.observe(measures.seenMs / 1000);
      if (action === 'acknowledge' && measures.acknowledgedAt === changedAt)
        acknowledge.observe(Math.max(0, changedAt - openedAt) / 1000);
      if (ends.has(action) && measures.resolvedAt === changedAt)
        resolve.observe(Math.max(0, changedAt - openedAt) / 1000);
    },
  };
}
const ends: ReadonlySet<string> = new Set(['resolve', 'false-alarm', 'quiet']);

function actionCounter(registry: Registry): (action: string) => void {
  const actions = new Counter({
    name: 'watchfloor_alerts_total',
    help: 'Alerts by what was done to them; open, acknowledge, resolve, escalate …',
    labelNames: ['action'],
    registers: [registry],
  });
  const known = bounded(actionsMax);
  return (action) => actions.inc({ action: known(action) });
}

/** Openings beside false alarms, so that the one can be divided by the other. */
function falseAlarmCounters(registry: Registry): AlertMeter['alerted'] {
  const counter = <Label extends 'outlet' | 'watch'>(label: Label, help: string) =>
    new Counter({
      name: `watchfloor_alerts_by_${label}_total`,
      help,
      labelNames: [label, 'action'],
      registers: [registry],
    });
  const byOutlet = counter(
    'outlet',
    'Alerts opened and alerts that should not have been, by the outlet that opened them',
  );
  const byWatch = counter('watch', 'The same by the watches that they satisfied');
  const [outlets, watches] = [bounded(namesMax), bounded(namesMax)];
  return (action: string, { measures, watches: satisfied }: Alert) => {
    if (action !== 'open' && action !== 'false-alarm') return;
    if (measures.outlet !== null) byOutlet.inc({ outlet: outlets(measures.outlet), action });
    for (const watch of satisfied) byWatch.inc({ watch: watches(watch), action });
  };
}

function bounded(wordsMax: number): (word: string) => string {
  const seen = new Set<string>();
  return (word) => {
    if (seen.size < wordsMax) seen.add(word);
    return seen.has(word) ? word : 'other';
  };
}
