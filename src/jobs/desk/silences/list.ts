import type { Silence } from '../../../model.ts';
import { isInForce } from '../../../pipeline/silences.ts';
import { silencesSpeech } from '../../../pipeline/speech/silences.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { Choice, Control, DeskReply, DeskRequest } from '../../../ports.ts';
import { type DeskDeps, done, refused } from '../deps.ts';
import { audienceHere } from '../visible.ts';
import { describeMatchers } from './describe.ts';
import { lineOf } from './preview.ts';

const listedMax = 12;
const incidentsShownMax = 8;
const choicesMax = 25; // Discord: choices of an autocomplete
const choiceLengthMax = 100; // Discord: a choice's name

/** The silences of this server that are in force, the next to end first. */
export async function silencesHere({ store, clock }: DeskDeps, { server }: DeskRequest): Promise<readonly Silence[]> {
  const now = clock.now();
  const own = (await store.silences(now)).filter((each) => each.server === server && isInForce(each, now));
  return own.toSorted((one, other) => one.to - other.to || (one.id < other.id ? -1 : 1));
}

/** Those in force, with what each has hidden and when it ends. */
export async function listSilences(deps: DeskDeps, request: DeskRequest): Promise<DeskReply> {
  const say = inLanguage(silencesSpeech, request.language);
  const silences = await silencesHere(deps, request);
  if (silences.length === 0) return done(say.none);
  const counts = await deps.store.hiddenBy(silences.map(({ id }) => id));
  const naming = await namingHere(deps, request);
  const lines = silences.slice(0, listedMax).map(({ id, matchers, why, by, to }) =>
    say.line({
      id,
      what: describeMatchers(matchers, naming),
      why,
      by: by.name,
      until: { kind: 'elapsed', at: to },
      hidden: counts.get(id) ?? 0,
    }),
  );
  const left = silences.length - lines.length;
  return { ...done(say.listed(silences.length)), lines: left > 0 ? [...lines, say.more(left)] : lines };
}

/** One with all that it says, and the newest of what it has hidden. */
export async function showSilence(deps: DeskDeps, request: DeskRequest, given: string | null): Promise<DeskReply> {
  const say = inLanguage(silencesSpeech, request.language);
  if (given === null) return refused(say.noneNamed);
  const silence = await silenceNamed(deps, request, given);
  if (silence === null) return refused(say.noSuch(given));
  const naming = await namingHere(deps, request);
  const { id, matchers, why, by, from, to } = silence;
  const [counts, ids] = await Promise.all([
    deps.store.hiddenBy([id]),
    deps.store.hiddenIncidents(id, incidentsShownMax),
  ]);
  const incidents = (await Promise.all(ids.map((each) => deps.store.incident(each)))).filter((each) => each !== null);
  const lines = await Promise.all(incidents.map((incident) => lineOf(deps, request, incident)));
  const hidden = counts.get(id) ?? 0;
  const left = hidden - lines.length;
  return {
    ...done(say.shown({ what: describeMatchers(matchers, naming), why, by: by.name })),
    lines: [say.inForce({ kind: 'moment', at: from }, { kind: 'moment', at: to })],
    parts: [{ heading: say.hid(hidden), lines: left > 0 ? [...lines, say.more(left)] : lines }].filter(
      (part) => part.lines.length > 0,
    ),
    controls: [[liftButton(request, id)]],
  };
}

/** The button that lifts a silence. */
export function liftButton({ language }: DeskRequest, id: string): Control {
  return {
    kind: 'button',
    does: `silences:lift:${id}`,
    label: inLanguage(silencesSpeech, language).lift,
    look: 'danger',
  };
}

/** The one that is meant, of those in force here. */
export async function silenceNamed(deps: DeskDeps, request: DeskRequest, given: string): Promise<Silence | null> {
  return (await silencesHere(deps, request)).find(({ id }) => id === given.trim()) ?? null;
}

/** What is offered while somebody types which silence he means. */
export async function completeSilence(deps: DeskDeps, request: DeskRequest, typed: string): Promise<readonly Choice[]> {
  const naming = await namingHere(deps, request);
  const sought = typed.trim().toLowerCase();
  return (await silencesHere(deps, request))
    .map(({ id, matchers, why }) => ({
      name: [...`${why} – ${describeMatchers(matchers, naming)}`]
        .slice(0, choiceLengthMax)
        .join('')
        .slice(0, choiceLengthMax),
      value: id,
    }))
    .filter(({ name, value }) => name.toLowerCase().includes(sought) || value.startsWith(sought))
    .slice(0, choicesMax);
}

/** What the parts of a silence are named by, as the asker sees them. */
export async function namingHere(deps: DeskDeps, request: DeskRequest) {
  const { watches } = await audienceHere(deps, request);
  return { pack: deps.pack, watches, language: request.language };
}
