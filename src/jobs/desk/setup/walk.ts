import { createHash } from 'node:crypto';
import type { Server, Subscription } from '../../../model.ts';
import { readSetup, type Setup, type SetupStep, stepsAsked } from '../../../pipeline/setup.ts';
import { type SetupSpeech, setupSpeech } from '../../../pipeline/speech/setup.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskRequest } from '../../../ports.ts';
import { type Audience, readAudience } from '../../audience.ts';
import type { DeskDeps } from '../deps.ts';

/** Somebody may be called away in the middle of it. */
const draftKeepMs = 24 * 3_600_000;
const draftDigestLength = 24;

/** One person's way through setting one server up, with what is known on it. */
export interface Walk {
  readonly deps: DeskDeps;
  readonly request: DeskRequest;
  readonly speech: SetupSpeech;
  readonly setup: Setup;
  readonly audience: Audience;
  /** As the configuration has the server; null where it does not. */
  readonly filed: Server | null;
  /** What is told to channels of this server and was made by command. */
  readonly standing: readonly Subscription[];
  readonly asked: readonly SetupStep[];
}

/** What is known of the server; the setup is given, since it may not have begun. */
export async function surroundings(deps: DeskDeps, request: DeskRequest): Promise<Omit<Walk, 'setup'>> {
  const audience = await readAudience(deps);
  const filed = deps.filedServers.find(({ id }) => id === request.server) ?? null;
  const standing = audience.subscriptions.filter(
    ({ server, user, origin }) => server === request.server && user === null && origin === 'command',
  );
  const asked = stepsAsked(filed, standing.length > 0);
  const speech = inLanguage(setupSpeech, request.language);
  return { deps, request, speech, audience, filed, standing, asked };
}

/** The way as it was left; null where nothing was begun, or too long ago. */
export async function resumedWalk(deps: DeskDeps, request: DeskRequest): Promise<Walk | null> {
  const draft = await deps.store.draft(draftIdOf(request));
  if (draft === null || draft.server !== request.server || draft.by !== request.who.id) return null;
  const setup = readSetup(draft.value);
  return setup === null ? null : { ...(await surroundings(deps, request)), setup };
}

/** The same way, gone on to this; kept, so that it can be gone on with after a restart. */
export async function walkOn(walk: Walk, setup: Setup): Promise<Walk> {
  const { deps, request } = walk;
  const { server, who } = request;
  await deps.store.saveDraft({ id: draftIdOf(request), server, by: who.id, value: setup }, draftKeepMs);
  return { ...walk, setup };
}

/** Ends it; nothing is kept of it. */
export async function leaveWalk({ deps, request }: Walk): Promise<void> {
  await deps.store.removeDraft(draftIdOf(request));
}

/** One a server and person. */
function draftIdOf({ server, who }: DeskRequest): string {
  const digest = createHash('sha256').update(`${server}\n${who.id}`).digest('hex');
  return `setup-${digest.slice(0, draftDigestLength)}`;
}
