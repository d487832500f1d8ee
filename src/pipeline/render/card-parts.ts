import type { Action, AlertState, Instant, Language, MessagePlace, SaidPiece, Severity } from '../../model.ts';

/** A piece of a line. Text is clean (one line, no control characters) and still unescaped: each messenger escapes it. */
export type Span =
  | { readonly kind: 'text' | 'strong' | 'quote'; readonly text: string }
  | { readonly kind: 'moment' | 'elapsed'; readonly at: Instant }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | Extract<SaidPiece, { readonly kind: 'message' }>;
export type Line = readonly Span[];

export interface CardField {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly inline: boolean;
}
export interface CardAction {
  readonly action: Action;
  readonly label: string;
}

/** What a card shows, before any messenger's form. */
export interface CardParts {
  readonly language: Language;
  readonly severity: Severity;
  readonly alertState: AlertState;
  /** One short line for the push notification: severity, deed, place. */
  readonly headline: string;
  /** State and headline; readable without opening anything. */
  readonly title: string;
  readonly titleLink: string | null;
  /** What stands behind it and other marks (unconfirmed, late, development), the sentences, the quote. */
  readonly description: readonly Line[];
  readonly state: Line;
  /** Who is to deal with it, who was asked, what was noted last. */
  readonly handling: readonly Line[];
  /** Which version this is, and since when. */
  readonly version: Line;
  readonly fields: readonly CardField[];
  readonly actions: readonly CardAction[];
  /** On the button that asks how it came about; null where nothing can be pressed. */
  readonly why: string | null;
  /** The card of the incident that this one was merged into; null where there is none to go to. */
  readonly target: { readonly title: string; readonly message: MessagePlace } | null;
  readonly footer: string;
  readonly reference: string;
  /** The zone of the event's place, for a messenger that writes times itself. */
  readonly timeZone: string;
}
