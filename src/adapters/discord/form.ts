import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { cleanLine, cut } from '../../pipeline/render/clean.ts';
import type { Form, FormField } from '../../ports.ts';
import { controlId } from './custom-id.ts';

/** Discord: limits of modals. */
const titleLengthMax = 45;
const labelLengthMax = 45;
const placeholderLengthMax = 100;
const valueLengthMax = 4000;
const fieldsMax = 5;

/** The form as a modal; null where Discord would refuse it, as one without fields or with an id that is too long. */
export function modalOf(form: Form): APIModalInteractionResponseCallbackData | null {
  const id = controlId('form', form.does);
  if (id === null || form.fields.length === 0) return null;
  return {
    custom_id: id,
    title: shown(form.title, titleLengthMax),
    components: form.fields.slice(0, fieldsMax).map((field) => ({
      type: ComponentType.Label,
      label: shown(field.label, labelLengthMax),
      component: inputOf(field),
    })),
  };
}

function inputOf(field: FormField) {
  const lengthMax = Math.max(1, Math.min(field.lengthMax, valueLengthMax));
  // A value longer than the field takes would be refused with the whole form.
  const value = cut(field.value, lengthMax);
  const placeholder = cut(cleanLine(field.placeholder), placeholderLengthMax);
  return {
    type: ComponentType.TextInput,
    custom_id: field.id,
    style: field.isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.isRequired,
    max_length: lengthMax,
    ...(value === '' ? {} : { value }),
    ...(placeholder === '' ? {} : { placeholder }),
  } as const;
}

function shown(text: string, lengthMax: number): string {
  return cut(cleanLine(text), lengthMax) || '…';
}
