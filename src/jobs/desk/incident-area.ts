import { incidentsSpeech } from '../../pipeline/speech/incidents.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Control } from '../../ports.ts';
import type { Controls } from './controls.ts';
import { refused } from './deps.ts';
import { exportOne } from './export.ts';
import { showIncident } from './incident.ts';
import { askedBefore, listPage } from './incidents.ts';
import type { CatalogueDeps } from './selection.ts';
import { timelinePage } from './timeline.ts';

/**
 * What the controls below answers on incidents do: `incidents:page:<number>:<list>`, `incidents:show:<page>:<list>` with
 * the chosen incident, `incidents:show::<incident>`, `incidents:timeline:<number>:<incident>`, `incidents:export:<incident>`.
 */
export function incidentControls(deps: CatalogueDeps): Controls {
  return {
    async control(request) {
      const speech = inLanguage(incidentsSpeech, request.language);
      const [, verb = '', number = ''] = request.does.split(':');
      const argument = request.does.split(':').slice(3).join(':');
      if (verb === 'export') return exportOne(deps, request, request.does.split(':').slice(2).join(':'));
      if (verb === 'timeline') return timelinePage(deps, request, argument, Number(number));
      const [chosen] = request.values;
      if (verb === 'show' && chosen === undefined) return showIncident(deps, request, argument, null);
      if (verb === 'show' && chosen !== undefined) {
        const does = `incidents:page:${number}:${argument}`;
        const back: Control = { kind: 'button', does, label: speech.backToList, look: 'plain' };
        return showIncident(deps, request, chosen, back);
      }
      const asked = verb === 'page' ? await askedBefore(deps, request, argument) : null;
      return asked === null ? refused(speech.tooOld) : listPage(deps, request, asked, Number(number));
    },
  };
}
