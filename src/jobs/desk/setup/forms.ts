import type { Setup } from '../../../pipeline/setup.ts';
import { stepOn } from '../../../pipeline/setup.ts';
import { subscriptionsSpeech } from '../../../pipeline/speech/subscriptions.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { readQuietHours } from '../../../pipeline/subscribe.ts';
import { readTimeZone } from '../../../pipeline/time-words.ts';
import type { Form, FormField } from '../../../ports.ts';
import type { Walk } from './walk.ts';

const timeLengthMax = 5;
const zoneLengthMax = 60;

/** The form that a button opens; null for one that is not known. */
export function formOf({ setup, speech }: Walk, name: string): Form | null {
  const kept = setup.typed?.form === name ? new Map(Object.entries(setup.typed.fields)) : null;
  const from = kept?.get('from') ?? setup.quiet?.from ?? '';
  const to = kept?.get('to') ?? setup.quiet?.to ?? '';
  const zone = field('zone', speech.form.timeZone, kept?.get('zone') ?? setup.timeZone, zoneLengthMax);
  const zoneOfQuiet = { ...zone, value: kept?.get('zone') ?? setup.quiet?.timeZone ?? setup.timeZone };
  switch (name) {
    case 'quiet':
      return {
        does: 'setup:quiet',
        title: speech.form.quiet,
        fields: [
          field('from', speech.form.from, from, timeLengthMax, '22:00'),
          field('to', speech.form.to, to, timeLengthMax, '07:00'),
          zoneOfQuiet,
        ],
      };
    case 'zone':
      return { does: 'setup:zone', title: speech.form.zone, fields: [zone] };
    default:
      return null;
  }
}

/** What was filled in, or why it cannot be taken; null for a form that is not known. */
export function filledIn(
  { setup, asked, request }: Walk,
  name: string,
  fields: ReadonlyMap<string, string>,
): { readonly setup: Setup; readonly problem: string | null } | null {
  const speech = inLanguage(subscriptionsSpeech, request.language);
  const typed = fields.get('zone') ?? '';
  const zone = readTimeZone(typed);
  if (name !== 'quiet' && name !== 'zone') return null;
  const again: Setup = { ...setup, typed: { form: name, fields: Object.fromEntries(fields) } };
  if (!zone.ok) return { setup: again, problem: speech.mistake({ what: 'time-zone', typed, near: zone.near }) };
  const { timeZone } = zone;
  if (name === 'zone') return { setup: { ...setup, timeZone, typed: null }, problem: null };
  const read = readQuietHours(fields.get('from') ?? '', fields.get('to') ?? '', timeZone);
  if (!read.ok) return { setup: again, problem: speech.mistake(read.mistake) };
  return {
    setup: { ...setup, quiet: read.quiet, timeZone, typed: null, step: stepOn(setup, asked) },
    problem: null,
  };
}

function field(id: string, label: string, value: string, lengthMax: number, placeholder = ''): FormField {
  return { id, label, value, placeholder, isLong: false, isRequired: true, lengthMax };
}
