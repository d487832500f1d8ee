/** `npm run --silent why -- URL|FILE|"text" [--at DATE] [--json]`: the way of an article through every stage, and why. */
import { parseArgs } from 'node:util';
import { openLog } from '../src/adapters/log.ts';
import { type Answer, answerWhy, instantOf, SubjectError } from '../src/app/why.ts';
import { cleanLine } from '../src/pipeline/render/clean.ts';
import { tell } from '../src/pipeline/why/reasons.ts';
import { momentOf, type Part, reasonLine, writeExplanation, writeVerdict } from '../src/pipeline/why/write.ts';
import { command, UsageError } from '../src/run.ts';

const usage = 'usage: npm run --silent why -- URL|FILE|"text" [--at DATE] [--json]';

await command(async (config, stop) => {
  const { asked, at, isJson } = options();
  const log = openLog({ level: 'error', secrets: config.secrets });
  const answer = await answerWhy({ config, asked, at, now: Date.now(), log, stop }).catch((error: unknown) => {
    throw error instanceof SubjectError ? new UsageError(error.message, { cause: error }) : error;
  });
  process.stdout.write(isJson ? `${JSON.stringify(answer)}\n` : written(answer));
});

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { at: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [asked] = positionals;
  if (asked === undefined || positionals.length > 1 || asked.trim() === '') throw new UsageError(usage);
  try {
    return { asked, at: values.at === undefined ? null : instantOf(values.at), isJson: values.json === true };
  } catch (error) {
    throw error instanceof SubjectError ? new UsageError(`${error.message}\n${usage}`, { cause: error }) : error;
  }
}

/** Feed text is hostile to terminals too: each line is cleaned. */
function written({ recorded, beside, explanation }: Answer): string {
  const parts: readonly Part[] = [...recordedPart(recorded), ...writeExplanation(explanation)];
  const lines = parts.flatMap(({ heading, lines: said }) => [heading, ...said.map(indented), '']);
  return `${lines.join('\n')}Judged beside ${beside}.\n`;
}

function recordedPart(recorded: Answer['recorded']): readonly Part[] {
  if (recorded === null) return [];
  const { article, verdict } = recorded;
  const decided = writeVerdict(verdict.decision, verdict.incident);
  const reasons = verdict.reasons.map((reason) => reasonLine(tell(reason)));
  return [{ heading: `Decided when it was seen, ${momentOf(article.seenAt)}`, lines: [decided, ...reasons] }];
}

function indented(line: string): string {
  const depth = line.startsWith('  ') ? '      ' : '  ';
  return `${depth}${cleanLine(line)}`;
}
