import { incidentSpeech } from '../../pipeline/speech/incident.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Control, DeskRequest } from '../../ports.ts';

const doesLengthMax = 80; // Control: `does`
type Leads = 'show' | 'timeline' | 'why' | 'details' | 'export';

/** Whether a control's name of what it does is not longer than it may be; one that is would be refused as a whole. */
export function isShortEnough(control: Control): boolean {
  return !('does' in control) || control.does.length <= doesLengthMax;
}

/** What leads from one answer on an incident to the others. */
export function showControls(request: DeskRequest, incident: string, to: readonly Leads[]): readonly Control[] {
  const { labels } = inLanguage(incidentSpeech, request.language);
  const does: Readonly<Record<Leads, string>> = {
    show: `incidents:show::${incident}`,
    timeline: `incidents:timeline:1:${incident}`,
    why: `why:incident:${incident}`,
    details: `why:details:${incident}`,
    export: `incidents:export:${incident}`,
  };
  return to
    .map((each): Control => ({ kind: 'button', does: does[each], label: labels[each], look: 'plain' }))
    .filter(isShortEnough);
}
