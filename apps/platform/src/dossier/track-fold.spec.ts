import { MINUTE, sealEventBit, type Fix } from '@haidang/domain';
import { expect, test } from 'vitest';
import type { JudgedFix } from '../seals/believed.js';
import { TrackFold } from './track-fold.js';

/** A fix at a minute, so many thousandths of a degree (111 m each) along the equator. */
function fix(
  minute: number,
  thousandths: number | null,
  more: Partial<JudgedFix> = {},
  said: Partial<Fix> = {},
): JudgedFix {
  const lon = thousandths === null ? null : thousandths / 1000;
  const place = { lat: lon === null ? null : 0, lon, lock: null, events: 0, ...said };
  const whole = { seq: minute, time: minute * MINUTE, buffered: false, ...place } as Fix;
  return { seal: 1, fix: whole, receivedAt: minute * MINUTE, tooOld: false, doubted: false, ...more };
}

async function folded(...fixes: JudgedFix[]): Promise<TrackFold> {
  const fold = new TrackFold();
  await fold.take(
    'S1',
    (async function* () {
      for (const one of fixes) yield await Promise.resolve(one);
    })(),
  );
  return fold;
}

test('counts what was told late, doubted or without a place, and what was driven where the way is known', async () => {
  const late = { receivedAt: 90 * MINUTE };
  const { figures } = await folded(
    ...[fix(0, 0), fix(1, 10), fix(2, 900, { doubted: true }), fix(3, null), fix(4, 20, late), fix(30, 50)],
  );
  expect(figures).toMatchObject({ fixes: 6, late: 1, doubted: 1, unplaced: 1, gap: 26 * MINUTE });
  expect(figures).toMatchObject({ from: 0, to: 30 * MINUTE });
  expect(figures.driven).toBeGreaterThan(2_220);
  expect(figures.driven).toBeLessThan(2_235);
});

test('draws lines of one kind each that meet, leaves gaps, and passes over what is nobody’s to see', async () => {
  const late = { receivedAt: 90 * MINUTE };
  const crawl = Array.from({ length: 9 }, (_, i) => fix(10 + i / 10, 20 + i / 100));
  const { drawn } = await folded(
    fix(0, 0),
    fix(1, 10),
    fix(2, 20, late),
    fix(3, 900, { doubted: true }),
    ...crawl,
  );
  expect(drawn[0]!.told[0]).toEqual([
    [0, 0],
    [0.01, 0],
  ]);
  expect(drawn[0]!.late).toEqual([
    [
      [0.01, 0],
      [0.02, 0],
    ],
  ]);
  expect(drawn[0]!.doubted).toEqual([[0.9, 0]]);
  expect(drawn[0]!.told[1]!.length).toBeLessThan(4);
});

test('keeps what the seal said, once', async () => {
  const cut = { events: sealEventBit('rope_cut') };
  const { said } = await folded(fix(0, 0, {}, cut), fix(1, 1, { receivedAt: 9 }, cut));
  expect(said).toEqual([{ sealId: 'S1', note: 'rope_cut', time: 0, receivedAt: 0 }]);
});
