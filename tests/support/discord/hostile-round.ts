/** One of everything that is sent, with texts of enemies in it: what Discord or a reader would object to. */

import { chanceFrom } from '../../../bench/chance.ts';
import { modalOf } from '../../../src/adapters/discord/form.ts';
import { cardBody, letterBody, nonceOf, noticeBody } from '../../../src/adapters/discord/message.ts';
import { pageBody } from '../../../src/adapters/discord/page.ts';
import { replyBody } from '../../../src/adapters/discord/reply.ts';
import { renderCard } from '../../../src/pipeline/render/card.ts';
import { cleanLine, cleanText } from '../../../src/pipeline/render/clean.ts';
import { conversationSpeech } from '../../../src/pipeline/speech/conversation.ts';
import type { DeskReply } from '../../../src/ports.ts';
import { noon } from '../builders.ts';
import { hostileCard, hostileForm, hostileLetter, hostileNotice, hostilePage, hostileReply } from './hostile.ts';
import { type BodyCheck, loadBodyCheck } from './openapi.ts';
import { look, marked } from './reader.ts';
import { readMessage, readModal } from './rules.ts';
import { cardSight, linkOf, same, sight } from './sight.ts';

const messages = '/channels/900000000000000002/messages';
const original = '/webhooks/900000000000000004/token/messages/@original';
const callback = '/interactions/1/token/callback';
let loaded: BodyCheck | null | undefined;
const check: BodyCheck = (...asked) => {
  loaded ??= loadBodyCheck();
  return loaded?.(...asked) ?? [];
};

/** Problems of the alert with this seed, as sentences; none is what is hoped for. */
export function hostileAlert(seed: number): readonly string[] {
  return cardProblems(hostileCard(chanceFrom(seed))).map((problem) => `seed ${seed}: ${problem}`);
}

/** The same with a notice, a letter, an answer and a form beside it. */
export function hostileRound(seed: number): readonly string[] {
  const chance = chanceFrom(seed);
  return [
    ...cardProblems(hostileCard(chance)),
    ...noticeProblems(hostileNotice(chance)),
    ...pageProblems(hostilePage(chance)),
    ...letterProblems(hostileLetter(chance)),
    ...replyProblems(hostileReply(chance)),
    ...formProblems(hostileForm(chance)),
  ].map((problem) => `seed ${seed}: ${problem}`);
}

function posted(body: object): readonly string[] {
  const whole = { ...body, nonce: nonceOf('reference'), enforce_nonce: true };
  return [...readMessage(whole, 'create').problems, ...check('POST', messages, whole)];
}

function cardProblems(view: ReturnType<typeof hostileCard>): readonly string[] {
  const body = cardBody(view);
  const [embed] = body.embeds;
  const ping = view.pingRole === null ? '' : `<@&${view.pingRole}> `;
  return [
    ...posted(body),
    ...(body.content.startsWith(ping) ? [] : ['the ping is not in its place']),
    ...sight('headline', body.content.slice(ping.length), cleanLine(renderCard(view).headline)),
    ...(embed === undefined ? ['no embed'] : cardSight(embed, view)),
  ];
}

function noticeProblems(view: ReturnType<typeof hostileNotice>): readonly string[] {
  const body = noticeBody(view);
  return [...posted(body), ...referredSight('notice', body.content, view.text)];
}

function pageProblems(view: ReturnType<typeof hostilePage>): readonly string[] {
  const body = pageBody(view);
  const called = [...view.users.map((id) => `<@${id}>`), ...view.roles.map((id) => `<@&${id}>`)].join(' ');
  const rest = body.content.startsWith(called) ? body.content.slice(called.length) : null;
  const lines = view.lines.map((line) =>
    typeof line === 'string'
      ? cleanLine(line)
      : line.map((piece) => ('text' in piece ? edged(piece.text) : marked('time', `${noon / 1000}:R`))).join(''),
  );
  return [
    ...posted(body),
    ...(rest === null
      ? ['those who are called are not in their place']
      : referredSight('page', rest, lines.join('\n'))),
  ];
}

