import { z } from 'zod';

/** The limits of components and forms, as Discord documents them. */
const customId = z.string().min(1).max(100);
const button = z.strictObject({
  type: z.literal(2),
  style: z.int().min(1).max(4),
  custom_id: customId,
  label: z.string().min(1).max(80),
  disabled: z.boolean().optional(),
});
const link = z.strictObject({
  type: z.literal(2),
  style: z.literal(5),
  label: z.string().min(1).max(80),
  url: z
    .string()
    .max(512)
    .regex(/^(https?|discord):\/\//u, 'scheme of a link must be http, https or discord'),
  disabled: z.boolean().optional(),
});
const option = z.strictObject({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().min(1).max(100).optional(),
  default: z.boolean().optional(),
});
const choosing = {
  custom_id: customId,
  placeholder: z.string().min(1).max(150).optional(),
  min_values: z.int().min(0).max(25).default(1),
  max_values: z.int().min(1).max(25).default(1),
  disabled: z.boolean().optional(),
};
const textSelect = z
  .strictObject({ type: z.literal(3), ...choosing, options: z.array(option).min(1).max(25) })
  .refine(({ min_values, max_values }) => min_values <= max_values, 'fewer may be chosen than must be')
  .refine(({ options, max_values }) => max_values <= options.length, 'more may be chosen than there are')
  .refine(({ options }) => new Set(options.map(({ value }) => value)).size === options.length, 'a value stands twice')
  .refine(
    ({ options, max_values }) => options.filter((one) => one.default === true).length <= max_values,
    'more are chosen than may be',
  );
const snowflake = z.string().regex(/^\d{5,20}$/u);
const entitySelect = (type: 5 | 6 | 8, entity: 'user' | 'role' | 'channel') =>
  z
    .strictObject({
      type: z.literal(type),
      ...choosing,
      default_values: z.array(z.strictObject({ id: snowflake, type: z.literal(entity) })).optional(),
      channel_types: z.array(z.int()).optional(),
    })
    .refine(({ min_values, max_values }) => min_values <= max_values, 'fewer may be chosen than must be')
    .refine(
      ({ default_values: chosen = [], min_values, max_values }) =>
        chosen.length === 0 || (chosen.length >= min_values && chosen.length <= max_values),
      'other than so many are chosen',
    );
const component = z.union([
  button,
  link,
  textSelect,
  entitySelect(5, 'user'),
  entitySelect(6, 'role'),
  entitySelect(8, 'channel'),
]);
export type Component = z.infer<typeof component>;

export const row = z
  .strictObject({ type: z.literal(1), components: z.array(component).min(1).max(5) })
  .refine(({ components }) => components.length === 1 || components.every(({ type }) => type === 2), {
    message: 'a select stands alone in its row',
  });

const input = z.strictObject({
  type: z.literal(4),
  custom_id: customId,
  style: z.union([z.literal(1), z.literal(2)]),
  value: z.string().max(4000).optional(),
  placeholder: z.string().max(100).optional(),
  required: z.boolean().default(true),
  min_length: z.int().min(0).max(4000).optional(),
  max_length: z.int().min(1).max(4000).default(4000),
});
const label = z.strictObject({ type: z.literal(18), label: z.string().min(1).max(45), component: input });

/** A form: up to five labelled inputs, each with an id of its own and a value that it would take itself. */
export const modal = z
  .strictObject({ custom_id: customId, title: z.string().min(1).max(45), components: z.array(label).min(1).max(5) })
  .refine(({ components }) => new Set(components.map((one) => one.component.custom_id)).size === components.length, {
    message: 'a custom_id stands twice',
  })
  .refine(
    ({ components }) => components.every(({ component: { value = '', max_length } }) => value.length <= max_length),
    {
      message: 'a value is longer than its field takes',
    },
  );
export type Modal = z.infer<typeof modal>;

/** Components that a person can act on have an id; each of a message its own. */
export function repeatedIds(rows: readonly z.infer<typeof row>[]): readonly string[] {
  const ids = rows.flatMap(({ components }) =>
    components.flatMap((one) => ('custom_id' in one ? [one.custom_id] : [])),
  );
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}
