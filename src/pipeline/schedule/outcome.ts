/** What a poll came to, and what is remembered of the feed after it. */
import type { FeedState, Instant, Pace, PollStatus } from '../../model.ts';
import { type NewItem, rhythmAfter } from './rhythm.ts';

export type FailureStatus = Exclude<PollStatus, 'ok' | 'not-modified'>;

/** A document that was read. */
export interface Reading {
  readonly status: 'ok';
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The address that it came from. */
  readonly finalUrl: string;
  readonly movedTo: string | null;
  readonly readBy: FeedState['readBy'];
  readonly items: number;
  /** Those never seen before. */
  readonly news: readonly NewItem[];
  readonly pace: Pace;
  readonly waitMs: number | null;
}
export interface Unchanged {
  readonly status: 'not-modified';
  readonly movedTo: string | null;
  readonly waitMs: number | null;
}
export interface Failure {
  readonly status: FailureStatus;
  readonly problem: string;
  readonly waitMs: number | null;
}
export type PollOutcome = Reading | Unchanged | Failure;

/** Failures of the document, not of the way to it. */
const readingKinds = ['unreadable', 'too-large'] as const satisfies readonly PollStatus[];
const noFailures = { failures: 0, failingSince: null, failuresByKind: {}, lastProblem: null, paused: null } as const;

/** After a document that was read. */
export function readState(before: FeedState, outcome: Reading, now: Instant): FeedState {
  const { etag, lastModified, finalUrl, readBy, items, news, pace } = outcome;
  const isValidated = etag !== null || lastModified !== null;
  return {
    ...before,
    ...noFailures,
    ...rhythmAfter(before, news, now),
    etag,
    lastModified,
    validatorsFrom: isValidated ? finalUrl : null,
    readBy,
    items,
    pace,
    // An empty document was no first poll: what fills it later would count as news, however old.
    firstReadAt: before.firstReadAt ?? (items > 0 ? now : null),
    lastReadAt: now,
    lastSuccessAt: now,
    lastPolledAt: now,
    lastStatus: 'ok',
  };
}

/**
 * After a 304. It proves that the way to the server is whole again, and ends what failed there. Of a document that could
 * not be read it proves nothing: a server that mixes up its validators would say 304 for ever, and nobody would hear that
 * the feed cannot be read. Only a reading ends that.
 */
export function unchangedState(before: FeedState, now: Instant): FeedState {
  const polled = { ...before, lastSuccessAt: now, lastPolledAt: now, lastStatus: 'not-modified' } as const;
  const unread = readingKinds.flatMap((kind) => {
    const count = before.failuresByKind[kind];
    return count === undefined ? [] : [[kind, count] as const];
  });
  if (unread.length === 0) return { ...polled, ...noFailures };
  const failures = unread.reduce((sum, [, count]) => sum + count, 0);
  return { ...polled, failures, failuresByKind: Object.fromEntries(unread) };
}

/** After a failure. */
export function failedState(before: FeedState, { status, problem }: Failure, now: Instant): FailedState {
  const isOfReading = readingKinds.some((kind) => kind === status);
  return {
    ...before,
    // Asked without them, the next answer is a document: read, or a failure once more.
    ...(isOfReading ? { etag: null, lastModified: null, validatorsFrom: null } : {}),
    failures: before.failures + 1,
    failingSince: Math.min(before.failingSince ?? now, now),
    failuresByKind: { ...before.failuresByKind, [status]: (before.failuresByKind[status] ?? 0) + 1 },
    lastPolledAt: now,
    lastStatus: status,
    lastProblem: problem,
  };
}
export type FailedState = FeedState & { readonly lastStatus: FailureStatus };
