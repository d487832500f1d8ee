import type { Incident, Role } from '../../model.ts';
import type { PackNames } from './names.ts';
import type { SourceNames } from './sources.ts';

/** Of each side, the ones that most families name. */
const partiesMax = 4;
/** Where so many families report, what one of them alone says of the sides is told as its statement only. */
const familiesForAgreement = 3;
const familiesAgreeing = 2;

const acting: readonly Role[] = ['agent', 'speaker'];
const suffering: readonly Role[] = ['target'];

/**
 * Who did it and to whom, as most independent families say: an actor that some name on one side and some on the other
 * stands on the side that more name it on. What single reports say is among the statements all the same.
 */
export function parties(
  incident: Incident,
  names: PackNames,
  sources: SourceNames,
): { readonly agents: readonly string[]; readonly targets: readonly string[] } {
  const { facts, reports } = incident;
  const support = (actor: string, roles: readonly Role[]): number => {
    const isHeld = facts.actors.some((held) => held.actor === actor && roles.includes(held.role));
    const naming = reports.filter((report) =>
      report.actors.some((named) => named.actor === actor && roles.includes(named.role)),
    );
    return isHeld ? sources.families(naming.map(({ outlet }) => outlet)) + 1 : 0;
  };
  const sides = [...new Set(facts.actors.map(({ actor }) => actor))].map((actor) => ({
    name: names.actor(actor),
    acts: support(actor, acting),
    suffers: support(actor, suffering),
  }));
  const isDisputable = !incident.id.startsWith('known:') && facts.families.length >= familiesForAgreement;
  const floor = isDisputable ? familiesAgreeing + 1 : 1;
  const best = (side: readonly { readonly name: string }[]) => side.slice(0, partiesMax).map(({ name }) => name);
  return {
    agents: best(
      sides.filter(({ acts, suffers }) => acts >= floor && acts > suffers).toSorted((a, b) => b.acts - a.acts),
    ),
    targets: best(
      sides
        .filter(({ acts, suffers }) => suffers >= floor && suffers >= acts)
        .toSorted((a, b) => b.suffers - a.suffers),
    ),
  };
}
