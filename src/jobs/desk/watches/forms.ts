import { severities } from '../../../model.ts';
import { queryLengthMax } from '../../../pipeline/query/mistake.ts';
import { watchesSpeech } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskReply, DeskRequest, Form, FormField } from '../../../ports.ts';
import { type DeskDeps, refused, whyNotConfiguring } from '../deps.ts';
import { findWatch, wishToChange } from './begin.ts';
import { whyReadOnly } from './target.ts';
import { nameLengthMax } from './understand.ts';
import { daysOf, draftIdOf, keepWish, type Wish, wishKept } from './wish.ts';

const queriesLengthMax = 4_000; // Discord: a text field of a form
const example = '("kataib hezbollah" OR actor:kataib-hezbollah) AND rocket NEAR/5 embassy';

/** The dialog for `new`, for `change:<watch>`, or for `edit:<draft>`. */
export async function openForm(deps: DeskDeps, request: DeskRequest, asked: string): Promise<Form | DeskReply> {
  const [verb = '', argument = ''] = split(asked);
  const problem = await whyNotConfiguring(deps, request, `watch form ${asked}`);
  if (problem !== null) return refused(problem);
  if (verb === 'new') return formOf(request, blank, 'watches:new');
  if (verb === 'change') return formToChange(deps, request, argument);
  const wish = await wishKept(deps.store, request, argument);
  if (verb !== 'edit' || wish === null || wish.kind === 'removal')
    return refused(inLanguage(watchesSpeech, request.language).gone);
  return formOf(request, wish, `watches:edit:${argument}`);
}

/** What was typed into the dialog, on top of what it was opened with. */
export function filledIn(wish: Wish, fields: ReadonlyMap<string, string>): Wish {
  return {
    ...wish,
    name: fields.get('name') ?? wish.name,
    queries: fields.get('queries') ?? wish.queries,
    severityFloor: fields.get('severity') ?? wish.severityFloor,
  };
}

/** Nothing typed yet. */
export const blank: Wish = {
  kind: 'watch',
  watch: null,
  before: null,
  name: '',
  queries: '',
  severityFloor: 'info',
  days: daysOf(null),
};

async function formToChange(deps: DeskDeps, request: DeskRequest, named: string): Promise<Form | DeskReply> {
  const say = inLanguage(watchesSpeech, request.language);
  const watch = await findWatch(deps, request, named);
  if (typeof watch === 'string') return refused(watch);
  const readOnly = whyReadOnly(watch, request);
  if (readOnly !== null) return refused(readOnly);
  const wish = { ...wishToChange(watch, { name: null, query: null, severityFloor: null }), days: daysOf(null) };
  if (wish.queries.length > queriesLengthMax) return refused(say.tooLongForForm(watch.name));
  const draft = draftIdOf(request);
  await keepWish(deps.store, request, draft, wish);
  return formOf(request, wish, `watches:edit:${draft}`);
}

function formOf({ language }: DeskRequest, wish: Wish, does: string): Form {
  const say = inLanguage(watchesSpeech, language);
  const queries: FormField = {
    id: 'queries',
    label: wish.kind === 'keyword' ? say.fieldQuery : say.fieldQueries,
    value: wish.queries.slice(0, queriesLengthMax),
    placeholder: example,
    isLong: true,
    isRequired: wish.watch === null || wish.kind === 'keyword',
    lengthMax: wish.kind === 'keyword' ? queryLengthMax : queriesLengthMax,
  };
  if (wish.kind === 'keyword') return { does, title: say.formEdit, fields: [queries] };
  const field = { isLong: false, placeholder: '' } as const;
  const name = { ...field, id: 'name', label: say.fieldName, value: wish.name, isRequired: true };
  const severity = { ...field, id: 'severity', label: say.fieldSeverity, value: wish.severityFloor, isRequired: false };
  return {
    does,
    title: wish.watch === null ? say.formNew : say.formEdit,
    fields: [
      { ...name, lengthMax: nameLengthMax },
      queries,
      { ...severity, placeholder: severities.join(', '), lengthMax: severityLengthMax },
    ],
  };
}
const severityLengthMax = 30; // its name in any language

function split(asked: string): readonly string[] {
  const at = asked.indexOf(':');
  return at === -1 ? [asked] : [asked.slice(0, at), asked.slice(at + 1)];
}
