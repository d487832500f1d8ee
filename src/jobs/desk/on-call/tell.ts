import type { Language, LetterButton, Presser, Rota, RotaOverride } from '../../../model.ts';
import { formatMoment } from '../../../pipeline/render/dates.ts';
import { type Changed, changedBetween } from '../../../pipeline/rota/changed.ts';
import type { Span } from '../../../pipeline/rota/span.ts';
import { type OnCallSpeech, onCallSpeech } from '../../../pipeline/speech/on-call.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskRequest } from '../../../ports.ts';
import { type DeskDeps, serverHere } from '../deps.ts';
import { sendLetter } from '../letters.ts';

const linesMax = 10;
/** So many are named so that it rings: who is on call changes for few at a time. */
const namedMax = 20;

/** A word to some people: `text` is given the server's language. */
export interface Telling {
  readonly id: string;
  readonly users: readonly string[];
  readonly text: (say: OnCallSpeech, language: Language) => string;
  readonly buttons?: (say: OnCallSpeech) => readonly LetterButton[];
}

/** Where the rota's hand-overs are told, in the server's language: who is meant is named so that it rings. */
export async function tellThere(deps: DeskDeps, request: DeskRequest, rota: Rota, telling: Telling): Promise<void> {
  const server = await serverHere(deps, request);
  const language = server?.language ?? request.language;
  const say = inLanguage(onCallSpeech, language);
  await sendLetter(deps, {
    id: telling.id,
    server: request.server,
    channel: rota.channel ?? server?.operatorsChannel ?? request.channel,
    language,
    body: {
      kind: 'text',
      text: telling.text(say, language),
      users: telling.users,
      buttons: telling.buttons?.(say) ?? [],
    },
  });
}

/** Tells those whom somebody else puts on or off call; who did it himself knows. */
export async function tellChanged(
  deps: DeskDeps,
  request: DeskRequest,
  rota: Rota,
  said: {
    readonly id: string;
    readonly before: readonly RotaOverride[];
    readonly after: readonly RotaOverride[];
    readonly times: readonly Span[];
  },
): Promise<void> {
  const now = deps.clock.now();
  const times = said.times
    .map(({ from, to }) => ({ from: Math.max(from, now), to }))
    .filter(({ from, to }) => from < to);
  const changed = times.flatMap((time) => changedBetween(rota, said, time));
  const users = concerned(changed, request.who);
  if (users.length === 0) return;
  await tellThere(deps, request, rota, {
    id: said.id,
    users: users.slice(0, namedMax),
    text: (say, language) => {
      const lines = changed
        .slice(0, linesMax)
        .map(({ from, to, goes, comes }) =>
          say.takes(spanOf(rota, from, to, language), comes?.name ?? say.nobody, goes?.name ?? say.nobody),
        );
      const more = changed.length > lines.length ? [say.more(changed.length - lines.length)] : [];
      return [say.changedBy(request.who.name, rota.name), ...lines, ...more].join('\n');
    },
  });
}

function concerned(changed: readonly Changed[], { id: whoDidIt }: Presser): readonly string[] {
  const ids = changed.flatMap(({ goes, comes }) => [comes, goes].flatMap((each) => each?.id ?? []));
  return [...new Set(ids)].filter((id) => id !== whoDidIt);
}

/** Local time of the rota, for what is text alone. */
export function spanOf({ timeZone }: Rota, from: number, to: number, language: Language): string {
  return `${formatMoment(from, timeZone, language)} – ${formatMoment(to, timeZone, language)} (${timeZone})`;
}
