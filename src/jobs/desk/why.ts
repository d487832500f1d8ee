import { whySpeech } from '../../pipeline/speech/why.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply } from '../../ports.ts';
import { type DeskDeps, refused } from './deps.ts';
import { whyLink, whyText } from './why-article.ts';
import { whyIncident } from './why-incident.ts';

type Why = Parameters<Desk['why']>[0];

/** Judging takes up to a tenth of a second of the thread that answers everybody: one at a time, and few in line. */
const inLineMax = 10;
const textLengthMax = 6_000;
const linkLengthMax = 1_000;

/** Lets one be asked at a time; null where too many are in line. */
export type Line = (ask: () => Promise<DeskReply>) => Promise<DeskReply> | null;

/** Opens the line that all who ask why stand in. */
export function openLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  let inLine = 0;
  return (ask) => {
    if (inLine >= inLineMax) return null;
    inLine += 1;
    const turn = last.then(ask);
    last = turn.catch(() => undefined);
    return turn.finally(() => {
      inLine -= 1;
    });
  };
}

/** Makes the answer to `/why`. Nothing is stored and nobody is told, whatever is asked; anyone may ask, as with `/incident show`. */
export function explains(deps: DeskDeps, line: Line): Desk['why'] {
  return async (request) =>
    line(() => explain(deps, request)) ?? refused(inLanguage(whySpeech, request.language).tooMany);
}

async function explain(deps: DeskDeps, request: Why): Promise<DeskReply> {
  const { incident, url, text, language } = request;
  const speech = inLanguage(whySpeech, language);
  if (incident !== null) return whyIncident(deps, request, incident);
  if ((text ?? '').length > textLengthMax) return refused(speech.textTooLong(textLengthMax));
  if (text !== null && !/\p{L}/u.test(text)) return refused(speech.needsWords);
  if (url !== null && url.length > linkLengthMax) return refused(speech.linkTooLong(linkLengthMax));
  if (url !== null) return whyLink(deps, request, { link: url, text });
  if (text !== null) return whyText(deps, request, text);
  return refused(speech.needsSomething);
}
