import { describe, expect, it } from 'vitest';
import { decodePassage } from './index.js';

const NOW = Date.UTC(2026, 10, 22, 1, 3, 10);
const whole = {
  id: '0191f2d8-0000-7000-8000-000000000001',
  time: '2026-11-22T08:03:10+07:00',
  direction: 'out',
  lane: '2',
  container: 'csqu 305438-3',
  containerConfidence: 0.97,
  plate: '15C-123.45',
  plateConfidence: 0.93,
  sealId: 'VN000123',
  carrierSeal: 'ML-VN1234567',
  damage: false,
  images: ['https://camera.example/1.jpg'],
  source: 'camera',
};
const decode = (value: unknown) => decodePassage(Buffer.from(JSON.stringify(value)), NOW);

describe('a passage', () => {
  it('of the contract is read, container and plate in their plain form', () => {
    expect(decode(whole)).toMatchObject({
      time: NOW,
      container: 'CSQU3054383',
      plate: '15C12345',
      direction: 'out',
    });
  });

  it('may have read nothing', () => {
    const bare = { id: 'a', time: whole.time, direction: 'in', container: '', plate: '--' };
    expect(decode(bare)).toMatchObject({ container: null, plate: null, images: [], sealId: null });
  });

  it.each([
    [{ ...whole, id: '' }, 'missing_field'],
    [{ ...whole, direction: undefined }, 'missing_field'],
    [{ ...whole, direction: 'up' }, 'bad_field'],
    [{ ...whole, containerConfidence: 97 }, 'bad_field'],
    [{ ...whole, images: 'https://x' }, 'bad_field'],
    [{ ...whole, images: [7] }, 'bad_field'],
    [{ ...whole, time: '2026-11-22T08:08:11+07:00' }, 'time_ahead'],
    [[whole], 'bad_field'],
  ])('%j is refused as %s', (value, reason) => {
    expect(decode(value)).toMatchObject({ reason });
  });
});
