import type { Controls } from './controls.ts';
import type { DeskDeps } from './deps.ts';
import { whyIncident } from './why-incident.ts';

/** What the controls that ask why do: `why:incident:<incident>`. */
export function whyControls(deps: DeskDeps): Controls {
  return {
    control: (request) => whyIncident(deps, request, request.does.split(':').slice(2).join(':')),
  };
}
