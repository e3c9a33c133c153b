import { describe, expect, it } from 'vitest';
import { decodeReceipt } from './index.js';

const TIME = '2026-11-26T15:00:00+07:00';
const ID = '0191F2D8-0000-4000-8000-00000000000a';
const whole = { noticeId: ID, time: TIME, status: 'received' };
const decode = (value: unknown) =>
  decodeReceipt(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

describe('a receipt', () => {
  it('names its notice, in whichever case it writes it', () => {
    const time = Date.UTC(2026, 10, 26, 8);
    expect(decode(whole)).toEqual({ noticeId: ID.toLowerCase(), time, status: 'received', reason: null });
    expect(decode({ ...whole, status: 'refused', reason: 'no such yard', more: 1 })).toMatchObject({
      status: 'refused',
      reason: 'no such yard',
    });
  });

  it.each([
    ['{', 'not_json'],
    [[whole], 'bad_field'],
    [{ ...whole, noticeId: 'N1' }, 'bad_field'],
    [{ ...whole, noticeId: undefined }, 'missing_field'],
    [{ ...whole, time: 'now' }, 'bad_field'],
    [{ ...whole, status: 'seen' }, 'bad_field'],
    [{ ...whole, status: null }, 'missing_field'],
    [{ ...whole, status: 'refused' }, 'missing_field'],
    [{ ...whole, reason: 'a\0b' }, 'bad_field'],
  ])('%j is refused as %s', (value, reason) => {
    expect(decode(value)).toMatchObject({ reason });
  });
});
