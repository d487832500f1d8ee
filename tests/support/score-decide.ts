/** What the pipeline decides on the items of a stream with the shipped pack, as `npm run decide` does. */
import type { StreamItem } from '../../src/adapters/stream/items.ts';
import { loadConfig } from '../../src/config/load.ts';
import { assign, emptyIndex, remember } from '../../src/pipeline/assign.ts';
import { type DecisionLine, decisionLine, knownBefore } from '../../src/pipeline/decision.ts';
import { type CompiledPack, compilePack, extract } from '../../src/pipeline/extract.ts';
import { articleOf } from '../../src/replay/article.ts';

const { pack: shipped } = loadConfig({ env: {} });
const packs = new Map<string, CompiledPack>();

/** Decides on items in the order given; those of the pack's incidents are known that are older than the first item. */
export function decideAll(items: readonly StreamItem[]): readonly DecisionLine[] {
  const compiled = packBefore(items[0]?.published ?? '1970-01-01T00:00:00Z');
  let index = emptyIndex(compiled);
  return items.map((item) => {
    const article = articleOf(compiled.pack, item);
    const report = extract(article, compiled);
    const { verdict, incident } = assign(index, article, report, Date.parse(item.published));
    if (incident !== null) index = remember(index, incident);
    return decisionLine(item.id, compiled.pack, { verdict, report, incident });
  });
}

/** Compiling takes longer than deciding on a stream. */
function packBefore(published: string): CompiledPack {
  const pack = knownBefore(shipped, Date.parse(published));
  const key = String(pack.knownIncidents.length);
  const compiled = packs.get(key) ?? compilePack(pack);
  packs.set(key, compiled);
  return compiled;
}
