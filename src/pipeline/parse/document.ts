import type { FeedState, Instant, Pace } from '../../model.ts';

/** One item of a feed document, as written: texts may hold markup; only lengths and addresses have been seen to. */
export interface ParsedItem {
  readonly guid: string | null;
  /** Absolute, http or https. */
  readonly link: string | null;
  readonly title: string;
  readonly summary: string;
  readonly content: string | null;
  /** Who wrote it, as the document names them: a person, an agency, at times an address of mail. */
  readonly author: string | null;
  readonly publishedAt: Instant | null;
}

/** A feed document that could be read, or the reason why not in a sentence. */
export type ParsedFeed =
  | {
      readonly status: 'read';
      readonly readBy: NonNullable<FeedState['readBy']>;
      readonly title: string;
      readonly pace: Pace;
      readonly items: readonly ParsedItem[];
      /** Items left out: beyond the limit, or without anything that is read. */
      readonly itemsDropped: number;
    }
  | { readonly status: 'unreadable'; readonly problem: string };

/** One element of a document: its text (markup and all), and its attributes by lower-case name. */
export interface Element {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}
/**
 * The elements of an item, or of what stands around the items, by their name: lower case, with the usual prefix of
 * their namespace; those of Atom and RSS have none. The attributes of the item itself stand under the empty name.
 */
export type Fields = ReadonlyMap<string, readonly Element[]>;

/** What a reader found of an item before it is bounded. */
export interface RawItem {
  readonly guid: string | null;
  /** Candidates, the best first. */
  readonly links: readonly (string | null | undefined)[];
  readonly title: string | null;
  readonly summary: string | null;
  readonly content: string | null;
  readonly author: string | null;
  /** Date strings, the best first. */
  readonly dates: readonly (string | null | undefined)[];
}
export interface RawFeed {
  readonly title: string | null;
  /** What links that are not absolute are taken from, where the document says so. */
  readonly base: string | null;
  readonly pace: Pace;
  readonly items: readonly RawItem[];
}

/** Reads a feed document: `parseFeed`, or what runs it under a deadline. Never throws for what the document holds. */
export type ParseFeed = (
  body: Uint8Array,
  hints: { readonly charset: string | null; readonly url: string },
) => Promise<ParsedFeed>;
