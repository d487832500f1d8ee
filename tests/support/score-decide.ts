/** What the pipeline decides on the items of a stream, as `npm run decide` does. */
import type { StreamItem } from '../../src/adapters/stream/items.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Pack } from '../../src/model.ts';
import { assign, emptyIndex, remember } from '../../src/pipeline/assign.ts';
import { type DecisionLine, decisionLine, knownBefore } from '../../src/pipeline/decision.ts';
import { type CompiledPack, compilePack, extract } from '../../src/pipeline/extract.ts';
import { articleOf } from '../../src/replay/article.ts';

const { pack: shipped } = loadConfig({ env: {} });
const compiledPacks = new WeakMap<Pack, Map<number, CompiledPack>>();

/** Decides on items in the order given; those of the pack's incidents are known that are older than the first item. */
export function decideAll(items: readonly StreamItem[], pack: Pack = shipped): readonly DecisionLine[] {
  const compiled = compiledBefore(pack, items[0]?.published ?? '1970-01-01T00:00:00Z');
  let index = emptyIndex(compiled);
  return items.map((item) => {
    const article = articleOf(compiled.pack, item);
    const report = extract(article, compiled);
    const { verdict, incident } = assign(index, article, report, Date.parse(item.published));
    if (incident !== null) index = remember(index, incident);
    return decisionLine(item.id, compiled.pack, { verdict, report, incident });
  });
}

/** Compiling takes longer than deciding on a stream; what is known before an instant differs in how much it is. */
function compiledBefore(pack: Pack, published: string): CompiledPack {
  const before = knownBefore(pack, Date.parse(published));
  const kept = compiledPacks.get(pack) ?? new Map<number, CompiledPack>();
  const compiled = kept.get(before.knownIncidents.length) ?? compilePack(before);
  compiledPacks.set(pack, kept.set(before.knownIncidents.length, compiled));
  return compiled;
}
