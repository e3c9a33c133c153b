import { describe, expect, it } from 'vitest';
import { distance } from '../motion/geometry.js';
import { centreOf, mover } from './place.js';
import { planReplay } from './replay-plan.js';
import { playedTimes } from './timeline.js';
import type { TracePoint } from './trace.js';

const RECORDED = Date.UTC(2016, 2, 23, 0, 0, 0);
const END = Date.UTC(2026, 10, 22, 8);

/** A row of bus `id`, so many seconds after the recording's start. */
const row = (id: string, seconds: number, lat = 30): TracePoint => ({
  id,
  time: RECORDED + seconds * 1_000,
  lat,
  lon: -97,
});
const options = { timeline: { end: END, speedUp: 10 }, distinct: true, sealPrefix: 'RP-' };

describe('a replay', () => {
  it('puts the last fix on now and compresses the time before it', () => {
    const [seal] = planReplay([row('7', 0), row('7', 60), row('7', 100)], options);
    expect(seal!.sealId).toBe('RP-7');
    expect(seal!.fixes.map(({ fix }) => fix.time)).toEqual([
      '2026-11-22T07:59:50.000Z',
      '2026-11-22T07:59:56.000Z',
      '2026-11-22T08:00:00.000Z',
    ]);
  });

  it('sends each (id, time) once when distinct, the first row counting', () => {
    const [a, b] = planReplay([row('7', 0, 30), row('7', 0, 31), row('8', 0), row('7', 100)], options);
    expect(a!.fixes.map(({ fix }) => [fix.seq, fix.lat])).toEqual([
      [1, 30],
      [2, 30],
    ]);
    expect(b!.fixes).toHaveLength(1);
  });

  it('sends a repeat as the same fix when not distinct', () => {
    const [seal] = planReplay([row('7', 0, 30), row('7', 0, 31), row('7', 100)], {
      ...options,
      distinct: false,
    });
    expect(seal!.fixes.map(({ fix }) => fix.seq)).toEqual([1, 1, 2]);
    expect(seal!.fixes[1]!.fix).toEqual(seal!.fixes[0]!.fix);
  });

  it('keeps the order of the file, numbers by time, and sends a late row when its turn comes', () => {
    const [seal] = planReplay([row('7', 0), row('7', 100), row('7', 60)], options);
    expect(seal!.fixes.map(({ fix }) => fix.seq)).toEqual([1, 3, 2]);
    expect(seal!.fixes.map(({ sendAt }) => sendAt - END)).toEqual([-10_000, 0, 0]);
  });

  it('makes ids of the recording safe for a topic', () => {
    expect(planReplay([row('bus 7/a', 0)], options)[0]!.sealId).toBe('RP-bus_7_a');
  });

  it('refuses an empty trace', () => {
    expect(() => planReplay([], options)).toThrow('no rows');
  });
});

describe('compressed times', () => {
  it('stay distinct where compression would fold them, and never pass the end', () => {
    const times = playedTimes({ last: 4_000, end: 10_000, speedUp: 4_000 }, [1_000, 2_000, 3_000, 4_000]);
    expect(times).toEqual([9_997, 9_998, 9_999, 10_000]);
  });
});

describe('a move', () => {
  const trace = [
    { lat: 30.2, lon: -97.8 },
    { lat: 30.4, lon: -97.6 },
  ];

  it('brings the centre to the place told', () => {
    const to = { lat: 20.85, lon: 106.68 };
    const moved = trace.map(mover(centreOf(trace), to));
    expect(centreOf(moved).lat).toBeCloseTo(20.85, 9);
    expect(centreOf(moved).lon).toBeCloseTo(106.68, 9);
  });

  it('keeps distances within one part in a hundred', () => {
    const moved = trace.map(mover(centreOf(trace), { lat: 20.85, lon: 106.68 }));
    const before = distance(trace[0]!, trace[1]!);
    expect(Math.abs(distance(moved[0]!, moved[1]!) / before - 1)).toBeLessThan(0.01);
  });
});
