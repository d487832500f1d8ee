/** Everything that people may type, choose and press, on a real store: each answer is one that Discord takes. */
import assert from 'node:assert/strict';
import { ApplicationCommandOptionType } from 'discord.js';
import fc from 'fast-check';
import { z } from 'zod';
import { askOf, commandSet, completionOf, formOf } from '../../../src/adapters/discord/commands.ts';
import { modalOf } from '../../../src/adapters/discord/form.ts';
import { replyBody } from '../../../src/adapters/discord/reply.ts';
import { actions } from '../../../src/model.ts';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import { conversationSpeech } from '../../../src/pipeline/speech/conversation.ts';
import type { Choice, Desk, DeskReply, DeskRequest, FeedReader, Form } from '../../../src/ports.ts';
import { by, desk, incident, openWorld, pack, redis, renew, told } from '../../jobs/desk/world.ts';
import { plannedPremises } from '../../jobs/support/premises.ts';
import { readMessage, readModal } from '../discord/rules.ts';
import { anRss } from '../feed-documents.ts';
import { type Target, target } from './target.ts';
import { hostileText } from './texts.ts';

const typedLengthMax = 6_000; // Discord: an option of text
const formTextMax = 4_000;
const member = '100000000000000001';

/** An option as it is put. */
const put = z.object({
  name: z.string(),
  type: z.number(),
  choices: z.array(z.object({ value: z.union([z.string(), z.number()]) })).optional(),
  max_length: z.number().optional(),
});
const readPut = z.array(put.extend({ options: z.array(put).optional() }));
type Put = Readonly<z.infer<typeof put>>;
interface Command {
  readonly name: string;
  readonly options: readonly Put[];
}
const commands: readonly Command[] = commandSet.flatMap(({ name, options = [] }) => {
  const subs = readPut.parse(options);
  return subs.some(({ type }) => type === ApplicationCommandOptionType.Subcommand)
    ? subs.map((sub) => ({ name: `${name} ${sub.name}`, options: sub.options ?? [] }))
    : [{ name, options: subs }];
});

type Deed =
  | {
      readonly what: 'command' | 'complete';
      readonly name: string;
      readonly given: ReadonlyMap<string, string>;
      readonly focused: string;
    }
  /** `nth` of what was offered so far, with its end replaced where `end` is text. */
  | {
      readonly what: 'control' | 'form' | 'submit';
      readonly nth: number;
      readonly end: string | null;
      readonly values: readonly string[];
      readonly text: string;
    }
  | { readonly what: 'press'; readonly nth: number };

const sensible = [
  ...[
    'everything',
    'raids',
    'rocket',
    'place:baghdad',
    incident,
    'camp-taji',
    'iran',
    '2h',
    'tomorrow 08:00',
    '30d',
    'high',
    '1',
    'i-none',
    'UTC',
  ],
  ...[
    `<@${member}>`,
    `<@${member}> <@100000000000000002>`,
    '12 hours',
    'week',
    '20:00',
    'baghdad',
    'https://paper.example/rss',
    'Rockets hit Camp Taji.',
  ],
  ...[
    'name: n\ntimeZone: UTC\nlayers: []',
    'steps:\n  - ',
    '- a: &x [*x]',
    '{a: {b: ',
    '? ? ? ',
    'wire',
    'a-none',
    ',',
  ],
];
const typed = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...sensible) },
  { weight: 3, arbitrary: hostileText(...sensible) },
);

function drawnFor({ type, choices, max_length: lengthMax = typedLengthMax }: Put): fc.Arbitrary<string> {
  if (choices !== undefined && choices.length > 0) return fc.constantFrom(...choices.map(({ value }) => String(value)));
  switch (type) {
    case ApplicationCommandOptionType.Integer:
      return fc.constantFrom('0', '1', '7', '60', '-1', '9007199254740991');
    case ApplicationCommandOptionType.Boolean:
      return fc.constantFrom('true', 'false');
    case ApplicationCommandOptionType.String:
      return typed.map((text) => text.slice(0, lengthMax));
    default:
      return fc.constantFrom(member, 'responder', '800000000000000001'); // roles, channels, people
  }
}

