import type { Instant, SilenceMatchers } from '../../../model.ts';
import { severities } from '../../../model.ts';
import type { DeskRequest, Draft, DraftStore } from '../../../ports.ts';

const keepMs = 3_600_000; // an hour to think about it

/** A silence that somebody has looked at and not saved. */
export interface ProposedSilence {
  readonly matchers: SilenceMatchers;
  readonly until: Instant;
  readonly reason: string;
}

/** Keeps it for who proposes it. */
export function keepProposed(
  store: DraftStore,
  request: DeskRequest,
  id: string,
  proposed: ProposedSilence,
): Promise<void> {
  return store.saveDraft({ id, server: request.server, by: request.who.id, value: proposed }, keepMs);
}

/** What was kept; null where there is none any more, or it is somebody else's. */
export async function proposedBy(store: DraftStore, request: DeskRequest, id: string): Promise<ProposedSilence | null> {
  const draft = await store.draft(id);
  if (draft === null || draft.server !== request.server || draft.by !== request.who.id) return null;
  return readProposed(draft);
}

function readProposed({ value }: Draft): ProposedSilence | null {
  const given = fieldsOf(value);
  const matchers = fieldsOf(given.get('matchers'));
  const until = given.get('until');
  const reason = given.get('reason');
  if (typeof until !== 'number' || typeof reason !== 'string') return null;
  const textsOf = (name: string): readonly string[] => {
    const part = matchers.get(name);
    return Array.isArray(part) ? part.filter((each) => typeof each === 'string') : [];
  };
  return {
    matchers: {
      actors: textsOf('actors'),
      places: textsOf('places'),
      eventTypes: textsOf('eventTypes'),
      outlets: textsOf('outlets'),
      watches: textsOf('watches'),
      severityBelow: severities.find((each) => each === matchers.get('severityBelow')) ?? null,
      critical: matchers.get('critical') === true,
    },
    until,
    reason,
  };
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
