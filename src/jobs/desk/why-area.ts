import { whySpeech } from '../../pipeline/speech/why.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { DeskReply, DeskRequest } from '../../ports.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, refused } from './deps.ts';
import type { Turns } from './turns.ts';
import { articleDetails } from './why-article.ts';
import { incidentDetails } from './why-details.ts';
import { whyIncident } from './why-incident.ts';

/** What the controls that ask why do: `why:incident:<incident>`, `why:details:<incident>`, `why:article:<article>`. */
export function whyControls(deps: DeskDeps & { readonly turns: Turns }): Controls {
  return {
    control: async (request) =>
      deps.turns(request.server, () => control(deps, request)) ??
      refused(inLanguage(whySpeech, request.language).tooMany),
  };
}

async function control(deps: DeskDeps, request: DeskRequest & { readonly does: string }): Promise<DeskReply> {
  const [, verb] = request.does.split(':', 2);
  const id = request.does.split(':').slice(2).join(':');
  switch (verb) {
    case 'incident':
      return whyIncident(deps, request, id);
    case 'details':
      return incidentDetails(deps, request, id);
    case 'article':
      return articleDetails(deps, request, id);
    default:
      return refused(inLanguage(whySpeech, request.language).gone);
  }
}
