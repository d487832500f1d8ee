import type { Incident, Report } from '../model.ts';

/** The outlet of what an analyst of the operators told. */
export const analystOutlet = 'analyst';
/** The outlet of what an analyst outside the operators' server raised. */
export const guestOutlet = 'server-analyst';

/** Whether any outlet reports it, rather than people alone. */
export function isReported({ reports }: { readonly reports: readonly Pick<Report, 'outlet'>[] }): boolean {
  return reports.some(({ outlet }) => outlet !== analystOutlet && outlet !== guestOutlet);
}

/** Whether it rests on the word of a guest alone, and so is for his own server. */
export function isGuests({ reports }: { readonly reports: readonly Pick<Report, 'outlet'>[] }): boolean {
  return reports.length > 0 && reports.every(({ outlet }) => outlet === guestOutlet);
}

/**
 * An incident without what a guest raised, as soon as any outlet reports it: a person's word is for his own server, and
 * must not put figures, links or a grade before all the others. Where there is nothing else, the incident as it is.
 */
export function withoutHearsay(incident: Incident): Incident {
  const told = incident.reports.filter(({ outlet }) => outlet !== guestOutlet);
  return told.length === 0 || told.length === incident.reports.length ? incident : { ...incident, reports: told };
}
