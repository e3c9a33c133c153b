import { DEFAULT_RULES, MINUTE, type Fix } from '@haidang/domain';
import type { LoggedFix } from '@haidang/store';
import { expect, test } from 'vitest';
import { judged } from './believed.js';

/** A fix at a minute, so many thousandths of a degree (about 111 m each) along the equator; null: without a position. */
function fix(minute: number, thousandths: number | null, accuracy: number | null = 10): LoggedFix {
  const place = thousandths === null ? null : thousandths / 1000;
  const said: Partial<Fix> = {
    seq: minute,
    time: minute * MINUTE,
    lat: place === null ? null : 0,
    lon: place,
  };
  const rest = { speed: null, heading: null, satellites: null, battery: null, charging: null, lock: null };
  const whole: Fix = { ...rest, events: 0, card: null, buffered: false, accuracy, ...said } as Fix;
  return { seal: 1, fix: whole, receivedAt: 0, tooOld: false };
}

async function doubts(fixes: readonly LoggedFix[]): Promise<string> {
  const told: string[] = [];
  const stream = (async function* () {
    for (const one of fixes) yield await Promise.resolve(one);
  })();
  for await (const { fix: one, doubted } of judged(stream, DEFAULT_RULES))
    told.push(`${one.seq}${doubted ? '?' : ''}`);
  return told.join(' ');
}

test('a wild position among true ones is doubted, and order and number stay', async () => {
  expect(await doubts([fix(0, 0), fix(1, 5), fix(2, 900), fix(3, 15), fix(4, null), fix(5, 20)])).toBe(
    '0 1 2? 3 4 5',
  );
});

test('three in a row that agree are believed after all; two are not', async () => {
  const drive = [fix(0, 0), fix(1, 5), fix(2, 900), fix(3, 905)];
  expect(await doubts([...drive, fix(4, 910)])).toBe('0 1 2 3 4');
  expect(await doubts([...drive, fix(4, 20)])).toBe('0 1 2? 3? 4');
  expect(await doubts(drive)).toBe('0 1 2? 3?');
});

test('one that is too inaccurate is doubted, one that stands alone as well', async () => {
  expect(await doubts([fix(0, 0), fix(1, 5), fix(2, 10, 500)])).toBe('0 1 2?');
  expect(await doubts([fix(0, 0)])).toBe('0?');
  expect(await doubts([])).toBe('');
});
