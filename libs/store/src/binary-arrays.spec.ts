import { failOnLeaks, withStore } from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boolArray,
  float4Array,
  float8Array,
  int2Array,
  int4Array,
  int8Array,
  textArray,
  timestamptzArray,
} from './binary-arrays.js';

failOnLeaks();

/** Every array writer with PostgreSQL's name of its type. */
const WRITERS = {
  bool: boolArray,
  int2: int2Array,
  int4: int4Array,
  int8: int8Array,
  float4: float4Array,
  float8: float8Array,
  timestamptz: timestamptzArray,
  text: textArray,
} as const;
type Kind = keyof typeof WRITERS;
type Value = string | number | boolean | null;

describe('the bytes', () => {
  it('of two int4 are the header, then each with its length before it', () => {
    expect(int4Array(2, (i) => [1, -2][i]!).toString('hex')).toBe(
      '00000001' +
        '00000000' +
        '00000017' +
        '00000002' +
        '00000001' +
        '0000000400000001' +
        '00000004fffffffe',
    );
  });

  it('of a null are a length of -1, and the header says that there is one', () => {
    expect(boolArray(2, (i) => (i === 0 ? null : true)).toString('hex')).toBe(
      '00000001' + '00000001' + '00000010' + '00000002' + '00000001' + 'ffffffff' + '0000000101',
    );
  });

  it('of an instant are microseconds from 2000-01-01', () => {
    const bytes = timestamptzArray(1, () => Date.UTC(1999, 11, 31, 23, 59, 59, 999));
    expect(bytes.subarray(24).readBigInt64BE()).toBe(-1000n);
  });

  it.each([
    ['int2', int2Array, 32_768],
    ['int2', int2Array, -32_769],
    ['int4', int4Array, 2_147_483_648],
    ['int4', int4Array, -2_147_483_649],
  ] as const)('%s refuses what does not fit it: %#', (_, array, value) => {
    expect(() => array(1, () => value)).toThrow(RangeError);
  });
});

withStore((store) => {
  /** Sends values as a binary array and reads them back one a row, in their order. */
  async function roundTrip(kind: Kind, values: readonly Value[]): Promise<Value[]> {
    const write = WRITERS[kind] as (length: number, value: (row: number) => Value) => Buffer;
    const { rows } = await store.pool.query<{ value: unknown }>(
      `select value from unnest($1::${kind}[]) with ordinality as t (value, n) order by n`,
      [write(values.length, (row) => values[row]!)],
    );
    return rows.map(({ value }) => read(kind, value));
  }

  function read(kind: Kind, value: unknown): Value {
    if (value === null) return null;
    if (value instanceof Date) return value.getTime();
    return kind === 'int8' ? Number(value) : (value as Value);
  }

  const LIMIT = Number.MAX_SAFE_INTEGER;
  const CASES: [Kind, Value[]][] = [
    ['bool', [true, false, null]],
    ['int2', [0, -1, 32_767, -32_768, null]],
    ['int4', [0, -1, 2_147_483_647, -2_147_483_648, null]],
    ['int8', [0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 32 - 1, -(2 ** 32) - 1, LIMIT, -LIMIT, null]],
    ['float4', [0, 0.5, -43.25, 1_000_000, null]],
    ['float8', [0, 0.1, -179.999_999_9, 20.8561, 5e-324, Number.MAX_VALUE, null]],
    [
      'timestamptz',
      [0, 1, -1, Date.UTC(1999, 11, 31), Date.UTC(2000, 0, 1), Date.UTC(2026, 10, 22, 8), null],
    ],
    ['text', ['', 'Lạch Huyện', '🚛 🔒', '"\\{},', 'a\nb\t', 'NULL', null]],
  ];

  it.each(CASES)('%s comes back exactly', async (kind, values) => {
    expect(await roundTrip(kind, values)).toEqual(values);
  });

  it.each(Object.keys(WRITERS) as Kind[])('an empty %s array has no elements', async (kind) => {
    expect(await roundTrip(kind, [])).toEqual([]);
  });

  it('only nulls come back as nulls', async () => {
    expect(await roundTrip('float8', [null, null])).toEqual([null, null]);
    expect(await roundTrip('text', [null, null])).toEqual([null, null]);
  });

  /** Years 1715 to 2285: past them microseconds do not fit a JavaScript number exactly. */
  const instants = { min: Date.UTC(1715, 0, 1), max: Date.UTC(2285, 0, 1) };
  const anyText = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text.isWellFormed());
  const ROWS: Record<Kind, fc.Arbitrary<Value>> = {
    bool: fc.boolean(),
    int2: fc.integer({ min: -32_768, max: 32_767 }),
    int4: fc.integer(),
    int8: fc.maxSafeInteger(),
    float4: fc.float({ noNaN: true, noDefaultInfinity: true }),
    float8: fc.double({ noNaN: true, noDefaultInfinity: true }),
    timestamptz: fc.integer(instants),
    text: anyText,
  };

  it.each(Object.keys(WRITERS) as Kind[])('whatever %s, nulls among them', async (kind) => {
    const column = fc.array(fc.option(ROWS[kind], { freq: 4 }), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(column, async (values) => {
        const back = await roundTrip(kind, values);
        // PostgreSQL writes a float4 in its own shortest digits: the same number, once it is a float4 again
        const single = (value: Value) => (typeof value === 'number' ? Math.fround(value) : value);
        if (kind === 'float4') expect(back.map(single)).toEqual(values.map(single));
        else expect(back).toEqual(values);
      }),
      { numRuns: 60 },
    );
  });

  it('the columns of a batch stay in step with each other', async () => {
    const { rows } = await store.pool.query(
      'select * from unnest($1::int4[], $2::text[], $3::float8[]) as t (a, b, c)',
      [
        int4Array(3, (i) => i),
        textArray(3, (i) => (i === 1 ? null : `row ${i}`)),
        float8Array(3, (i) => (i === 2 ? null : i / 2)),
      ],
    );
    expect(rows).toEqual([
      { a: 0, b: 'row 0', c: 0 },
      { a: 1, b: null, c: 0.5 },
      { a: 2, b: 'row 2', c: null },
    ]);
  });
});
