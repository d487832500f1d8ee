import type { Exported } from './export.ts';

type Cell = string | number | null;

/** A spreadsheet takes what begins so for a formula, also behind the full-width forms of these signs. */
const formula = /^[=+\-@\t\r＝＋－＠]/u;
const mustBeQuoted = /[",\r\n]|^\s|\s$/u;
/** Tells a spreadsheet that the letters are UTF-8. */
const byteOrderMark = '\ufeff';

/** A table by RFC 4180. A text that a spreadsheet would run has an apostrophe before it. */
export function csvOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows].map((row) => row.map(cellOf).join(','));
  return `${byteOrderMark}${lines.join('\r\n')}\r\n`;
}

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return mustBeQuoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const incidentColumns = [
  'id',
  'version',
  'title',
  'severity',
  'event_type',
  'sub_event',
  'day_from',
  'day_to',
  'place',
  'place_name',
  'latitude',
  'longitude',
  'actors',
  'killed',
  'wounded',
  'independent_outlets',
  'reports',
  'opened_at',
  'updated_at',
  'alert_state',
  'alert_opened_at',
  'alert_changed_at',
  'alert_changed_by',
  'channels',
] as const;

const reportColumns = [
  'incident',
  'article',
  'outlet',
  'outlet_name',
  'title',
  'link',
  'language',
  'published_at',
  'event_type',
  'place',
  'killed',
  'wounded',
  'development',
] as const;

/** A row an incident. */
export function incidentsCsv(incidents: readonly Exported[]): string {
  return csvOf(
    incidentColumns,
    incidents.map((each) => [
      each.id,
      each.version,
      each.title,
      each.severity,
      each.eventType,
      each.subEvent,
      each.dayFrom,
      each.dayTo,
      each.place,
      each.placeName,
      each.latitude,
      each.longitude,
      each.actors.map(({ name, role }) => `${name} (${role})`).join('; '),
      each.killed,
      each.wounded,
      each.independentOutlets,
      each.reports.length + each.reportsDropped,
      each.openedAt,
      each.updatedAt,
      each.alert?.state ?? null,
      each.alert?.openedAt ?? null,
      each.alert?.changedAt ?? null,
      each.alert?.changedBy ?? null,
      each.cards.map(({ channel }) => channel).join(' '),
    ]),
  );
}

/** A row a report, each with the id of its incident. */
export function reportsCsv(incidents: readonly Exported[]): string {
  return csvOf(
    reportColumns,
    incidents.flatMap(({ id, reports }) =>
      reports.map((report) => [
        id,
        report.article,
        report.outlet,
        report.outletName,
        report.title,
        report.link,
        report.language,
        report.publishedAt,
        report.eventType,
        report.place,
        report.killed,
        report.wounded,
        report.development,
      ]),
    ),
  );
}
