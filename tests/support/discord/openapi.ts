import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';

/** Discord's own description of its interface, where it lies beside the project. */
const file = fileURLToPath(new URL('../../../../shared/discord/openapi.json', import.meta.url));

const mediaSchema = z.object({ schema: z.unknown() });
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});
const operationSchema = z.object({
  requestBody: z
    .object({ content: z.object({ 'application/json': mediaSchema }).partial() })
    .partial()
    .optional(),
});

export type BodyCheck = (method: string, path: string, body: unknown) => readonly string[];

/** Checks request bodies against openapi.json; says null where the file is not there. */
export function loadBodyCheck(): BodyCheck | null {
  if (!existsSync(file)) return null;
  const document = documentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  documentedAsText(document.components.schemas);
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false });
  ajv.addSchema({ $id: 'discord', components: document.components });
  const validators = new Map<string, ValidateFunction | null>();
  return (method, path, body) => {
    const template = templateOf(path, Object.keys(document.paths));
    if (template === null) return [`${method} ${path} is no address of Discord's`];
    const key = `${method} ${template}`;
    const known = validators.get(key);
    const validator = known === undefined ? compile(ajv, document.paths[template]?.[method.toLowerCase()]) : known;
    validators.set(key, validator);
    if (validator === null || validator(body)) return [];
    return (validator.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
  };
}

function compile(ajv: Ajv2020, operation: unknown): ValidateFunction | null {
  const read = operationSchema.safeParse(operation);
  const schema = read.success ? read.data.requestBody?.content?.['application/json']?.schema : undefined;
  if (schema === undefined) return null;
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"discord#/components/')));
}

/** The file types this permission as an integer; the documentation and discord.js have a string. */
function documentedAsText(schemas: Record<string, Record<string, unknown>>): void {
  for (const schema of Object.values(schemas)) {
    const { properties } = schema;
    if (typeof properties !== 'object' || properties === null) continue;
    if ('default_member_permissions' in properties) {
      properties.default_member_permissions = { type: ['string', 'null'], pattern: '^\\d+$' };
    }
  }
}

/** `/channels/1/messages` → `/channels/{channel_id}/messages`; a literal part wins over a parameter. */
function templateOf(path: string, templates: readonly string[]): string | null {
  const parts = path.split('/');
  const matching = templates.filter((template) => {
    const wanted = template.split('/');
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith('{') || part === parts[at]);
  });
  const literals = (template: string) => template.split('/').filter((part) => !part.startsWith('{')).length;
  return matching.toSorted((a, b) => literals(b) - literals(a))[0] ?? null;
}
