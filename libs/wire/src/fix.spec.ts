import { sealEventNames } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { decodeFixes, MAX_BACKLOG, MAX_PAYLOAD_BYTES, Rejection } from './index.js';

const NOW = Date.UTC(2026, 10, 22, 8, 0, 0);
const whole = {
  seq: 4711,
  time: '2026-11-22T08:00:00.000Z',
  lat: 20.8561,
  lon: 106.6822,
  accuracy: 12,
  speed: 43.2,
  heading: 181,
  satellites: 9,
  battery: 87,
  charging: false,
  lock: 'locked',
  events: ['rope_cut', 'jamming'],
  card: '04A1B2C3',
  buffered: false,
};

function decode(value: unknown) {
  return decodeFixes(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), NOW);
}

function fixOf(value: unknown) {
  const decoded = decode(value);
  if (decoded instanceof Rejection) throw new Error(`${decoded.reason}: ${decoded.detail}`);
  return decoded.fixes[0]!;
}

function rejectionOf(value: unknown) {
  const decoded = decode(value);
  if (!(decoded instanceof Rejection)) throw new Error('it was taken');
  return decoded;
}

describe('a fix', () => {
  it('of the contract is read whole', () => {
    const fix = fixOf(whole);
    expect(fix).toMatchObject({
      seq: 4711,
      time: NOW,
      lat: 20.8561,
      lon: 106.6822,
      lock: 'locked',
      card: '04A1B2C3',
    });
    expect(sealEventNames(fix.events)).toEqual(['rope_cut', 'jamming']);
  });

  it.each([
    [12.3, 12.3],
    [12.30001, 12.30001],
    [12.3456789, 12.345679],
    [0.30000000000000004, 0.3],
    [100 / 3, 33.333332],
    [99.99999999, 100],
    [1e-42, 0],
    [87, 87],
  ])('takes the measured number %d as the log keeps it: %d', (said, taken) => {
    const measured = { accuracy: said, speed: said, heading: said, battery: said };
    expect(fixOf({ ...whole, ...measured })).toMatchObject({
      accuracy: taken,
      speed: taken,
      heading: taken,
      battery: taken,
    });
    expect(Math.fround(taken)).toBe(Math.fround(said < 1e-38 ? 0 : said));
  });

  it('needs only seq and time; what is absent or null is null', () => {
    expect(fixOf({ seq: 0, time: '2026-11-22T15:00:00+07:00', battery: null })).toEqual({
      seq: 0,
      time: NOW,
      lat: null,
      lon: null,
      accuracy: null,
      speed: null,
      heading: null,
      satellites: null,
      battery: null,
      charging: null,
      lock: null,
      events: 0,
      card: null,
      buffered: false,
    });
  });

  it('may carry fields that this version does not know', () => {
    expect(fixOf({ ...whole, temperature: 'warm', __proto__: { seq: 1 } }).seq).toBe(4711);
  });

  it.each([
    [{ ...whole, seq: undefined }, 'missing_field', /seq/],
    [{ ...whole, time: undefined }, 'missing_field', /time/],
    [{ ...whole, seq: -1 }, 'bad_field', /seq/],
    [{ ...whole, seq: 1.5 }, 'bad_field', /seq/],
    [{ ...whole, seq: '4711' }, 'bad_field', /seq/],
    [{ ...whole, time: '2026-11-22' }, 'bad_field', /time/],
    [{ ...whole, time: '2026-02-30T08:00:00Z' }, 'bad_field', /time/],
    [{ ...whole, time: 1_795_000_000 }, 'bad_field', /time/],
    [{ ...whole, lat: 90.1 }, 'bad_field', /lat/],
    [{ ...whole, lon: '106' }, 'bad_field', /lon/],
    [{ ...whole, lon: undefined }, 'position_incomplete', /lat and lon/],
    [{ ...whole, heading: 361 }, 'bad_field', /heading/],
    [{ ...whole, battery: 101 }, 'bad_field', /battery/],
    [{ ...whole, satellites: 8.5 }, 'bad_field', /satellites/],
    [{ ...whole, charging: 'no' }, 'bad_field', /charging/],
    [{ ...whole, lock: 'ajar' }, 'bad_field', /lock/],
    [{ ...whole, events: ['teleport'] }, 'bad_field', /events/],
    [{ ...whole, events: 'rope_cut' }, 'bad_field', /events/],
    [{ ...whole, card: 'a\0b' }, 'bad_field', /card/],
    [{ ...whole, card: '\ud800' }, 'bad_field', /card/],
    [{ ...whole, time: '2019-12-31T23:59:59.999Z' }, 'time_before_2020', /2020/],
    [{ ...whole, time: '2026-11-22T08:05:00.001Z' }, 'time_ahead', /300 s ahead/],
  ])('%j is refused as %s', (value, reason, detail) => {
    expect(rejectionOf(value)).toMatchObject({ reason, detail: expect.stringMatching(detail) as string });
  });

  it('exactly five minutes ahead is still taken', () => {
    expect(fixOf({ ...whole, time: '2026-11-22T08:05:00.000Z' }).time).toBe(NOW + 300_000);
  });

  it.each([
    ['{"seq":1', 'not_json'],
    ['', 'not_json'],
    ['"text"', 'bad_field'],
    ['null', 'bad_field'],
    ['[]', 'empty_backlog'],
    ['{"seq":1e400,"time":"2026-11-22T08:00:00Z"}', 'bad_field'],
    ['['.repeat(100_000), 'not_json'],
    [`{"seq":1,"x":"${'y'.repeat(MAX_PAYLOAD_BYTES)}"}`, 'too_large'],
  ])('%.40s is refused', (text, reason) => {
    expect(rejectionOf(text).reason).toBe(reason);
  });

  it('that is not UTF-8 is refused', () => {
    expect(decodeFixes(Buffer.from([0x7b, 0xff, 0x7d]), NOW)).toMatchObject({ reason: 'not_utf8' });
  });
});

describe('a backlog', () => {
  it('is taken in any order', () => {
    const decoded = decode([whole, { ...whole, seq: 4710, time: '2026-11-22T07:59:00Z' }]);
    expect(decoded).toMatchObject({ fixes: [{ seq: 4711 }, { seq: 4710 }], rejected: [] });
  });

  it('loses nothing but its bad fixes, each with its own reason', () => {
    const decoded = decode([whole, { ...whole, seq: 'x' }, 7, { ...whole, seq: 4712 }]);
    expect(decoded).toMatchObject({
      fixes: [{ seq: 4711 }, { seq: 4712 }],
      rejected: [
        { rejection: { reason: 'bad_field' }, value: { seq: 'x' } },
        { rejection: { reason: 'bad_field' }, value: 7 },
      ],
    });
  });

  it('holds at most 500', () => {
    const fixes = (n: number) => Array.from({ length: n }, (_, seq) => ({ seq, time: whole.time }));
    expect(decode(fixes(MAX_BACKLOG))).not.toBeInstanceOf(Rejection);
    expect(rejectionOf(fixes(MAX_BACKLOG + 1)).reason).toBe('backlog_too_long');
  });
});
