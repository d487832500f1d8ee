/** What no rota or policy can say alone: that ids are used once, and that references lead somewhere on the same server. */
import { mistakeAt } from './expectations.ts';
import type { Mistake } from './mistakes.ts';
import { type Read, sectionOf } from './pack.ts';
import { dangling, repeated, type Section } from './references.ts';
import type { RotaFile, rotaFile } from './rota.ts';
import type { Path } from './yaml-file.ts';

type Owned = readonly { readonly id: string; readonly server: string | null }[];
/** What rotas and policies may refer to; null where the file that would say so is wrong itself. */
export interface OnCallReferred {
  readonly watches: Owned | null;
  readonly rotas: Owned;
  readonly webhooks: Owned;
}

/** What is wrong in `rota.yaml` beyond its form. */
export function rotaMistakes({ file, value }: Read<typeof rotaFile>, watches: Owned | null): readonly Mistake[] {
  const sections = {
    rotas: sectionOf(file, 'rotas', value?.rotas),
    policies: sectionOf(file, 'policies', value?.policies),
    webhooks: sectionOf(file, 'webhooks', value?.webhooks),
  };
  const { rotas, webhooks } = sections;
  return [
    ...repeated(webhooks, 'id', 'an id'),
    ...onCallMistakes(sections, { watches, rotas: rotas.entries, webhooks: webhooks.entries }),
  ];
}

type Policies = Section<RotaFile['policies'][number]>;

/** Ids that stand twice, and references of policies that lead nowhere or to another server. */
export function onCallMistakes(
  { rotas, policies }: { readonly rotas: Section<RotaFile['rotas'][number]>; readonly policies: Policies },
  known: OnCallReferred,
): readonly Mistake[] {
  return [...repeated(rotas, 'id', 'an id'), ...repeated(policies, 'id', 'an id'), ...policyMistakes(policies, known)];
}

/** References of policies that lead nowhere or to another server. */
export function policyMistakes(policies: Policies, known: OnCallReferred): readonly Mistake[] {
  return [
    ...dangling(policies, watchesOf, 'a watch', known.watches),
    ...dangling(policies, rotasOf, 'a rota', known.rotas),
    ...dangling(policies, webhooksOf, 'a webhook', known.webhooks),
    ...foreign(policies, watchesOf, known.watches),
    ...foreign(policies, rotasOf, known.rotas),
    ...foreign(policies, webhooksOf, known.webhooks),
  ];
}

interface Reference {
  readonly path: Path;
  readonly id: string | null;
}
type PolicyEntry = Policies['entries'][number];

const watchesOf = ({ watches }: PolicyEntry): readonly Reference[] =>
  watches.map((id, at) => ({ path: ['watches', at], id }));
const rotasOf = ({ steps }: PolicyEntry): readonly Reference[] =>
  steps.map((step, at) => ({ path: ['steps', at, 'rota'], id: step.do === 'notify-on-call' ? step.rota : null }));
const webhooksOf = ({ steps }: PolicyEntry): readonly Reference[] =>
  steps.map((step, at) => ({ path: ['steps', at, 'webhook'], id: step.do === 'webhook' ? step.webhook : null }));

/** References to what another server has: what one server is told is not for another. */
function foreign(
  { file, key, entries }: Policies,
  refsOf: (entry: PolicyEntry) => readonly Reference[],
  target: Owned | null,
): readonly Mistake[] {
  return entries.flatMap((entry, index) =>
    refsOf(entry).flatMap(({ path, id }) => {
      const found = target?.find((each) => each.id === id);
      if (found === undefined || found.server === null || found.server === entry.server) return [];
      return [mistakeAt(file, [key, index, ...path], `expected one of server ${entry.server}, got "${id}" of another`)];
    }),
  );
}
