import type { EscalationPolicy, Rota } from '../../model.ts';
import { words } from '../../pipeline/render/words.ts';
import { onCallSpeech } from '../../pipeline/speech/on-call.ts';
import { rotasSpeech } from '../../pipeline/speech/rotas.ts';
import { subscriptionsSpeech } from '../../pipeline/speech/subscriptions.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest, Form } from '../../ports.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, done, entryOf, refused, whyNotManaging } from './deps.ts';
import { rotaNamed } from './on-call/find.ts';
import { addRota, newPolicy } from './rotas/begin.ts';
import { formOf, openWriting, saveWriting, shownForm, writingKept } from './rotas/edit.ts';
import { policyShelf, rotaShelf, type Shelf } from './rotas/shelf.ts';

const shownMax = 25;

/** Makes the answer to `/rota`. */
export function handlesRotas(deps: DeskDeps): Desk['rota'] {
  return async (request) => {
    const { change, rota } = request;
    const shelf = rotaShelf(deps);
    if (change === 'list') return list(request, shelf);
    if (change === 'show') return show(request, shelf, rota);
    const problem = await whyNotManaging(deps, request, `rota ${change} ${rota ?? request.wish.name ?? ''}`);
    if (problem !== null) return refused(problem);
    if (change === 'add') return addRota(deps, request, request.wish);
    return change === 'remove' ? askRemoval(request, shelf, rota) : noForm(request);
  };
}

/** Makes the answer to `/escalation`. */
export function handlesPolicies(deps: DeskDeps): Desk['escalation'] {
  return async (request) => {
    const { change, policy } = request;
    const shelf = policyShelf(deps);
    if (change === 'list') return list(request, shelf);
    if (change === 'show') return show(request, shelf, policy);
    const problem = await whyNotManaging(deps, request, `escalation ${change} ${policy ?? ''}`);
    if (problem !== null) return refused(problem);
    return change === 'remove' ? askRemoval(request, shelf, policy) : noForm(request);
  };
}

/** What stands below these answers, and the forms of rotas and policies. */
export function rotaControls(deps: DeskDeps): Controls {
  return {
    control: (request) => control(deps, request),
    form: (request) => form(deps, request),
    async submit(request) {
      const [, verb = '', id = ''] = request.does.split(':');
      const problem = await whyNotManaging(deps, request, request.does);
      if (problem !== null) return refused(problem);
      const kept = await writingKept(deps, request, id);
      if (verb !== 'save' || kept === null) return goneFor(request);
      const writing = { ...kept, text: request.fields.get('text') ?? kept.text };
      return kept.kind === 'rota'
        ? saveWriting(deps, request, rotaShelf(deps), { id, writing })
        : saveWriting(deps, request, policyShelf(deps), { id, writing });
    },
  };
}

async function form(deps: DeskDeps, request: DeskRequest & { readonly does: string }): Promise<Form | DeskReply> {
  const [, verb = '', argument = ''] = request.does.split(':');
  const problem = await whyNotManaging(deps, request, request.does);
  if (problem !== null) return refused(problem);
  switch (verb) {
    case 'rota':
      return formOf(deps, request, rotaShelf(deps), argument);
    case 'policy':
      return formOf(deps, request, policyShelf(deps), argument);
    case 'new-policy':
      return openWriting(deps, request, await newPolicy(deps, request));
    default: {
      const kept = await writingKept(deps, request, argument);
      return kept === null ? goneFor(request) : shownForm(request, argument, kept);
    }
  }
}

async function control(deps: DeskDeps, request: DeskRequest & { readonly does: string }): Promise<DeskReply> {
  const [, verb = '', argument = ''] = request.does.split(':');
  const problem = await whyNotManaging(deps, request, request.does);
  if (problem !== null) return refused(problem);
  switch (verb) {
    case 'remove-rota':
      return removeRota(deps, request, argument);
    case 'remove-policy':
      return remove(deps, request, policyShelf(deps), argument);
    default:
      return goneFor(request);
  }
}

/** One that a policy calls stays, since its steps would call nobody. */
async function removeRota(deps: DeskDeps, request: DeskRequest, id: string): Promise<DeskReply> {
  const say = inLanguage(rotasSpeech, request.language);
  const policies = await policyShelf(deps).all(request.server);
  const callers = policies.filter(({ steps }) =>
    steps.some((each) => each.do === 'notify-on-call' && each.rota === id),
  );
  const name = rotaNamed(await rotaShelf(deps).all(request.server), id)?.name ?? id;
  if (callers.length > 0) return refused(say.inUse(name, namesOf(callers, request)));
  return remove(deps, request, rotaShelf(deps), id);
}

