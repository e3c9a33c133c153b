import { ContainerNumber, GeoPosition } from '@haidang/contract';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

type Components = NonNullable<OpenAPIObject['components']>;
type SchemaObject = Exclude<NonNullable<Components['schemas']>[string], { $ref: string }>;
type JsonSchema = Record<string, unknown>;

const REFERENCE = '#/components/schemas/';
const components = new Map<string, JsonSchema>();

/** Schemas of answers that have a name (`meta({ id })`), as they were met by {@link answerSchema}. */
export function namedSchemas(): Record<string, SchemaObject> {
  return Object.fromEntries([...components].sort(([a], [b]) => a.localeCompare(b)));
}

/** What clients send. Named parts are written out in place: sent and answered forms may differ under one name. */
export function bodySchema(schema: z.ZodType): SchemaObject {
  const { $defs, ...root } = convert(schema, 'input');
  return inline(root, ($defs ?? {}) as Record<string, JsonSchema>) as SchemaObject;
}

/** What the API answers. Named parts become references into the document's components. */
export function answerSchema(schema: z.ZodType): SchemaObject {
  const { $defs, ...root } = convert(schema, 'output');
  for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>))
    keep(name, definition);
  const name = z.globalRegistry.get(schema)?.id;
  if (name === undefined || '$ref' in root) return hoist(root) as SchemaObject;
  keep(name, root);
  return { $ref: REFERENCE + name } as SchemaObject;
}

/** OpenAPI 3.1 speaks JSON Schema 2020-12. What a transform leaves is written down by hand. */
function convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if ((zodSchema as unknown) === GeoPosition && io === 'output')
        Object.assign(jsonSchema, positionSchema());
      // answers grow: a client that refuses fields it does not know would break
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      if ((zodSchema as unknown) === ContainerNumber) Object.assign(jsonSchema, containerNumberSchema());
    },
  });
  return converted;
}

function positionSchema(): JsonSchema {
  return { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2, description: '[lon, lat]' };
}

function containerNumberSchema(): JsonSchema {
  return {
    type: 'string',
    description: 'ISO 6346; blanks, dashes and lower case are taken',
    examples: ['CSQU3054383'],
  };
}

function keep(name: string, definition: JsonSchema): void {
  const { id: _, ...rest } = definition;
  components.set(name, hoist(rest) as JsonSchema);
}

function hoist(value: unknown): unknown {
  return mapReferences(value, (name) => ({ $ref: REFERENCE + name }));
}

function inline(value: unknown, definitions: Record<string, JsonSchema>): unknown {
  return mapReferences(value, (name) => {
    const { id: _, ...rest } = definitions[name] ?? {};
    return inline(rest, definitions);
  });
}

function mapReferences(value: unknown, replace: (name: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapReferences(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  const reference = (value as { $ref?: unknown }).$ref;
  if (typeof reference === 'string' && reference.startsWith('#/$defs/')) return replace(reference.slice(8));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, mapReferences(inner, replace)]),
  );
}
