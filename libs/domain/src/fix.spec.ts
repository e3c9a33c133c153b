import { expect, it } from 'vitest';
import { contentOf, sealEventBit, type Fix } from './fix.js';

const fix: Fix = {
  seq: 1,
  time: 0,
  lat: 20.8,
  lon: 106.9,
  accuracy: 12.3,
  speed: 50,
  heading: 90,
  satellites: 9,
  battery: 87,
  charging: false,
  lock: 'locked',
  events: 0,
  card: null,
  buffered: false,
};

it('a content is what a fix says, as exactly as the log holds it', () => {
  expect(contentOf({ ...fix, seq: 2, time: 5, buffered: true })).toBe(contentOf(fix));
  expect(contentOf({ ...fix, accuracy: 12.300000001 })).toBe(contentOf(fix));
  expect(contentOf({ ...fix, accuracy: 12.3001 })).not.toBe(contentOf(fix));
  for (const change of [
    { lat: 20.80001 },
    { lock: null },
    { card: '04' },
    { charging: null },
    { satellites: 8 },
  ])
    expect(contentOf({ ...fix, ...change })).not.toBe(contentOf(fix));
});

it('of two contents the one that reports more comes first', () => {
  const cut = { ...fix, lat: 89, events: sealEventBit('rope_cut') };
  const more = { ...cut, lon: 179, events: cut.events | sealEventBit('jamming') };
  expect([contentOf(fix), contentOf(cut), contentOf(more)].sort()).toEqual([more, cut, fix].map(contentOf));
});
