import type { Silence } from '../../../model.ts';
import { isInForce, silenceMsMax } from '../../../pipeline/silences.ts';
import { silencesSpeech } from '../../../pipeline/speech/silences.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskReply, DeskRequest } from '../../../ports.ts';
import { type DeskDeps, done, entryOf, refused, whyNoResponder } from '../deps.ts';
import { describeMatchers } from './describe.ts';
import { proposedBy } from './draft.ts';
import { liftButton, namingHere, silenceNamed, silencesHere } from './list.ts';

/** So many in force on one server: who needs more wants another watch. */
export const silencesMax = 50;

/** Saves what was looked at. A press that comes twice saves it once: the draft's id is the silence's. */
export async function saveProposed(deps: DeskDeps, request: DeskRequest, draft: string): Promise<DeskReply> {
  const say = inLanguage(silencesSpeech, request.language);
  const problem = await whyNoResponder(deps, request, `silence save ${draft}`);
  if (problem !== null) return refused(problem);
  const proposed = await proposedBy(deps.store, request, draft);
  if (proposed === null) return refused(say.gone);
  const now = deps.clock.now();
  const to = Math.min(proposed.until, now + silenceMsMax);
  if (to <= now) return refused(say.past);
  if ((await silencesHere(deps, request)).length >= silencesMax) return refused(say.tooMany(silencesMax));
  const { matchers, reason: why } = proposed;
  const silence: Silence = {
    id: draft,
    server: request.server,
    matchers,
    why,
    by: request.who,
    from: now,
    to,
    liftedBy: null,
  };
  const what = describeMatchers(matchers, { ...(await namingHere(deps, request)), language: 'en' });
  const detail = `${silence.id}: ${what}, until ${new Date(to).toISOString()}: ${why}`;
  const audit = entryOf(deps, request, 'silence', detail);
  const changed = await deps.store.changeSilence({ before: null, after: silence, audit });
  await deps.store.removeDraft(draft);
  if (changed === 'stale') return refused(say.changedMeanwhile);
  return { ...done(''), lines: [say.saved({ kind: 'moment', at: to })], controls: [[liftButton(request, draft)]] };
}

/** Ends a silence before its time; what it hid is told to the operators' channel. */
export async function liftSilence(deps: DeskDeps, request: DeskRequest, given: string | null): Promise<DeskReply> {
  const say = inLanguage(silencesSpeech, request.language);
  const problem = await whyNoResponder(deps, request, `silence lift ${given ?? ''}`);
  if (problem !== null) return refused(problem);
  if (given === null) return refused(say.noneNamed);
  const silence = await silenceNamed(deps, request, given);
  const now = deps.clock.now();
  if (silence === null || !isInForce(silence, now)) return refused(say.noSuch(given));
  const hidden = (await deps.store.hiddenBy([silence.id])).get(silence.id) ?? 0;
  const after: Silence = { ...silence, to: now, liftedBy: request.who };
  const audit = entryOf(deps, request, 'silence-lifted', `${silence.id}: hid ${hidden}, ${silence.why}`);
  const changed = await deps.store.changeSilence({ before: silence, after, audit });
  return changed === 'stale' ? refused(say.changedMeanwhile) : done(say.lifted(hidden));
}
