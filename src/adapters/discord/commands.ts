import { createHash } from 'node:crypto';
import { exporting } from './commands/export.ts';
import { feeding } from './commands/feeds.ts';
import { handingOver } from './commands/handover.ts';
import { incidents } from './commands/incident.ts';
import type { Area, Ask, Completion, FormAsk } from './commands/kit.ts';
import { teaching } from './commands/lesson.ts';
import { type Localised, localise } from './commands/localise.ts';
import { beingOnCall } from './commands/on-call.ts';
import { settingUp } from './commands/setup.ts';
import { silencing } from './commands/silence.ts';
import { stats } from './commands/stats.ts';
import { status } from './commands/status.ts';
import { subscribing } from './commands/subscribe.ts';
import { watching } from './commands/watch.ts';
import { explaining } from './commands/why.ts';

const areas: readonly Area[] = [
  settingUp,
  subscribing,
  watching,
  incidents,
  explaining,
  exporting,
  feeding,
  teaching,
  silencing,
  handingOver,
  stats,
  status,
  beingOnCall,
];

/** The whole command set in its languages, as it is PUT. */
export const commandSet: readonly Localised[] = areas.flatMap(({ commands }) =>
  commands.map((command) => localise(command)),
);

const asks = new Map(areas.flatMap((area) => Object.entries(area.asks)));

/** What a command asks of the desk, by `name` or `name sub`; null for one that is not known here. */
export function askOf(name: string): Ask | null {
  return asks.get(name) ?? null;
}

const forms = new Map(areas.flatMap((area) => Object.entries(area.forms ?? {})));

/** Whether a command opens a form, and which; null for one that never does. */
export function formOf(name: string): FormAsk | null {
  return forms.get(name) ?? null;
}

const completions = new Map(areas.flatMap((area) => Object.entries(area.completes ?? {})));

/** What is offered while somebody types in an option; null for one that offers nothing. */
export function completionOf(option: string): Completion | null {
  return completions.get(option) ?? null;
}

/** Changes when the set or where it is put changes; only then it is put again (200 creates a day and server). */
export function commandSetHash(application: string, guilds: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([application, guilds, commandSet]))
    .digest('hex');
}
