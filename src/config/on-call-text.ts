/** One rota or policy as YAML, in the form that it has in `rota.yaml`, and back: what people edit by command. */
import { stringify } from 'yaml';
import type { z } from 'zod';
import type { EscalationPolicy, Rota } from '../model.ts';
import { mistakesOf } from './expectations.ts';
import { said } from './export.ts';
import { ConfigError, type Mistake } from './mistakes.ts';
import { sectionOf } from './pack.ts';
import { policyText, rotaText } from './rota.ts';
import { type OnCallReferred, policyMistakes } from './rota-references.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

/** What was read, or what is wrong with it: a line a mistake, with its place in the text. */
export type ReadText<T> = { readonly ok: true; readonly read: T } | { readonly ok: false; readonly problem: string };

type Whose = Pick<Rota, 'id' | 'server'>;

/** A rota of a server. */
export function readRota(text: string, whose: Whose): ReadText<Rota> {
  const { value, mistakes } = readBody(text, 'rota', rotaText);
  if (value === null || mistakes.length > 0) return wrong(mistakes);
  return { ok: true, read: { ...value, ...whose, origin: 'command' } };
}

/** A policy of a server; what it names must be there. */
export function readPolicy(text: string, whose: Whose, known: OnCallReferred): ReadText<EscalationPolicy> {
  const { file, value, mistakes } = readBody(text, 'policy', policyText);
  if (value === null || mistakes.length > 0) return wrong(mistakes);
  const entry = { ...value, ...whose };
  // The entry stands alone: the way to it is left out of what is told, and where it is looked for.
  const alone: YamlFile = { ...file, locate: (path) => file.locate(path.slice(2)) };
  const dangling = policyMistakes(sectionOf(alone, 'policies', [entry]), known);
  if (dangling.length > 0)
    return wrong(dangling.map((each) => ({ ...each, path: each.path.replace(/^policies\[0\]\.?/u, '') })));
  return { ok: true, read: { ...entry, origin: 'command' } };
}

/** The text that reads as this rota. */
export function writeRota({ id: _, server: _server, origin: _origin, ...rota }: Rota): string {
  return stringify(said(rota), { lineWidth: 0 });
}

/** The text that reads as this policy. */
export function writePolicy({ id: _, server: _server, origin: _origin, ...policy }: EscalationPolicy): string {
  return stringify(said(policy), { lineWidth: 0 });
}

function readBody<Form extends z.ZodType>(text: string, name: string, form: Form) {
  const file = parseYaml(text, name);
  const none = { file, value: null };
  if (file.mistakes.length > 0) return { ...none, mistakes: file.mistakes };
  const parsed = form.safeParse(file.value);
  return parsed.success
    ? { file, value: parsed.data, mistakes: [] }
    : { ...none, mistakes: mistakesOf(file, parsed.error) };
}

function wrong<T>(mistakes: readonly Mistake[]): ReadText<T> {
  return { ok: false, problem: new ConfigError(mistakes).message };
}