const anAsk: fc.Arbitrary<Deed> = fc.constantFrom(...commands).chain(({ name, options }) =>
  fc.record({
    what: fc.constantFrom('command' as const, 'command' as const, 'complete' as const),
    name: fc.constant(name),
    focused: fc.constantFrom('', ...options.map((option) => option.name)),
    given: fc
      .tuple(
        ...options.map((option) =>
          fc.option(drawnFor(option), { freq: 3 }).map((value) => [option.name, value] as const),
        ),
      )
      .map((pairs) => new Map(pairs.flatMap(([option, value]) => (value === null ? [] : [[option, value] as const])))),
  }),
);
const aPress: fc.Arbitrary<Deed> = fc.record<Exclude<Deed, { readonly given: unknown } | { readonly what: 'press' }>>({
  what: fc.constantFrom('control' as const, 'control' as const, 'form' as const, 'submit' as const),
  nth: fc.nat(200),
  end: fc.option<string, null>(
    typed.map((text) => text.slice(0, 80)),
    { freq: 3, nil: null },
  ),
  values: fc.array(
    typed.map((text) => text.slice(0, 100)),
    { maxLength: 3 },
  ),
  text: typed.map((text) => text.slice(0, formTextMax)),
});
const deeds = fc.array(
  fc.oneof(anAsk, anAsk, aPress, aPress, fc.record({ what: fc.constant('press' as const), nth: fc.nat(50) })),
  { minLength: 1, maxLength: 14 },
);

/** Whatever address is typed: a feed, a page that links to one, or nothing. */
const bodies = [
  anRss([{ title: 'Rockets hit Camp Taji' }]),
  '<link rel="alternate" type="application/rss+xml" href="/x">',
  '',
];
const reader: FeedReader = {
  async fetch({ url }) {
    const body = Buffer.from(bodies[url.length % bodies.length] ?? '');
    const said = { charset: null, contentType: null, etag: null, lastModified: null, movedTo: null, waitMs: null };
    if (url.length % 7 === 0)
      return { status: 'not-found', httpStatus: 404, problem: 'There is no such address.', waitMs: null };
    return { status: 'ok', body, finalUrl: url, ...said };
  },
};

/** Those that a member may send without having been offered them: they stand below old messages. */
const standing = [
  `alert:snooze:1h:${incident}`,
  `alert:assign:${member}:${incident}`,
  `alert:note::${incident}`,
  `incidents:show:1:${incident}`,
  `why:details:${incident}`,
  'setup:go:role',
  'setup:save',
  'rotas:new-policy',
  'watches:new',
  'lessons:page:2',
  'merge:choose:0:d1',
];

const everythingTyped = target<readonly Deed[]>(
  {
    name: 'commands, presses and forms',
    claim:
      'whatever is typed, chosen or pressed in whatever order is answered, by a message or form that Discord takes',
    cost: 30,
  },
  async () => {
    await openWorld();
    return {
      inputs: deeds,
      close: () => redis.stop(),
      async check(all) {
        await renew();
        await told();
        const on = desk({ premises: plannedPremises(), feeds: { reader, parse: parseFeed, filed: pack } });
        const offered = [...standing];
        for (const deed of all) {
          const request = by('Amal', { mayManage: true, mayManageServer: true, who: { id: member, name: 'Amal' } });
          const answered = await doneBy(on, request, deed, offered);
          if (answered !== null) checkAnswer(answered, offered, deed);
        }
      },
    };
  },
);

async function doneBy(
  on: Desk,
  request: DeskRequest,
  deed: Deed,
  offered: readonly string[],
): Promise<DeskReply | Form | readonly Choice[] | null> {
  if (deed.what === 'press') {
    const action = actions[deed.nth % actions.length] ?? 'acknowledge';
    return on.press({ ...request, incident, action });
  }
  if ('given' in deed) {
    const given = (option: string) => deed.given.get(option) ?? null;
    if (deed.what === 'complete')
      return completionOf(deed.focused)?.(on, request, given(deed.focused) ?? '', given) ?? null;
    const form = formOf(deed.name)?.(given) ?? null;
    return form === null ? (askOf(deed.name)?.(on, request, given) ?? null) : on.form({ ...request, does: form });
  }
  const chosen = offered[deed.nth % offered.length] ?? '';
  const does = deed.end === null ? chosen : `${chosen.slice(0, chosen.lastIndexOf(':') + 1)}${deed.end}`;
  if (deed.what === 'control') return on.control({ ...request, does, values: deed.values });
  const form = await on.form({ ...request, does });
  if ('ok' in form || deed.what === 'form') return form;
  return on.submit({ ...request, does: form.does, fields: new Map(form.fields.map(({ id }) => [id, deed.text])) });
}

function checkAnswer(answered: DeskReply | Form | readonly Choice[], offered: string[], deed: Deed): void {
  if ('ok' in answered) {
    const { body } = replyBody(answered, conversationSpeech.en);
    assert.deepEqual(readMessage(body, 'reply').problems, [], `the answer to ${fc.stringify(deed)}`);
    for (const control of (answered.controls ?? []).flat()) if ('does' in control) offered.push(control.does);
  } else if ('fields' in answered) {
    const modal = modalOf(answered);
    assert.ok(modal !== null, `no form can be made of ${answered.does}`);
    assert.deepEqual(readModal(modal), [], `the form for ${fc.stringify(deed)}`);
  }
}

export const deskTargets: readonly Target[] = [everythingTyped];