async function remove<T extends Rota | EscalationPolicy>(
  deps: DeskDeps,
  request: DeskRequest,
  shelf: Shelf<T>,
  id: string,
): Promise<DeskReply> {
  const say = inLanguage(rotasSpeech, request.language);
  const entry = (await shelf.all(request.server)).find((each) => each.id === id);
  if (entry === undefined) return refused(say.gone);
  if (entry.origin === 'file') return refused(say.filed(entry.name));
  const audit = entryOf(deps, request, `${shelf.kind}-remove`, id);
  const removed = await shelf.change({ before: entry, after: null, audit });
  return removed === 'stale' ? refused(say.changedMeanwhile(entry.name)) : done(say.removed(entry.name));
}

async function askRemoval<T extends Rota | EscalationPolicy>(
  request: DeskRequest,
  shelf: Shelf<T>,
  named: string | null,
): Promise<DeskReply> {
  const say = inLanguage(rotasSpeech, request.language);
  const found = await find(request, shelf, named);
  if (typeof found === 'string') return refused(found);
  if (found.origin === 'file') return refused(say.filed(found.name));
  const does = `rotas:remove-${shelf.kind}:${found.id}`;
  return {
    ...done(say.removing(found.name)),
    controls: [[{ kind: 'button', does, label: say.remove, look: 'danger' }]],
  };
}

async function list<T extends Rota | EscalationPolicy>(request: DeskRequest, shelf: Shelf<T>): Promise<DeskReply> {
  const say = inLanguage(rotasSpeech, request.language);
  const all = await shelf.all(request.server);
  if (all.length === 0) return refused(shelf.kind === 'rota' ? say.noRotas : say.noPolicies);
  const lines = all
    .slice(0, shownMax)
    .map((each) => say.line(`${each.name} (${each.id})`, aboutOf(each, request), each.origin === 'file'));
  return { ...done(shelf.kind === 'rota' ? say.rotas(all.length) : say.policies(all.length)), lines };
}

/** The whole of it, as a file: in a message its indentation would be lost. */
async function show<T extends Rota | EscalationPolicy>(
  request: DeskRequest,
  shelf: Shelf<T>,
  named: string | null,
): Promise<DeskReply> {
  const found = await find(request, shelf, named);
  if (typeof found === 'string') return refused(found);
  const say = inLanguage(rotasSpeech, request.language);
  const content = new TextEncoder().encode(shelf.write(found));
  return {
    ...done(say.line(`${found.name} (${found.id})`, aboutOf(found, request), found.origin === 'file')),
    files: [{ name: `${found.id}.yaml`, content }],
  };
}

async function find<T extends Rota | EscalationPolicy>(
  request: DeskRequest,
  shelf: Shelf<T>,
  named: string | null,
): Promise<T | string> {
  const say = inLanguage(rotasSpeech, request.language);
  const all = await shelf.all(request.server);
  if (all.length === 0) return shelf.kind === 'rota' ? say.noRotas : say.noPolicies;
  if (named === null) return say.nameIt;
  const known = namesOf(all, request);
  const none = shelf.kind === 'rota' ? inLanguage(onCallSpeech, request.language).noRota : say.noPolicy;
  return rotaNamed(all, named) ?? none(named, known);
}

function aboutOf(entry: Rota | EscalationPolicy, { language }: DeskRequest): string {
  const say = inLanguage(rotasSpeech, language);
  if ('layers' in entry) {
    const people = new Set(entry.layers.flatMap((layer) => layer.people.map(({ id }) => id)));
    return say.people(people.size, entry.timeZone);
  }
  const floor = language === 'ar' ? words.ar.severity[entry.severityFloor] : entry.severityFloor;
  return say.steps(entry.steps.length, floor, entry.repeat);
}

function namesOf(all: readonly { readonly name: string }[], { language }: DeskRequest): string {
  return all.map(({ name }) => name).join(inLanguage(subscriptionsSpeech, language).comma);
}

/** The command opens a form by itself; one that did not was given to an older version of us. */
function noForm(request: DeskRequest): DeskReply {
  return goneFor(request);
}

function goneFor({ language }: DeskRequest): DeskReply {
  return refused(inLanguage(rotasSpeech, language).gone);
}
