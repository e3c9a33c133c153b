import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ApiError } from '../../shared/api/client.js';
import { deliver, refusalOf } from './courier.js';
import { Shelf, type Entry } from './shelf.js';

let made = 0;
const openShelf = () => Shelf.open(`test-${++made}`);

function entry(id: string): Entry {
  const time = '2026-11-26T01:10:00.000Z';
  const decidedOffline = { verdict: 'pass', reasons: [], by: 'Bình' } as const;
  return {
    ...{ kind: 'passage', gateId: 'G1', key: id },
    body: {
      id,
      time,
      direction: 'out',
      container: 'CSQU3054383',
      decidedOffline: { ...decidedOffline, reasons: [] },
    },
  };
}

/** A platform behind a bad line: each call arrives or not, and its answer comes back or not. */
function behind(line: readonly ('fine' | 'lost' | 'answer lost')[]) {
  const told: string[] = [];
  let calls = 0;
  const send = ({ key }: Entry): Promise<void> => {
    const how = line[calls++] ?? 'fine';
    if (how !== 'lost' && !told.includes(key)) told.push(key);
    return how === 'fine' ? Promise.resolve() : Promise.reject(new ApiError(0, 'unreachable', 'lost'));
  };
  return { told, send };
}

test('whatever the line does, all is told in its order, once, and the queue is empty at last', async () => {
  const line = fc.array(fc.constantFrom('fine' as const, 'lost' as const, 'answer lost' as const), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 6 }), line, async (count, how) => {
      const shelf = await openShelf();
      const ids = Array.from({ length: count }, (_, i) => `p${i}`);
      for (const id of ids) await shelf.put(entry(id), null);
      const { told, send } = behind(how);
      // the network comes and goes as often as the line says
      for (let tries = 0; tries <= how.length; tries++) await deliver(shelf, send).catch(() => undefined);
      expect(told).toEqual(ids);
      expect(await shelf.queue()).toEqual([]);
      shelf.close();
    }),
    { numRuns: 60 },
  );
});

test('what is put there stays in its order when the tablet’s page ends, with what it used up', async () => {
  const shelf = await openShelf();
  await shelf.put(entry('first'), { container: 'CSQU3054383', at: 5 });
  await shelf.put(entry('second'), null);
  shelf.close();
  const again = await Shelf.open(`test-${made}`);
  expect((await again.queue()).map(({ key }) => key)).toEqual(['first', 'second']);
  expect(await again.uses()).toEqual([{ container: 'CSQU3054383', at: 5 }]);
  await again.noteUses([{ container: 'CSQU3054383', at: 3 }]);
  expect(await again.uses(), 'the later use counts').toEqual([{ container: 'CSQU3054383', at: 5 }]);
  await again.forgetUsesBefore(6);
  expect(await again.uses()).toEqual([]);
  again.close();
});

test('what the platform refuses for good is kept and shown, and the next is told', async () => {
  const shelf = await openShelf();
  for (const id of ['bad', 'good']) await shelf.put(entry(id), null);
  const told: string[] = [];
  await deliver(shelf, ({ key }) => {
    if (key === 'bad') return Promise.reject(new ApiError(409, 'conflict', 'other content'));
    told.push(key);
    return Promise.resolve();
  });
  expect(told).toEqual(['good']);
  expect(await shelf.queue()).toMatchObject([{ key: 'bad', refused: 'conflict: other content' }]);
  shelf.close();
});

test('what has to wait is not refused', () => {
  const code = (status: number, name: string) => refusalOf(new ApiError(status, name, 'x'));
  for (const [status, name] of [
    [0, 'unreachable'],
    [503, 'http_503'],
    [429, 'too_many'],
    [401, 'not_signed_in'],
    [403, 'forbidden'],
    [404, 'unknown_gate'],
    [409, 'papers_changed'],
    [409, 'idempotency_in_progress'],
  ] as const)
    expect(code(status, name), name).toBeUndefined();
  expect(code(422, 'time_ahead')).toBe('time_ahead: x');
});
