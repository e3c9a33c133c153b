import { LOCK_STATES, type Fix } from '@haidang/domain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LastWords } from './last-words.js';

const number = fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }));
const fix: fc.Arbitrary<Fix> = fc
  .record({
    seq: fc.maxSafeNat(),
    time: fc.nat(4e12),
    place: fc.option(
      fc.tuple(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
      ),
    ),
    accuracy: number,
    speed: number,
    heading: number,
    satellites: fc.option(fc.nat(40)),
    battery: fc.option(fc.nat(100)),
    charging: fc.option(fc.boolean()),
    lock: fc.option(fc.constantFrom(...LOCK_STATES)),
    events: fc.nat(65_535),
    card: fc.option(fc.string()),
    buffered: fc.boolean(),
  })
  .map(({ place, ...rest }) => ({ ...rest, lat: place?.[0] ?? null, lon: place?.[1] ?? null }));

it('says of each seal what was last said of it, and where it was placed', () => {
  const saying = fc.tuple(fc.nat(600), fix);
  fc.assert(
    fc.property(fc.array(saying, { maxLength: 40 }), (sayings) => {
      const words = new LastWords();
      const truth = new Map<number, { last: Fix; placed: Fix | null }>();
      for (const [seal, last] of sayings) {
        const placed = last.lat === null ? words.placed(seal) : last;
        words.lay(seal, last, placed);
        truth.set(seal, { last, placed: last.lat === null ? (truth.get(seal)?.placed ?? null) : last });
      }
      for (const [seal, { last, placed }] of truth) {
        expect(words.last(seal)).toEqual(last);
        expect(words.placed(seal)).toEqual(placed);
        expect(words.spot(seal)).toEqual(placed && { lat: placed.lat, lon: placed.lon });
      }
    }),
  );
});

it('knows nothing of a seal that said nothing, also beside one that did', () => {
  const words = new LastWords();
  expect([words.last(7), words.placed(7), words.spot(7)]).toEqual([null, null, null]);
  words.lay(8, fc.sample(fix, 1)[0]!, null);
  expect([words.last(7), words.placed(7), words.spot(7)]).toEqual([null, null, null]);
  words.lay(8, null, null);
  expect([words.last(8), words.placed(8), words.spot(8)]).toEqual([null, null, null]);
});
