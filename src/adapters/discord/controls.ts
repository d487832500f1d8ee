import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
} from 'discord.js';
import { cleanLine, cut, safeLink } from '../../pipeline/render/clean.ts';
import type { Control, ControlOption } from '../../ports.ts';
import { controlId } from './custom-id.ts';

/** Discord: limits of components. */
const rowsMax = 5;
const buttonsPerRowMax = 5;
const buttonLabelLengthMax = 80;
const linkLengthMax = 512;
const optionsMax = 25;
const optionLengthMax = 100;
const placeholderLengthMax = 150;

type Component = APIComponentInMessageActionRow;
export type Row = APIActionRowComponent<Component>;

/**
 * Controls as Discord's rows. What Discord would refuse with the whole message is left out: a control that does what
 * another does already, an id or link too long, a choice of nothing, rows beyond the fifth.
 */
export function rowsOf(controls: readonly (readonly Control[])[]): Row[] {
  const seen = new Set<string>();
  return controls
    .flatMap((row) => parted(row.flatMap((control) => componentOf(control, seen))))
    .slice(0, rowsMax)
    .map((components) => ({ type: ComponentType.ActionRow, components: [...components] }));
}

/** A choice takes a row for itself, buttons share one. */
function parted(components: readonly Component[]): readonly (readonly Component[])[] {
  const rows: Component[][] = [];
  for (const component of components) {
    const last = rows.at(-1);
    const isShared = last?.every(({ type }) => type === ComponentType.Button) && last.length < buttonsPerRowMax;
    if (component.type === ComponentType.Button && isShared) last?.push(component);
    else rows.push([component]);
  }
  return rows;
}

const styles = {
  plain: ButtonStyle.Secondary,
  main: ButtonStyle.Primary,
  good: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

function componentOf(control: Control, seen: Set<string>): readonly Component[] {
  if (control.kind === 'link') return linkOf(control);
  const opensForm = control.kind === 'button' && control.opensForm === true;
  const id = controlId(opensForm ? 'form' : 'control', control.does);
  if (id === null || seen.has(id)) return [];
  seen.add(id);
  if (control.kind !== 'button') return selectOf(control, id);
  return [
    {
      type: ComponentType.Button,
      style: styles[control.look],
      custom_id: id,
      label: shown(control.label, buttonLabelLengthMax),
      disabled: control.isDisabled === true,
    },
  ];
}

function linkOf({ label, url }: Extract<Control, { kind: 'link' }>): readonly Component[] {
  const safe = safeLink(url);
  if (safe === null || safe.length > linkLengthMax) return [];
  const text = shown(label, buttonLabelLengthMax);
  return [{ type: ComponentType.Button, style: ButtonStyle.Link, label: text, url: safe }];
}

function selectOf(control: Exclude<Control, { kind: 'button' | 'link' }>, id: string): readonly Component[] {
  const common = { custom_id: id, placeholder: shown(control.placeholder, placeholderLengthMax) };
  if (control.kind === 'choice') {
    const options = optionsOf(control.options, control.max);
    if (options.length === 0) return [];
    return [{ type: ComponentType.StringSelect, ...common, ...range(control, options.length), options }];
  }
  const bounds = range(control, optionsMax);
  const chosen = control.chosen.filter((one) => /^\d{5,20}$/u.test(one)).slice(0, bounds.max_values);
  if (control.kind === 'role') {
    const roles = chosen.map((one) => ({ id: one, type: SelectMenuDefaultValueType.Role }) as const);
    return [{ type: ComponentType.RoleSelect, ...common, ...bounds, ...defaults(roles, bounds.min_values) }];
  }
  if (control.kind === 'user') {
    const users = chosen.map((one) => ({ id: one, type: SelectMenuDefaultValueType.User }) as const);
    return [{ type: ComponentType.UserSelect, ...common, ...bounds, ...defaults(users, bounds.min_values) }];
  }
  const channels = chosen.map((one) => ({ id: one, type: SelectMenuDefaultValueType.Channel }) as const);
  const types = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;
  return [
    {
      type: ComponentType.ChannelSelect,
      ...common,
      ...bounds,
      ...defaults(channels, bounds.min_values),
      channel_types: [...types],
    },
  ];
}

/** Discord refuses fewer values than must be chosen, unless there are none. */
function defaults<T>(values: readonly T[], min: number): { default_values?: T[] } {
  return values.length === 0 || values.length < min ? {} : { default_values: [...values] };
}

function range({ min, max }: { readonly min: number; readonly max: number }, options: number) {
  const most = Math.max(1, Math.min(max, options, optionsMax));
  return { min_values: Math.max(0, Math.min(min, most)), max_values: most };
}

function optionsOf(options: readonly ControlOption[], max: number) {
  const values = new Set<string>();
  let chosen = 0;
  return options
    .filter(({ value }) => {
      const isNew = value !== '' && value.length <= optionLengthMax && !values.has(value);
      values.add(value);
      return isNew;
    })
    .slice(0, optionsMax)
    .map((option) => {
      const isChosen = option.isChosen === true && chosen < max;
      if (isChosen) chosen += 1;
      const about = option.about === undefined ? '' : cut(cleanLine(option.about), optionLengthMax);
      return {
        label: shown(option.label, optionLengthMax),
        value: option.value,
        ...(about === '' ? {} : { description: about }),
        ...(isChosen ? { default: true } : {}),
      };
    });
}

/** Labels are shown as they are, without markup; Discord refuses empty ones. */
function shown(text: string, lengthMax: number): string {
  return cut(cleanLine(text), lengthMax) || '…';
}
