import type { AuditEntry, EscalationPolicy, Presser, Rota } from '../../../model.ts';
import { rotaLimits } from '../../../pipeline/rota/limits.ts';
import { readAudience } from '../../audience.ts';
import { onCallOf } from '../../on-call.ts';
import type { DeskDeps } from '../deps.ts';
import { isVisible } from '../subscriptions/names.ts';
import type { ReadText } from './text.ts';

/** What can be kept of each kind, so that rotas and policies are handled by the same code. */
export interface Shelf<T extends Rota | EscalationPolicy> {
  readonly kind: 'rota' | 'policy';
  readonly max: number;
  /** Of a server, by file and by command. */
  all(server: string): Promise<readonly T[]>;
  read(text: string, whose: Pick<T, 'id' | 'server'>): Promise<ReadText<T>>;
  write(entry: T): string;
  /** People that it names, each of whom must be on the server. */
  people(entry: T): readonly Presser[];
  change(change: {
    readonly before: T | null;
    readonly after: T | null;
    readonly audit: AuditEntry;
  }): Promise<'committed' | 'stale'>;
}

/** The rotas of a server. */
export function rotaShelf(deps: DeskDeps): Shelf<Rota> {
  return {
    kind: 'rota',
    max: rotaLimits.rotasOfServer,
    all: async (server) => (await onCallOf(deps, server)).rotas,
    read: async (text, whose) => deps.onCallText.readRota(text, whose),
    write: deps.onCallText.writeRota,
    people: ({ layers }) => layers.flatMap(({ people }) => people),
    change: (change) => deps.store.changeRota(change),
  };
}

/** The policies of escalation of a server, which name nobody and nothing of other servers. */
export function policyShelf(deps: DeskDeps): Shelf<EscalationPolicy> {
  return {
    kind: 'policy',
    max: rotaLimits.policiesOfServer,
    all: async (server) => (await onCallOf(deps, server)).policies,
    read: async (text, whose) => deps.onCallText.readPolicy(text, whose, await namedOn(deps, whose.server)),
    write: deps.onCallText.writePolicy,
    people: ({ steps }) => steps.flatMap((step) => (step.do === 'notify-person' ? [step.person] : [])),
    change: (change) => deps.store.changePolicy(change),
  };
}

/** What a policy of a server may name: nothing of other servers. */
async function namedOn(deps: DeskDeps, server: string) {
  const [{ watches }, { rotas }] = await Promise.all([readAudience(deps), onCallOf(deps, server)]);
  return {
    watches: watches.filter((watch) => isVisible(watch, server)),
    rotas,
    webhooks: deps.webhooks.filter((webhook) => webhook.server === server),
  };
}
