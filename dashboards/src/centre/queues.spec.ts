import type { Facility, Gate, PassageView, Position, Zone } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { expect, test } from 'vitest';
import { heldAt, QueueCounter } from './queues.js';

const NOW = Date.parse('2026-11-28T08:00:00Z');
const PORT = { id: 'P', name: 'Cảng', place: { lat: 20.8, lon: 106.7 } } as Facility;
const OTHER = { id: 'Q', name: 'Bãi', place: { lat: 20.9, lon: 106.6 } } as Facility;

const zone = (id: string, facilityId: string | undefined, kind: Zone['kind'], lat: number) =>
  ({
    id,
    facilityId,
    kind,
    name: id,
    geometry: { type: 'Circle', center: { lat, lon: 106.7 }, radius: 300 },
  }) as Zone;

const at = (lat: number, seconds = 10) =>
  ({
    lat,
    lon: 106.7,
    time: new Date(NOW - seconds * SECOND).toISOString(),
    staleAfter: 90 * SECOND,
  }) as Position;

const counter = new QueueCounter(
  [PORT, OTHER],
  [
    zone('first', 'P', 'queue', 20.8),
    zone('beside', 'P', 'queue', 20.802),
    zone('yard', 'P', 'facility', 20.85),
    zone('nobody', undefined, 'queue', 20.85),
    zone('other', 'Q', 'queue', 20.9),
  ],
);

test('who stands in a queue zone waits for its facility, once also where two zones overlap; the longest queue is first', () => {
  const queues = counter.count([at(20.9), at(20.8), at(20.801), at(20.85), at(20.86)], NOW);
  expect(queues.map(({ id, waiting }) => [id, waiting.map(({ lat }) => lat)])).toEqual([
    ['P', [20.8, 20.801]],
    ['Q', [20.9]],
  ]);
});

test('a seal that has fallen silent waits nowhere that is known of', () => {
  expect(counter.count([at(20.8, 91)], NOW)).toEqual([]);
});

test('a gate holds a truck whose newest passage was held and not let through; what could not be read is a truck each', () => {
  const gate = { id: 'G', name: 'Cổng', place: PORT.place } as Gate;
  let id = 0;
  const passage = (
    container: string | null,
    verdict: 'pass' | 'hold',
    override?: 'pass' | 'hold',
    gateId = 'G',
  ) =>
    ({
      ...{ id: String(id++), gateId, container, plate: null, decision: { verdict } },
      override: override && { verdict: override },
    }) as unknown as PassageView;
  const newestFirst = [
    passage('CSQU3054383', 'hold'),
    passage('CSQU3054383', 'hold'),
    passage('TCNU7200794', 'pass'),
    passage('TCNU7200794', 'hold'),
    passage('BEAU6168370', 'hold', 'pass'),
    passage('TOLU4734787', 'pass', 'hold'),
    passage(null, 'hold'),
    passage(null, 'hold'),
    passage('MSCU6639871', 'hold', undefined, 'elsewhere'),
  ];
  const [first, , , , , overridden, ...unread] = newestFirst;
  const waiting = [first, overridden, ...unread.slice(0, 2)];
  expect(heldAt([gate], newestFirst)).toEqual([{ ...gate, waiting }]);
});
