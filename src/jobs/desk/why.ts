import type { Desk, DeskReply } from '../../ports.ts';
import { type DeskDeps, refused } from './deps.ts';
import { whyLink, whyText } from './why-article.ts';
import { whyIncident } from './why-incident.ts';

type Why = Parameters<Desk['why']>[0];

/** Judging takes up to a tenth of a second of the thread that answers everybody: one at a time, and few in line. */
const inLineMax = 10;
const textLengthMax = 6_000;
const linkLengthMax = 1_000;

/** Makes the answer to `/why`. Nothing is stored and nobody is told, whatever is asked; anyone may ask, as with `/incident show`. */
export function explains(deps: DeskDeps): Desk['why'] {
  let last: Promise<unknown> = Promise.resolve();
  let inLine = 0;
  return async (request) => {
    if (inLine >= inLineMax) return refused('Too many are asking at this moment. Try again in a few seconds.');
    inLine += 1;
    const turn = last.then(() => explain(deps, request));
    last = turn.catch(() => undefined);
    return turn.finally(() => {
      inLine -= 1;
    });
  };
}

async function explain(deps: DeskDeps, request: Why): Promise<DeskReply> {
  const { incident, url: link, text } = request;
  if (incident !== null) return whyIncident(deps, request, incident);
  if ((text ?? '').length > textLengthMax) return refused(`The text has at most ${textLengthMax} characters.`);
  if (text !== null && !/\p{L}/u.test(text)) return refused('The text needs at least one word.');
  if (link !== null && link.length > linkLengthMax) return refused(`A link has at most ${linkLengthMax} characters.`);
  if (link !== null) return whyLink(deps, request, { link, text });
  if (text !== null) return whyText(deps, request, text);
  return refused('Name an incident, the link of an article, or its text.');
}
