import type { Alert, Summary } from '../../../src/model.ts';
import { summarise } from '../../../src/pipeline/summarise.ts';
import type { CardView, Log } from '../../../src/ports.ts';
import { anIncident, anAlert as anyAlert, aPack, aReport, noon } from '../builders.ts';

export const hostile =
  '@everyone <@&123456789012345678> <@1> <#2> <t:1:R> </say:3> [free](https://evil.example) https://evil.example ' +
  '# **b** __u__ ~~s~~ ||x|| `c` \\ > -# <:a:4> discord.gg/abc \u202egnp.exe\u202c \u200b\u2066x\u2069';

export function anAlert(said: Partial<Alert> = {}): Alert {
  return anyAlert({ server: '900000000000000001', ...said });
}

export function aSummary(said: Partial<Summary> = {}): Summary {
  const incident = anIncident({
    reports: [
      aReport({
        killed: 2,
        wounded: 12,
        sentences: ['Rockets hit Camp Taji', 'Two people were killed, the army said.'],
      }),
      aReport({ article: 'article-2', outlet: 'state-tv', killed: 3 }),
    ],
    facts: {
      families: ['wire', 'state-tv'],
      actors: [
        { actor: 'kataib-hezbollah', role: 'agent' },
        { actor: 'us-forces', role: 'target' },
      ],
    },
  });
  return { ...summarise(incident, aPack()), ...said };
}

export function aCardView(said: Partial<CardView> = {}): CardView {
  return { summary: aSummary(), alert: anAlert(), language: 'en', pingRole: null, reference: 'wf-3kq9', ...said };
}

/** A summary whose every text comes from an enemy, as long as it may get. */
export function aHostileSummary(repeat = 1): Summary {
  const text = `${hostile} `.repeat(repeat);
  const outlets = [{ name: text, stateAffiliated: true }];
  const fact = { text, outlets };
  return aSummary({
    title: text,
    what: text,
    outlets,
    agents: [text],
    targets: [text],
    statements: (['agent', 'target', 'place', 'claim', 'blame', 'denial'] as const).map((what) => ({
      ...fact,
      said: { what, value: text, by: text },
    })),
    killed: [fact, fact],
    wounded: [fact],
    quote: { text, language: 'en', outlet: text },
    corrections: [
      { outlet: { name: text, stateAffiliated: true }, at: noon, isWithdrawn: true, differences: [] },
      {
        outlet: { name: text, stateAffiliated: true },
        at: noon,
        isWithdrawn: false,
        differences: [{ fact: 'place', before: text, after: text }],
      },
    ],
    source: { outlet: text, link: 'https://news.example/a)b*c', title: text },
  });
}

export interface RecordedLog extends Log {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: unknown }[];
}

/** A log that keeps its lines. */
export function recordLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  const at = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    lines.push({ level, message, fields });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
