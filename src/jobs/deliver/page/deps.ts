import type { Alert, Incident, Letter, Pack, Page } from '../../../model.ts';
import type { Messenger, Meter, Store, WebhookCaller } from '../../../ports.ts';
import type { OnCallDeps } from '../../on-call.ts';
import type { BarredDeps } from '../barred.ts';
import type { OperatorsChannel } from '../bulletin.ts';
import type { People } from './people.ts';

export interface PageDeps extends BarredDeps {
  readonly store: BarredDeps['store'] &
    OnCallDeps['store'] &
    Pick<
      Store,
      | 'alert'
      | 'incident'
      | 'card'
      | 'cardsOf'
      | 'claimCard'
      | 'saveCard'
      | 'releaseCard'
      | 'graverLetters'
      | 'beginLetter'
      | 'letterTry'
      | 'silences'
    >;
  readonly messenger: Pick<Messenger, 'postPage' | 'editPage' | 'openThread' | 'findByReference'>;
  /** Null where there is no messenger that has any: nobody is told directly there. */
  readonly people: People | null;
  readonly webhooks: Pick<WebhookCaller, 'call'>;
  /** Those of the configuration, each for the alerts of one server. */
  readonly filedWebhooks: readonly { readonly id: string; readonly server: string }[];
  readonly filedOnCall: OnCallDeps['filedOnCall'];
  /** Where the operators read; null: at the terminal. */
  readonly operators: OperatorsChannel | null;
  readonly pack: Pack;
  readonly meter: Pick<Meter, 'paged'>;
  readonly leaseMs: number;
  readonly nonceWindowMs: number;
}

/** A page under delivery, and what it speaks of as it was read last. */
export interface Paging {
  readonly letter: Letter;
  readonly page: Page;
  /** Who holds the claim on its letter. */
  readonly owner: string;
  readonly reference: string;
  readonly incident: Incident;
  readonly alert: Alert;
}

/** How a page's try ended; `later` comes back. */
export type PageEnd =
  | { readonly status: 'settled'; readonly outcome: 'sent' | 'skipped' | 'failed'; readonly reason: string }
  | { readonly status: 'later'; readonly delayMs: number; readonly reason: string };
