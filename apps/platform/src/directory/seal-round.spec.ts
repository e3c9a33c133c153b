import { expect, it } from 'vitest';
import type { SealEntry } from './seal-entry.js';
import { SealRound } from './seal-round.js';

const seals = (count: number) =>
  new Map(Array.from({ length: count }, (_, key) => [key, { key } as SealEntry]));
const keys = (round: SealRound) => Array.from(round.turn(), ({ key }) => key);

it('looks at all of a few seals every time', () => {
  const few = seals(3);
  const round = new SealRound({ seals: () => few.values() });
  expect(keys(round)).toEqual([0, 1, 2]);
  expect(keys(round)).toEqual([0, 1, 2]);
});

it('goes round many in turns, with those that come and without those that go meanwhile', () => {
  const many = seals(15_000);
  const round = new SealRound({ seals: () => many.values() });
  expect(keys(round)).toHaveLength(10_000);
  many.delete(12_000);
  many.set(15_000, { key: 15_000 } as SealEntry);
  const rest = keys(round);
  expect(rest).toHaveLength(5_000);
  expect([rest[0], rest.at(-1), rest.includes(12_000)]).toEqual([10_000, 15_000, false]);
  expect(keys(round)[0]).toBe(0);
});
