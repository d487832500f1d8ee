import type { Alert } from '../../../model.ts';
import { actionsOf } from '../../../pipeline/render/card.ts';
import { words } from '../../../pipeline/render/words.ts';
import type { Control, DeskRequest } from '../../../ports.ts';
import { isShortEnough } from '../incident-controls.ts';
import { doesOf } from './does.ts';

/** Discord: five buttons a row. */
const buttonsPerRowMax = 5;

/** What may be done to an alert as it stands, for where its card is not at hand. */
export function actionControls(request: DeskRequest, alert: Alert): readonly (readonly Control[])[] {
  const { action: labels } = words[request.language];
  const buttons = actionsOf(alert)
    .map((action): Control => {
      const does = doesOf(action, '', alert.incident);
      return { kind: 'button', does, label: labels[action], look: 'plain', opensForm: action === 'note' };
    })
    .filter(isShortEnough);
  const rows = [buttons.slice(0, buttonsPerRowMax), buttons.slice(buttonsPerRowMax)];
  return rows.filter((row) => row.length > 0);
}
