/**
 * `npm run --silent score -- FOLDER… [--misses]`: how well incidents are detected on labelled streams, one JSON line a
 * stream, as a whole and by language; with `--misses` each item that was decided or told otherwise than it is labelled.
 */
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load.ts';
import type { Pack } from '../src/model.ts';
import type { DecisionLine } from '../src/pipeline/decision.ts';
import { score, scoreFacts } from '../tests/support/score.ts';
import { decideAll } from '../tests/support/score-decide.ts';
import { inLanguages, type LabelledStream, type Labels, readLabelledStream } from '../tests/support/score-stream.ts';

const usage = 'usage: npm run --silent score -- FOLDER… [--misses] (with labels in FOLDER/items.jsonl)';
const exitWrongInput = 2;

const decisionOf: Readonly<Record<Labels['role'], DecisionLine['decision']>> = {
  first: 'new',
  followup: 'update',
  repeat: 'duplicate',
  background: 'background',
  none: 'irrelevant',
};

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitWrongInput;
}

function main(): void {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { misses: { type: 'boolean' } } });
  if (positionals.length === 0) throw new Error(usage);
  const { pack } = loadConfig();
  for (const folder of positionals) {
    const stream = readLabelledStream(folder);
    if (stream.items.length === 0) throw new Error(`${folder}: expected labelled items in items.jsonl; there are none`);
    const decisions = decide(stream, pack);
    const figures = { stream: basename(resolve(folder)), items: stream.items.length, ...score(stream, decisions) };
    process.stdout.write(`${JSON.stringify({ ...figures, byLanguage: byLanguage(stream, decisions, pack) })}\n`);
    if (values.misses) process.stdout.write(missesOf(stream, decisions));
  }
}

function decide(stream: LabelledStream, pack: Pack): readonly DecisionLine[] {
  return decideAll(
    stream.items.map(({ item }) => item),
    pack,
  );
}

/** Alerts and clusters with each language decided alone; facts as they are told when all languages come together. */
function byLanguage(stream: LabelledStream, decisions: readonly DecisionLine[], pack: Pack) {
  return Object.fromEntries(
    [['en'], ['ar', 'fa']].map((languages) => {
      const part = inLanguages(stream, languages);
      const { alertF1, bcubedF1, roleMacroF1 } = score(part, decide(part, pack));
      const facts = scoreFacts(part, decisions);
      return [languages.join(), { items: part.items.length, alertF1, bcubedF1, roleMacroF1, ...facts }];
    }),
  );
}

function missesOf(stream: LabelledStream, decisions: readonly DecisionLine[]): string {
  const lines = new Map(decisions.map((line) => [line.id, line]));
  return stream.items
    .flatMap(({ item, labels }) => {
      const line = lines.get(item.id);
      const wrong = line === undefined ? [] : differences(labels, line);
      if (line === undefined || wrong.length === 0) return [];
      const reasons = line.reasons.map(({ code, detail }) => `${code}: ${detail}`).join('; ');
      return [`${item.id} ${item.lang} ${item.title}\n  ${wrong.join(' | ')}\n  ${line.incident ?? ''} ${reasons}\n`];
    })
    .join('');
}

function differences(labels: Labels, line: DecisionLine): readonly string[] {
  const decision = ['decision', decisionOf[labels.role], line.decision] as const;
  const facts = [
    ['kind', labels.subEvent, line.subEvent],
    ['place', labels.place, line.place?.id ?? null],
    ['day', labels.eventDate, line.eventDate],
    ['killed', labels.killed, line.killed],
    ['wounded', labels.wounded, line.wounded],
    ['actors', labels.actors.toSorted().join(), idsOf(line.actors)],
  ] as const;
  const compared = labels.incident === null ? [decision] : [decision, ...facts];
  return compared.flatMap(([what, labelled, told]) =>
    labelled === told ? [] : [`${what}: ${labelled}, told ${told}`],
  );
}

function idsOf(actors: DecisionLine['actors']): string {
  return actors
    .map(({ id }) => id)
    .toSorted()
    .join();
}
