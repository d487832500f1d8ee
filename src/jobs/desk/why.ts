import { whySpeech } from '../../pipeline/speech/why.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply } from '../../ports.ts';
import { type DeskDeps, refused } from './deps.ts';
import type { Turns } from './turns.ts';
import { whyLink, whyText } from './why-article.ts';
import { whyIncident } from './why-incident.ts';

type Why = Parameters<Desk['why']>[0];

const textLengthMax = 6_000;
const linkLengthMax = 1_000;

/** Makes the answer to `/why`. Nothing is stored and nobody is told, whatever is asked; anyone may ask, as with `/incident show`. */
export function explains(deps: DeskDeps & { readonly turns: Turns }): Desk['why'] {
  return async (request) =>
    deps.turns(request.server, () => explain(deps, request)) ??
    refused(inLanguage(whySpeech, request.language).tooMany);
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
