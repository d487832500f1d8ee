import type { Component } from './component-rules.ts';
import { type Asked, type Asker, componentsOf, type Injected } from './interactions.ts';
import type { DiscordState, StoredReply } from './state.ts';

type Ask = (asked: Asked, asker?: Partial<Asker>) => Injected;

/** What a person can do below an answer, and no more: what is not there, or is switched off, cannot be used. */
export interface Hands {
  /** The message that holds the answer. */
  answerOf(injected: Injected): StoredReply;
  /** Presses the button with this label below an answer, or below a message by its id. */
  press(below: Injected | string, label: string, asker?: Partial<Asker>): Injected;
  /** Chooses from the select whose id ends so. */
  choose(below: Injected | string, idEnd: string, values: readonly string[], asker?: Partial<Asker>): Injected;
  /** Sends the form that was opened, with these fields changed. */
  fill(opened: Injected, fields: Readonly<Record<string, string>>, asker?: Partial<Asker>): Injected;
}

export function createHands(state: DiscordState, ask: Ask): Hands {
  const answerOf = (injected: Injected): StoredReply => {
    const reply = state.replies.get(injected.original ?? '');
    if (reply === undefined) throw new Error('there is no answer yet');
    return reply;
  };
  const idOf = (below: Injected | string) => (typeof below === 'string' ? below : answerOf(below).id);
  return {
    answerOf,
    press(below, label, asker) {
      const message = idOf(below);
      const found = usable(componentsOf(state, message), (one) => 'label' in one && one.label === label, label);
      if (!('custom_id' in found)) throw new Error(`${label} is a link`);
      return ask({ kind: 'button', message, customId: found.custom_id }, asker);
    },
    choose(below, idEnd, values, asker) {
      const message = idOf(below);
      const isIt = (one: Component) => 'custom_id' in one && one.custom_id.endsWith(idEnd);
      const found = usable(componentsOf(state, message), isIt, idEnd);
      if (!('min_values' in found)) throw new Error(`${idEnd} is no select`);
      if (values.length < found.min_values || values.length > found.max_values)
        throw new Error(`${idEnd} takes ${found.min_values} to ${found.max_values} values`);
      const strange = values.find((value) => found.type === 3 && !found.options.some((one) => one.value === value));
      if (strange !== undefined) throw new Error(`${idEnd} does not offer ${strange}`);
      return ask({ kind: 'choice', message, customId: found.custom_id, values }, asker);
    },
    fill(opened, fields, asker) {
      const modal = opened.callback?.modal ?? null;
      if (modal === null) throw new Error('no form was opened');
      const filled = modal.components.map(({ component }) => {
        const value = fields[component.custom_id] ?? component.value ?? '';
        if (component.required && value === '') throw new Error(`${component.custom_id} must be filled in`);
        if (value.length > component.max_length) throw new Error(`${component.custom_id} takes less`);
        return [component.custom_id, value] as const;
      });
      const known = new Map(filled);
      const strange = Object.keys(fields).find((id) => !known.has(id));
      if (strange !== undefined) throw new Error(`the form has no ${strange}`);
      const message = state.interactions.get(opened.token)?.below ?? null;
      return ask({ kind: 'modal', customId: modal.custom_id, fields: Object.fromEntries(known), message }, asker);
    },
  };
}

function usable(all: readonly Component[], isIt: (one: Component) => boolean, what: string): Component {
  const found = all.find(isIt);
  if (found === undefined) throw new Error(`there is no ${what}`);
  if ('disabled' in found && found.disabled === true) throw new Error(`${what} is switched off`);
  return found;
}
