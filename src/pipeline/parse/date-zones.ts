/** The clocks of places, by their names in the time zone database (America/New_York). */

const minuteMs = 60_000;
/** Those of one document are as a rule of one place, and to make one anew costs. */
let latest: { readonly place: string; readonly clock: Intl.DateTimeFormat } | null = null;

/** How many minutes east of UTC a place is when its own clock says this, taken for UTC; null where nobody knows it. */
export function placeMinutes(place: string, clock: number): number | null {
  const format = clockOf(place);
  if (format === null) return null;
  // The change of the clocks may stand between the time there and in UTC: what was found is looked at again.
  const first = minutesAt(format, clock);
  return minutesAt(format, clock - first * minuteMs);
}

function clockOf(place: string): Intl.DateTimeFormat | null {
  if (latest?.place === place) return latest.clock;
  try {
    const clock = new Intl.DateTimeFormat('en-US', { timeZone: place, timeZoneName: 'longOffset' });
    latest = { place, clock };
    return clock;
  } catch {
    return null; // A RangeError: there is no such place.
  }
}

/** `longOffset` is written GMT, GMT+03:30, or to the second for times long ago. */
function minutesAt(format: Intl.DateTimeFormat, at: number): number {
  const written = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(written) ?? [];
  return (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
}
