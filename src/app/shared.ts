import type { Config } from '../config/load.ts';
import type { Audience } from '../jobs/audience.ts';
import type { OperatorsChannel } from '../jobs/deliver/bulletin.ts';
import type { Pack } from '../model.ts';
import type { CompiledPack } from '../pipeline/extract.ts';
import type { Clock, Log, Messenger, Meter, Painter, Premises, Roster, Store, WebhookCaller } from '../ports.ts';

/** What the jobs of one process share. */
export interface Shared {
  readonly config: Config;
  readonly store: Store;
  readonly roster: Roster;
  readonly messenger: Messenger;
  readonly painter: Painter;
  readonly filed: Audience;
  /** What the bot finds out of servers; null where there is no messenger that has any. */
  readonly premises: Premises | null;
  /** Calls the other systems of the configuration. */
  readonly webhooks: WebhookCaller;
  /** Where the operators read in the messenger; null: at the terminal. */
  readonly operators: OperatorsChannel | null;
  /** Says a sentence to the person who started the program. */
  readonly announce: (sentence: string) => void;
  /** Whether it is known who is to be told. */
  readonly isAudienceKnown: () => boolean;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly keepsAll?: boolean;
  /** Unique to this process. */
  readonly owner: string;
  /** Its feeds and outlets are the roster's. */
  readonly pack: Pack;
  readonly compiled: CompiledPack;
}