function letterProblems(view: ReturnType<typeof hostileLetter>): readonly string[] {
  const body = letterBody(view);
  const alt = body.attachments?.[0]?.description ?? '';
  return [
    ...posted(body),
    ...referredSight('letter', body.content, view.text),
    ...(cleanLine(view.image?.alt ?? '') === '' ? [] : same('alternative', alt, cleanLine(view.image?.alt ?? ''))),
  ];
}

/** Text and, in small type below it, the reference. */
function referredSight(what: string, content: string, text: string): readonly string[] {
  const lines = content.split('\n');
  const reference = look(lines.pop() ?? '').text.trim();
  return [
    ...(/^⟦s wf-.. s⟧$/u.test(reference) ? [] : [`${what}: the reference is not in its place`]),
    ...sight(what, lines.join('\n'), cleanText(text)),
  ];
}

function replyProblems(reply: ReturnType<typeof hostileReply>): readonly string[] {
  const speech = conversationSpeech.en;
  const { body } = replyBody(reply, speech);
  const { embeds } = body;
  const parts = reply.parts.some(({ lines }) => lines.length > 0)
    ? embeds.find(({ title }) => title === undefined)
    : undefined;
  const said = reply.parts.map(({ heading, lines }) => ({
    heading: cleanLine(heading),
    lines: lines.map((line) => cleanLine(String(line))),
  }));
  const only = (said: Partial<DeskReply>) => replyBody({ ok: true, text: '', ...said }, speech).body.content;
  const [text, more] = [only({ text: reply.text }), only({ lines: reply.lines ?? [] })];
  const lines = (reply.lines ?? []).map((line) =>
    typeof line === 'string'
      ? cleanLine(line)
      : line
          .map((piece) =>
            piece.kind === 'link' ? linkOf(piece.text, piece.url) : 'text' in piece ? edged(piece.text) : '',
          )
          .join(''),
  );
  return [
    ...readMessage(body, 'reply').problems,
    ...check('PATCH', original, body),
    ...(text === '…' ? [] : sight('answer', text, cleanText(reply.text))),
    ...(more === '…' ? [] : sight('lines', more, lines.join('\n'))),
    ...partsProblems(parts?.fields ?? [], said),
  ];
}

interface Field {
  readonly name: string;
  readonly value: string;
}
interface Part {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Fields are parts in their order, without those that have no word; what is called `…` goes on with the part before. */
function partsProblems(fields: readonly Field[], parts: readonly Part[]): readonly string[] {
  let left = [...parts];
  let begun: readonly string[] = [];
  return fields.flatMap(({ name, value }) => {
    const isSeen = (lines: readonly string[]) => sight('lines', value, lines.join('\n')).length === 0;
    const rest = begun.findIndex((_, at) => at > 0 && isSeen(begun.slice(at)));
    if (name === '…' && rest > 0) {
      begun = begun.slice(rest);
      return [];
    }
    const at = left.findIndex((part) => sight('heading', name, part.heading).length === 0 && isSeen(part.lines));
    begun = left[at]?.lines ?? [];
    left = left.slice(at + 1);
    return at < 0 ? [`no part is ${JSON.stringify({ name, value })}`] : [];
  });
}

function formProblems(form: ReturnType<typeof hostileForm>): readonly string[] {
  const modal = modalOf(form);
  if (modal === null) return [];
  return [...readModal(modal), ...check('POST', callback, { type: 9, data: modal })];
}

/** Between pieces a blank at the edge is wanted. */
function edged(text: string): string {
  const cleaned = cleanLine(text);
  if (cleaned === '') return text.startsWith(' ') ? ' ' : '';
  return `${text.startsWith(' ') ? ' ' : ''}${cleaned}${text.endsWith(' ') ? ' ' : ''}`;
}
