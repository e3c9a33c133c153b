import type { Random } from '../../firmware-sim/src/random.js';

/** One request of chance, as a client would send it. */
export interface FuzzedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

/** Of an OpenAPI 3.1 document, what requests are made from. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly params: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly body: Schema | undefined;
}

/** How often a value is one that the schema does not mean, and an optional one is there. */
const JUNK = 0.06;
const GIVEN = 0.6;
const DEEPEST = 6;

const JUNK_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u{1F6A2}',
  'x'.repeat(5_000),
  "'; drop table alarms; --",
  '%s%n%x',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  'NaN',
  '-1',
  '1e999',
  '2026-13-40T25:61:00Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-01-01T00:00:00Z',
  '<script>alert(1)</script>',
  '{"$gt":""}',
];
const JUNK_VALUES: readonly unknown[] = [
  ...JUNK_TEXTS,
  null,
  true,
  0,
  -0,
  -1,
  0.5,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  [],
  {},
  [[[[[]]]]],
  [null],
  { a: { b: {} } },
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'),
];

/** Requests from an OpenAPI document: mostly as it means them, so that they come far, and each with something amiss. */
export class HttpFuzzer {
  private readonly operations: readonly Operation[];

  /** @param known by a parameter's or a field's name, values that are there: without them nearly all would end at "not found" */
  constructor(
    private readonly document: Document,
    private readonly random: Random,
    private readonly known: Readonly<Record<string, readonly string[]>>,
  ) {
    this.operations = operationsOf(document);
  }

  next(): FuzzedRequest {
    const { random } = this;
    const operation = random.pick(this.operations);
    const query: string[] = [];
    let { path } = operation;
    for (const { name, in: place, schema } of operation.params) {
      const text = this.text(name, schema);
      if (place === 'path') path = path.replace(`{${name}}`, encode(text, random));
      else if (place === 'query' && random.chance(GIVEN)) query.push(`${name}=${encode(text, random)}`);
    }
    if (random.chance(JUNK)) query.push(`${encode(random.pick(JUNK_TEXTS), random)}=1`);
    const method = random.chance(JUNK)
      ? random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      : operation.method;
    const bytes = method === 'GET' ? undefined : this.body(operation);
    return {
      method,
      path: query.length === 0 ? path : `${path}?${query.join('&')}`,
      headers: this.headers(bytes),
      body: bytes,
    };
  }

  private body({ body }: Operation): Buffer | undefined {
    const { random } = this;
    if (body === undefined) return random.chance(JUNK) ? Buffer.from('{}') : undefined;
    const text = JSON.stringify(this.value(body, '', 0)) ?? '';
    if (!random.chance(JUNK)) return Buffer.from(text);
    return random.pick([
      () => Buffer.from(text.slice(0, random.integer(0, text.length))),
      () => Buffer.from(Array.from({ length: random.integer(0, 300) }, () => random.integer(0, 255))),
      () => Buffer.from('['.repeat(random.integer(1, 50_000))),
      () => Buffer.alloc(random.integer(1, 2_000_000), ' '),
      () => Buffer.from(`{"a":${'9'.repeat(500)}}`),
    ])();
  }

  private headers(body: Buffer | undefined): Record<string, string> {
    const { random } = this;
    const headers: Record<string, string> = {};
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(body.length);
    }
    if (body !== undefined && random.chance(JUNK))
      headers['content-type'] = random.pick([
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/json; charset=utf-16',
        'application/merge-patch+json',
        '/',
      ]);
    if (random.chance(JUNK)) headers['idempotency-key'] = random.pick(['', 'k', 'x'.repeat(300), 'a b', '"']);
    if (random.chance(JUNK))
      headers['accept'] = random.pick(['', '*/*;q=0', 'text/csv', 'image/png', 'x'.repeat(2_000)]);
    if (random.chance(JUNK)) headers['content-encoding'] = 'gzip';
    if (random.chance(JUNK)) headers['range'] = 'bytes=9-1,-5';
    if (random.chance(JUNK)) headers['if-none-match'] = '"\\"';
    return headers;
  }

  private text(name: string, schema: Schema): string {
    const value = this.value(schema, name, 0);
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  }

  private value(schema: Schema, name: string, depth: number): unknown {
    const { random } = this;
    if (random.chance(JUNK)) return random.pick(JUNK_VALUES);
    const there = this.known[name];
    if (there !== undefined && random.chance(0.8)) return random.pick(there);
    if (schema.$ref !== undefined) return this.value(this.resolve(schema.$ref), name, depth);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return random.pick(schema.enum);
    const either = schema.oneOf ?? schema.anyOf ?? schema.allOf;
    if (either !== undefined && either.length > 0) return this.value(random.pick(either), name, depth + 1);
    const type = typeof schema.type === 'object' ? random.pick(schema.type) : schema.type;
    switch (type) {
      case 'object':
        return this.object(schema, depth);
      case 'array':
        return this.array(schema, name, depth);
      case 'integer':
        return random.integer(schema.minimum ?? 0, Math.min(schema.maximum ?? 1_000, 1_000_000));
      case 'number':
        return random.between(schema.minimum ?? -200, schema.maximum ?? 200);
      case 'boolean':
        return random.chance(0.5);
      case 'null':
        return null;
      case 'string':
        return this.string(schema.format);
      default:
        return random.pick(JUNK_VALUES);
    }
  }

  private object({ properties = {}, required = [] }: Schema, depth: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const [key, schema] of Object.entries(properties)) {
      const isGiven = required.includes(key) ? !this.random.chance(JUNK / 2) : this.random.chance(GIVEN);
      if (isGiven && depth < DEEPEST) made[key] = this.value(schema, key, depth + 1);
    }
    if (this.random.chance(JUNK)) made[this.random.pick(JUNK_TEXTS)] = this.random.pick(JUNK_VALUES);
    return made;
  }

  private array({ items, prefixItems }: Schema, name: string, depth: number): unknown[] {
    if (depth >= DEEPEST) return [];
    if (prefixItems !== undefined) return prefixItems.map((each) => this.value(each, name, depth + 1));
    const length = this.random.chance(JUNK) ? this.random.integer(50, 600) : this.random.integer(0, 4);
    return Array.from({ length }, () => this.value(items ?? {}, name, depth + 1));
  }

  private string(format: string | undefined): string {
    const { random } = this;
    if (format === 'uuid')
      return '0191f2d8-0000-7000-8000-000000000000'.replace(/0$/, String(random.integer(0, 9)));
    if (format === 'date-time')
      return new Date(Date.UTC(2026, 0, 1) + random.integer(0, 4e8) * 1_000).toISOString();
    return `f${String(random.integer(0, 999))}`;
  }

  private resolve(ref: string): Schema {
    const name = ref.slice(ref.lastIndexOf('/') + 1);
    return this.document.components?.schemas?.[name] ?? {};
  }
}

interface Described {
  readonly parameters?: Operation['params'];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as Described | undefined;
      if (operation === undefined) return [];
      const content = Object.values(operation.requestBody?.content ?? {});
      return [
        { method: method.toUpperCase(), path, params: operation.parameters ?? [], body: content[0]?.schema },
      ];
    }),
  );
}

/** As a client must write it in an address, or now and then as one writes it that does not know how. */
function encode(text: string, random: Random): string {
  if (random.chance(JUNK))
    return random.pick(['%', '%zz', '%00', '%c0%af', '..', '.', '', '%2f', ';', '%ff']);
  return encodeURIComponent(/\p{Surrogate}/u.test(text) ? 'x' : text);
}
