import { createHash } from 'node:crypto';
import type { EscalationPolicy, Presser, Rota, RotaLayer } from '../../../model.ts';
import { localDay } from '../../../pipeline/local-time.ts';
import { rotaLimits } from '../../../pipeline/rota/limits.ts';
import { type RotasSpeech, rotasSpeech } from '../../../pipeline/speech/rotas.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { readTimeOfDay, readTimeZone, westernDigits } from '../../../pipeline/time-words.ts';
import type { DeskReply, DeskRequest, RotaWish } from '../../../ports.ts';
import { type DeskDeps, refused, serverHere } from '../deps.ts';
import { memberMeant } from '../on-call/find.ts';
import { put, type Writing, whyNotPut } from './edit.ts';
import { policyShelf, rotaShelf } from './shelf.ts';

const handoverUsual = '08:00';
const slugLengthMax = 40;

/** Makes a rota of one layer out of its usual parts; everything else is a matter of the form. */
export async function addRota(deps: DeskDeps, request: DeskRequest, wish: RotaWish): Promise<DeskReply> {
  const say = inLanguage(rotasSpeech, request.language);
  const people = await peopleTyped(deps, request, wish.people ?? '');
  if (typeof people === 'string') return refused(people);
  const turn = turnTyped(wish.turn ?? 'week');
  if (turn === null) return refused(say.badTurn(wish.turn ?? ''));
  const handover = readTimeOfDay(wish.handover ?? handoverUsual);
  if (handover === null) return refused(say.badHandover(wish.handover ?? ''));
  const timeZone = await zoneTyped(deps, request, wish.timeZone, say);
  if (!timeZone.ok) return refused(timeZone.problem);
  const name = (wish.name ?? '').trim().slice(0, rotaLimits.nameLength);
  const from = localDay(deps.clock.now(), timeZone.is);
  const layer = {
    name: say.layer,
    people,
    from,
    until: null,
    turn,
    handover,
    within: [],
    holidays: 'as-usual',
  } as const;
  const made = { id: idOf(name, request), server: request.server, name, timeZone: timeZone.is, layers: [layer] };
  const shelf = rotaShelf(deps);
  // The same reader decides as for the file, so that neither lets in what the other would refuse.
  const read = await shelf.read(shelf.write({ ...made, holidays: [], channel: null, origin: 'command' }), made);
  if (!read.ok) return refused(`${say.mistaken}\n${read.problem}`);
  const all = await shelf.all(request.server);
  const problem = await whyNotPut(deps, request, shelf, { after: read.read, stored: null, all });
  return problem === null
    ? put(deps, request, shelf, { after: read.read, stored: null, draft: null })
    : refused(problem);
}

/** What a new policy's form begins with: whoever is on call, twice, and then who asks. */
export async function newPolicy(deps: DeskDeps, request: DeskRequest): Promise<Writing> {
  const shelf = policyShelf(deps);
  const [rota] = await rotaShelf(deps).all(request.server);
  const call = { onlyIn: null } as const;
  const person = { do: 'notify-person', person: request.who, ...call } as const;
  const first = rota === undefined ? person : ({ do: 'notify-on-call', rota: rota.id, ...call } as const);
  const policy: EscalationPolicy = {
    id: idOf('policy', request),
    server: request.server,
    name: inLanguage(rotasSpeech, request.language).newPolicy,
    watches: [],
    severityFloor: 'high',
    steps: [
      { ...first, by: 'thread' },
      { do: 'wait', minutes: 5 },
      { ...first, by: 'direct' },
      { do: 'wait', minutes: 10 },
    ],
    repeat: 1,
    origin: 'command',
  };
  return { kind: 'policy', id: policy.id, before: null, text: shelf.write(policy) };
}

/** Out of the name, and so that no other server's is the same. */
function idOf(name: string, { key, server }: DeskRequest): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/gu) ?? [];
  const slug = words.join('-').slice(0, slugLengthMax).replace(/-$/u, '') || 'rota';
  return `${slug}-${createHash('sha256').update(`${server}\n${key}`).digest('hex').slice(0, 8)}`;
}

/** People as Discord writes mentions, or their ids. */
async function peopleTyped(deps: DeskDeps, request: DeskRequest, typed: string): Promise<readonly Presser[] | string> {
  const ids = [...new Set(typed.match(/\d{15,21}/gu) ?? [])].slice(0, rotaLimits.people);
  if (ids.length === 0) return inLanguage(rotasSpeech, request.language).noPeople;
  const people: Presser[] = [];
  for (const id of ids) {
    const member = await memberMeant(deps, request, id);
    if (typeof member === 'string') return member;
    people.push(member);
  }
  return people;
}

const turnWords: readonly (readonly [pattern: RegExp, every: Rota['layers'][number]['turn']['every']])[] = [
  [/^(?:h|hours?|hourly|ساعة|ساعات)$/u, 'hour'],
  [/^(?:d|days?|daily|يوم|يومي|أيام)$/u, 'day'],
  [/^(?:w|weeks?|weekly|أسبوع|أسبوعي|أسابيع)$/u, 'week'],
];

function turnTyped(typed: string): RotaLayer['turn'] | null {
  const found = /^(?:(\d{1,3})\s*)?(\p{L}+)$/u.exec(westernDigits(typed).trim().toLowerCase());
  const every = turnWords.find(([pattern]) => pattern.test(found?.[2] ?? ''))?.[1];
  const count = Number(found?.[1] ?? 1);
  return every === undefined || count < 1 || count > rotaLimits.turnCount ? null : { every, count };
}

type ZoneTyped = { readonly ok: true; readonly is: string } | { readonly ok: false; readonly problem: string };

/** Without one named, the server's own. */
async function zoneTyped(
  deps: DeskDeps,
  request: DeskRequest,
  typed: string | null,
  say: RotasSpeech,
): Promise<ZoneTyped> {
  if (typed === null) return { ok: true, is: (await serverHere(deps, request))?.timeZone ?? 'UTC' };
  const read = readTimeZone(typed);
  return read.ok ? { ok: true, is: read.timeZone } : { ok: false, problem: say.badZone(typed, read.near.join(', ')) };
}
