import type { Alert, Incident, SaidLine, SilenceMatchers } from '../../../model.ts';
import { titleIn } from '../../../pipeline/incidents/title.ts';
import { severitySigns } from '../../../pipeline/render/card.ts';
import { words } from '../../../pipeline/render/words.ts';
import { previewSilence, type SilencePreview, type ToldMatter } from '../../../pipeline/silences/preview.ts';
import { silencesSpeech } from '../../../pipeline/speech/silences.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskReply, DeskRequest } from '../../../ports.ts';
import type { DeskDeps } from '../deps.ts';
import { messageHere } from '../visible.ts';

const previewDays = 7;
const dayMs = 86_400_000;
/** Each is read from the store; an incident takes some kilobytes. */
const alertsMax = 1_000;
const alertsPerRead = 50;
const shownMax = 8;
const passedShownMax = 4;

/** Says what a silence would have kept from this server in the last week, by title with a link to each card. */
export async function previewHere(
  deps: DeskDeps,
  request: DeskRequest,
  matchers: SilenceMatchers,
): Promise<Pick<DeskReply, 'lines' | 'parts'>> {
  const alerts = await lateAlerts(deps, request);
  const preview = previewSilence(matchers, await mattersOf(deps, alerts), deps.pack);
  const say = inLanguage(silencesSpeech, request.language);
  const grades = preview.bySeverity.map(({ severity, count }) =>
    say.graded(count, words[request.language].severity[severity]),
  );
  const lines = [
    say.wouldHaveHid(preview.hidden.length, preview.told, previewDays),
    ...(grades.length === 0 ? [] : [grades.join(', ')]),
    ...(preview.passed.length === 0 ? [] : [say.passes(preview.passed.length)]),
    ...(alerts.length >= alertsMax ? [say.notAll(alertsMax)] : []),
  ];
  return { lines, parts: await partsOf(deps, request, preview) };
}

async function partsOf(deps: DeskDeps, request: DeskRequest, { hidden, passed }: SilencePreview) {
  const say = inLanguage(silencesSpeech, request.language);
  const listed = async (heading: string, matters: readonly ToldMatter[], countMax: number) => {
    const lines = await Promise.all(matters.slice(0, countMax).map((matter) => lineOf(deps, request, matter.incident)));
    const left = matters.length - lines.length;
    return { heading, lines: left > 0 ? [...lines, say.more(left)] : lines };
  };
  const parts = await Promise.all([
    listed(say.hiddenHeading, hidden, shownMax),
    listed(say.passedHeading, passed, passedShownMax),
  ]);
  return parts.filter(({ lines }) => lines.length > 0);
}

/** An incident with its gravity, its title leading to its card here, and when it came. */
export async function lineOf(deps: DeskDeps, request: DeskRequest, incident: Incident): Promise<SaidLine> {
  const title = titleIn(incident, deps.pack, request.language);
  const message = await messageHere(deps, request, incident.id);
  return [
    { kind: 'text', text: `${severitySigns[incident.facts.severity]} ` },
    message === null ? { kind: 'text', text: title } : { kind: 'message', text: title, ...message },
    { kind: 'text', text: ' · ' },
    { kind: 'elapsed', at: incident.openedAt },
  ];
}

/** Newest days first, so that what is left out is the oldest. */
async function lateAlerts({ store, clock }: DeskDeps, { server }: DeskRequest): Promise<readonly Alert[]> {
  const now = clock.now();
  const alerts: Alert[] = [];
  for (let day = 0; day < previewDays && alerts.length < alertsMax; day += 1) {
    const to = day === 0 ? now + 1 : now - day * dayMs;
    const some = await store.alertsBetween(server, now - (day + 1) * dayMs, to, alertsMax - alerts.length);
    alerts.push(...some);
  }
  return alerts;
}

async function mattersOf({ store }: DeskDeps, alerts: readonly Alert[]): Promise<readonly ToldMatter[]> {
  const matters: ToldMatter[] = [];
  for (let from = 0; from < alerts.length; from += alertsPerRead) {
    const some = alerts.slice(from, from + alertsPerRead);
    const read = await Promise.all(
      some.map(async (alert) => ({ alert, incident: await store.incident(alert.incident) })),
    );
    for (const { alert, incident } of read) if (incident !== null) matters.push({ alert, incident });
  }
  return matters;
}
