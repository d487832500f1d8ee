import type { EscalationPolicy, Rota } from '../../../model.ts';

/** What was read, or what is wrong with it: a line a mistake, with its place in the text. */
export type ReadText<T> = { readonly ok: true; readonly read: T } | { readonly ok: false; readonly problem: string };

type Owned = readonly { readonly id: string; readonly server: string | null }[];

/** Rotas and policies as people write them: the form of the configuration, which alone knows it. */
export interface OnCallText {
  readonly readRota: (text: string, whose: Pick<Rota, 'id' | 'server'>) => ReadText<Rota>;
  readonly writeRota: (rota: Rota) => string;
  readonly readPolicy: (
    text: string,
    whose: Pick<Rota, 'id' | 'server'>,
    known: { readonly watches: Owned; readonly rotas: Owned; readonly webhooks: Owned },
  ) => ReadText<EscalationPolicy>;
  readonly writePolicy: (policy: EscalationPolicy) => string;
}
