import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import { cut } from '../../pipeline/render/clean.ts';
import type { PageView } from '../../ports.ts';
import { directButtonId, incidentButtonId } from './custom-id.ts';
import { markupLines, piecesOf } from './markup.ts';
import { contentLengthMax, type MessageBody, referenceLine } from './message.ts';

/** Discord takes a hundred mentions a message; a page calls a few. */
const mentionsMax = 20;
const buttonsMax = 5;
const buttonLabelLengthMax = 80;
const snowflake = /^\d{5,20}$/u;

/** A page as a message: whom it calls, its lines, and its reference as a notice has it. Nobody else is pinged. */
export function pageBody(view: PageView): MessageBody {
  const users = view.users.filter((id) => snowflake.test(id)).slice(0, mentionsMax);
  const roles = view.roles.filter((id) => snowflake.test(id)).slice(0, mentionsMax);
  const called = [...users.map((id) => `<@${id}>`), ...roles.map((id) => `<@&${id}>`)].join(' ');
  const reference = referenceLine(view.reference);
  const room = contentLengthMax - called.length - reference.length - 2;
  const content = [called, markupLines(view.lines.map(piecesOf), room), reference];
  return {
    content: content.filter((part) => part !== '').join('\n'),
    embeds: [],
    components: buttonsOf(view),
    allowed_mentions: { parse: [], ...(called === '' ? {} : { users, roles }) },
  };
}

function buttonsOf({ incident, buttons, server }: PageView): MessageBody['components'] {
  const components = buttons.slice(0, buttonsMax).flatMap(({ action, label }, at): APIButtonComponentWithCustomId[] => {
    const id = server === undefined ? incidentButtonId(incident, action) : directButtonId(server, incident, action);
    const style = at === 0 ? ButtonStyle.Primary : ButtonStyle.Secondary;
    const text = cut(label, buttonLabelLengthMax);
    return id === null ? [] : [{ type: ComponentType.Button, style, custom_id: id, label: text }];
  });
  return components.length === 0 ? [] : [{ type: ComponentType.ActionRow, components }];
}
