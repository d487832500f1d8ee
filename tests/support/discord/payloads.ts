import { z } from 'zod';
import type { OptionValue } from './interactions.ts';
import type { DiscordState } from './state.ts';

const roleOption = 8;
const textOption = 3;
const described = z.object({ name: z.string(), type: z.number() });
const commands = z.array(
  described.extend({ options: z.array(described.extend({ options: z.array(described).optional() })).optional() }),
);

/** The options of a command as Discord sends them, by the types that the command set gives them. */
export function optionsPayload(
  state: DiscordState,
  asked: { readonly name: string; readonly sub?: string; readonly options?: Readonly<Record<string, OptionValue>> },
  focused: string | null,
): readonly object[] {
  const types = typesOf(state, asked.name, asked.sub ?? null);
  const options = Object.entries(asked.options ?? {}).map(([name, value]) => ({
    name,
    type: types.get(name) ?? (name === 'role' ? roleOption : textOption),
    value,
    ...(name === focused ? { focused: true } : {}),
  }));
  return asked.sub === undefined ? options : [{ name: asked.sub, type: 1, options }];
}

function typesOf(state: DiscordState, name: string, sub: string | null): ReadonlyMap<string, number> {
  const put = [...state.commands.values()].flatMap((body) => commands.safeParse(body).data ?? []);
  const command = put.find((one) => one.name === name);
  const options = sub === null ? command?.options : command?.options?.find((one) => one.name === sub)?.options;
  return new Map((options ?? []).map((one) => [one.name, one.type]));
}

/** The fields of a form as Discord sends them: each below its label. */
export function fieldsPayload(fields: Readonly<Record<string, string>>): readonly object[] {
  return Object.entries(fields).map(([id, value]) => ({ type: 18, component: { type: 4, custom_id: id, value } }));
}
