import type { APIButtonComponent } from 'discord.js';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { CardParts } from '../../pipeline/render/card-parts.ts';
import { cut } from '../../pipeline/render/clean.ts';
import type { Row } from './controls.ts';
import type { CardButton } from './custom-id.ts';

/** Discord: limits of components. */
const buttonLabelLengthMax = 80;
const buttonsPerRowMax = 5;

const buttonStyles: Readonly<Record<CardButton, ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success>> = {
  acknowledge: ButtonStyle.Primary,
  unacknowledge: ButtonStyle.Secondary,
  confirm: ButtonStyle.Primary,
  snooze: ButtonStyle.Secondary,
  wake: ButtonStyle.Secondary,
  assign: ButtonStyle.Secondary,
  unassign: ButtonStyle.Secondary,
  note: ButtonStyle.Secondary,
  resolve: ButtonStyle.Success,
  'false-alarm': ButtonStyle.Secondary,
  reopen: ButtonStyle.Secondary,
  why: ButtonStyle.Secondary,
};

/** The buttons below a card, in rows; without those whose id would be too long for Discord, so that the card itself is never refused. */
export function buttonsOf(card: CardParts, idOf: (action: CardButton) => string | null): Row[] {
  const why = card.why === null ? [] : [{ action: 'why' as const, label: card.why }];
  const buttons = [...card.actions, ...why].flatMap(({ action, label }): APIButtonComponent[] => {
    const id = idOf(action);
    if (id === null) return [];
    const text = cut(label, buttonLabelLengthMax);
    return [{ type: ComponentType.Button, style: buttonStyles[action], custom_id: id, label: text }];
  });
  return inRows([...targetOf(card), ...buttons]);
}

function inRows(buttons: readonly APIButtonComponent[]): Row[] {
  const starts = Array.from(
    { length: Math.ceil(buttons.length / buttonsPerRowMax) },
    (_, row) => row * buttonsPerRowMax,
  );
  return starts.map((start) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(start, start + buttonsPerRowMax),
  }));
}

/** What leads to the card of the incident that this one was merged into. */
function targetOf({ target }: CardParts): readonly APIButtonComponent[] {
  if (target === null) return [];
  const { server, channel, id } = target.message;
  const url = `https://discord.com/channels/${server}/${channel}/${id}`;
  const label = cut(`🔗 ${target.title}`, buttonLabelLengthMax);
  return [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url }];
}
