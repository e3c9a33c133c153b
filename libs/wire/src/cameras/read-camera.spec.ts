import { CAMERA_MAKERS, type CameraMaker, type CameraSettings, type Passage } from '@haidang/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rejection } from '../rejection.js';
import { readCamera } from './index.js';
import type { EventPart } from './sighting.js';

const NOW = Date.UTC(2026, 10, 26, 3);
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);

function camera(maker: CameraMaker, settings: Partial<CameraSettings> = {}): CameraSettings {
  return {
    ...{ id: 'C1', maker, channel: null, direction: 'out', bothWays: false, lane: null, reads: 'plate' },
    ...{ timeZone: 'Asia/Ho_Chi_Minh', clock: 'said', settles: 'read' },
    ...settings,
  };
}

function part(content: string | object, name = '', type = ''): EventPart {
  return { name, type, bytes: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)) };
}

function read(
  content: string | object | readonly EventPart[],
  of: CameraSettings,
): readonly Passage[] | Rejection {
  const parts = Array.isArray(content) ? (content as readonly EventPart[]) : [part(content)];
  const seen = readCamera(parts, of, NOW);
  return seen instanceof Rejection ? seen : seen.map(({ passage }) => passage);
}

function one(content: string | object | readonly EventPart[], of: CameraSettings): Passage {
  const seen = read(content, of);
  if (seen instanceof Rejection) throw new Error(`${seen.reason}: ${seen.detail}`);
  expect(seen).toHaveLength(1);
  return seen[0]!;
}

const hik = (inside: string, root = 'EventNotificationAlert') =>
  `<?xml version="1.0" encoding="UTF-8"?><${root}><dateTime>2026-11-26T09:00:00+07:00</dateTime><eventType>ANPR</eventType>${inside}</${root}>`;
const plate = (text: string, more = '') => hik(`<ANPR><licensePlate>${text}</licensePlate>${more}</ANPR>`);
const HIK = camera('hikvision');

describe('Hikvision', () => {
  it.each([
    ['as ISAPI has it', plate('51F-987.65')],
    [
      'with a prefix',
      plate('51F-987.65')
        .replaceAll(/<(\/?)(\w)/g, '<$1ns2:$2')
        .replace('ns2:?', '?'),
    ],
    ['as aNPR', plate('51F-987.65').replaceAll('ANPR>', 'aNPR>')],
    [
      'with the number repeated',
      hik('<ANPR><licensePlate></licensePlate><licensePlate>51F98765</licensePlate></ANPR>'),
    ],
    ['after a byte order mark', `\uFEFF${plate('51F-987.65')}`],
    [
      'in JSON',
      JSON.stringify({
        EventNotificationAlert: {
          dateTime: '2026-11-26T09:00:00+07:00',
          ANPR: { licensePlate: '51F 98765' },
        },
      }),
    ],
  ])('%s', (_, text) => {
    expect(one(text, HIK)).toMatchObject({
      plate: '51F98765',
      time: Date.UTC(2026, 10, 26, 2),
      direction: 'out',
      source: 'hikvision',
    });
  });

  it('in a form, with its pictures, whatever the parts are called', () => {
    const parts = [
      part(plate('51F98765'), 'anpr.xml'),
      { name: 'p', type: 'image/jpeg', bytes: JPEG },
      { name: 'p', type: '', bytes: JPEG },
    ];
    const seen = readCamera(parts, HIK, NOW);
    expect(seen).toMatchObject([
      { passage: { plate: '51F98765' }, pictures: [{ bytes: JPEG }, { bytes: JPEG }] },
    ]);
  });

  it.each([
    ['97', 0.97],
    ['0.97', 0.97],
    ['97%', 0.97],
    ['0,97', 0.97],
    ['1', 0.01],
    ['0', 0],
    ['100', 1],
    ['high', null],
    ['-3', null],
    ['1000', null],
    ['', null],
  ])('confidence %j is %j', (text, wanted) => {
    expect(one(plate('51F98765', `<confidenceLevel>${text}</confidenceLevel>`), HIK).plateConfidence).toBe(
      wanted,
    );
  });

  it.each([
    'unknown',
    'UNKNOWN',
    'noPlate',
    'NO_PLATE',
    'no plate',
    '-',
    '--',
    '',
    ' ',
    'null',
    'N/A',
    '无车牌',
    '*****',
    'Không biển',
  ])('with %j reads nothing', (word) => {
    expect(one(plate(word, '<confidenceLevel>50</confidenceLevel>'), HIK)).toMatchObject({
      plate: null,
      plateConfidence: null,
    });
  });

  it('says nothing of a vehicle by other events', () => {
    expect(
      read('<EventNotificationAlert><eventType>videoloss</eventType></EventNotificationAlert>', HIK),
    ).toEqual([]);
    expect(read(hik(''), HIK)).toMatchObject({ reason: 'missing_field' });
  });

  it.each([
    ['billion laughs', `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${plate('&b;')}`],
    ['a file of the server', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${plate('&e;')}`],
    ['a parameter entity', `<!doctype x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>${plate('1')}`],
    ['an entity behind a comment', `<!-- x --><!ENTITY a "b">${plate('&a;')}`],
  ])('with %s is refused unread', (_, text) => {
    const xml = text.replace(/<\?xml[^>]*\?>/, '');
    expect(read(xml, HIK)).toMatchObject({ reason: 'not_xml' });
  });

  it('an entity that nobody declared stays as it stands', () => {
    expect(one(plate('&b;51F'), HIK).plate).not.toContain('aaaa');
  });

  it.each([
    ['unclosed', '<EventNotificationAlert><ANPR>'],
    ['deep without end', '<a>'.repeat(50_000)],
    ['deep and closed', `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`],
  ])('%s: a rejection, or nothing', (_, text) => {
    const seen = read(text, HIK);
    if (Array.isArray(seen)) expect(seen).toEqual([]);
    else expect((seen as Rejection).reason).toMatch(/not_xml|bad_field|missing_field/);
  });
});

describe('the clock', () => {
  const at = (time: string, settings: Partial<CameraSettings>) =>
    new Date(
      one(plate('51F98765').replace('2026-11-26T09:00:00+07:00', time), camera('hikvision', settings)).time,
    ).toISOString();

  it.each([
    ['2026-11-26T09:00:00+07:00', {}, '2026-11-26T02:00:00.000Z'],
    ['2026-11-26T09:00:00', {}, '2026-11-26T02:00:00.000Z'],
    ['2026-11-26 09:00:00.250', {}, '2026-11-26T02:00:00.250Z'],
    ['20261126 090000250', {}, '2026-11-26T02:00:00.250Z'],
    ['2026-11-26T09:00:00Z', { clock: 'local' }, '2026-11-26T02:00:00.000Z'],
    ['2026-11-26T09:00:00+08:00', { clock: 'local' }, '2026-11-26T02:00:00.000Z'],
    ['2026-11-26T19:00:00Z', { clock: 'none' }, '2026-11-26T03:00:00.000Z'],
    // the hour that a zone of summer time does not have, and the one it has twice
    ['2026-03-29T02:30:00', { timeZone: 'Europe/Berlin' }, '2026-03-29T01:30:00.000Z'],
    ['2025-10-26T03:30:00', { timeZone: 'Europe/Berlin' }, '2025-10-26T02:30:00.000Z'],
  ] as const)('%s with %j is %s', (text, settings, wanted) => {
    expect(at(text, settings)).toBe(wanted);
  });

  it.each(['yesterday', '2026-02-30T09:00:00Z', '2026-11-26T25:00:00Z', '99999999999999'])(
    '%j is no time',
    (text) => {
      const seen = read(plate('51F98765').replace('2026-11-26T09:00:00+07:00', text), HIK);
      expect(seen).toMatchObject({ reason: 'bad_field' });
    },
  );

  it('that says nothing is when it arrived', () => {
    expect(
      one(
        '<EventNotificationAlert><ANPR><licensePlate>1A</licensePlate></ANPR></EventNotificationAlert>',
        HIK,
      ).time,
    ).toBe(NOW);
  });

  it('that runs ahead is told apart, as of every passage', () => {
    const seen = read(plate('51F98765').replace('09:00:00+07:00', '12:00:00Z'), HIK);
    expect(seen).toMatchObject({ reason: 'time_ahead', off: expect.any(Number) as number });
  });
});

describe('Dahua', () => {
  const lines = (more = '') =>
    `Events[0].EventBaseInfo.Code=TrafficJunction\r\nEvents[0].EventBaseInfo.Action=Pulse\r\nEvents[0].UTC=1764122400\r\nEvents[0].Lane=3\r\n${more}`;
  const DAHUA = camera('dahua', { bothWays: true });

  it('as lines', () => {
    const text = lines(
      'Events[0].TrafficCar.PlateNumber=51F-987.65\r\nEvents[0].TrafficCar.DrivingDirection[0]=Leave\r\nEvents[0].Object.Confidence=247',
    );
    expect(one(text, DAHUA)).toMatchObject({
      plate: '51F98765',
      lane: '3',
      time: 1764122400000,
      direction: 'in',
    });
    expect(one(text, DAHUA).plateConfidence).toBeCloseTo(247 / 255);
  });

  it('as lines that repeat a name: the first that holds something', () => {
    const text = lines(
      'Events[0].TrafficCar.PlateNumber=\r\nEvents[0].TrafficCar.PlateNumber=51F98765\r\nEvents[0].TrafficCar.PlateNumber=X',
    );
    expect(one(text, DAHUA).plate).toBe('51F98765');
  });

  it('as traffic cameras push it, with pictures in Base64', () => {
    const pushed = {
      Picture: {
        Plate: { PlateNumber: '15C12345', Confidence: 92 },
        SnapInfo: { AccurateTime: '2026-11-26 09:00:00.123', Direction: 'Obverse', LanNo: 1 },
        NormalPic: { Content: JPEG.toString('base64') },
      },
    };
    expect(readCamera([part(pushed)], DAHUA, NOW)).toMatchObject([
      {
        passage: {
          plate: '15C12345',
          plateConfidence: 0.92,
          lane: '1',
          time: Date.UTC(2026, 10, 26, 2, 0, 0, 123),
          direction: 'out',
        },
        pictures: [{ bytes: JPEG }],
      },
    ]);
  });

  it('a heartbeat, another event and the end of one say nothing', () => {
    for (const text of [
      'Heartbeat\r\n',
      lines().replace('TrafficJunction', 'VideoMotion'),
      lines().replace('Pulse', 'Stop'),
    ])
      expect(read(text, DAHUA)).toEqual([]);
    expect(read('something else', DAHUA)).toMatchObject({ reason: 'bad_field' });
  });
});

describe('cameras that speak several times of one vehicle', () => {
  const axis = (carState: string, plateConfidence: string, plateText = '51F98765') => ({
    ...{
      packetCounter: '1',
      capture_timestamp: String(NOW - 5_000),
      carID: '77',
      carState,
      plateConfidence,
      plateText,
    },
  });

  it('settle as soon as the number is read for sure, or at the end', () => {
    const of = camera('axis');
    expect(read(axis('new', '0.5'), of)).toEqual([]);
    expect(read(axis('update', '0.9', ''), of)).toEqual([]);
    const [sure, lost] = [one(axis('update', '0.9'), of), one(axis('lost', '0.7'), of)];
    expect(sure.id).toBe(lost.id);
    expect(one(axis('lost', '0.1', 'unknown'), of).plate).toBeNull();
  });

  it('or at the end alone, where it is set so', () => {
    const of = camera('axis', { settles: 'left' });
    expect(read(axis('update', '0.99'), of)).toEqual([]);
    expect(one(axis('lost', '0.99'), of).plate).toBe('51F98765');
  });

  it('have one id for each vehicle, and others for another camera’s', () => {
    const ids = [
      one(axis('lost', '0.9'), camera('axis')),
      one({ ...axis('lost', '0.9'), carID: '78' }, camera('axis')),
      one(axis('lost', '0.9'), camera('axis', { id: 'C2' })),
    ];
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
  });
});

describe('Plate Recognizer', () => {
  const event = (results: unknown, more: object = {}) => ({
    hook: { event: 'recognition' },
    data: { camera_id: 'cam', filename: 'a.jpg', timestamp: '2026-11-26T02:00:00.5Z', results, ...more },
  });
  const OF = camera('plate_recognizer');

  it('has a passage for each vehicle, in a form or alone', () => {
    const results = [
      { plate: '9jub11', score: 0.839 },
      { plate: { props: { plate: [{ value: '15c12345', score: 0.91 }] } } },
    ];
    const seen = read(event(results), OF);
    expect(seen).toMatchObject([
      { plate: '9JUB11', plateConfidence: 0.839 },
      { plate: '15C12345', plateConfidence: 0.91 },
    ]);
    const form = [{ name: 'upload', type: 'image/jpeg', bytes: JPEG }, part(event(results), 'json')];
    expect(read(form, OF)).toEqual(seen);
    expect(readCamera(form, OF, NOW)).toMatchObject([{ pictures: [{ bytes: JPEG }] }, { pictures: [] }]);
  });

  it('sent with nothing read is a vehicle without a number', () => {
    expect(one(event([]), OF)).toMatchObject({ plate: null });
    expect(read({ data: {} }, OF)).toMatchObject({ reason: 'missing_field' });
  });

  it('of another camera of the same sender is not for this one', () => {
    expect(
      read(event([{ plate: '9jub11', score: 0.8 }]), camera('plate_recognizer', { channel: 'other' })),
    ).toEqual([]);
    expect(
      read(event([{ plate: '9jub11', score: 0.8 }]), camera('plate_recognizer', { channel: 'cam' })),
    ).toHaveLength(1);
  });
});

describe('what a camera reads', () => {
  const OF = camera('hikvision', { reads: 'container' });
  it('is a container where it is there for that', () => {
    expect(one(plate('CSQU 305438-3', '<confidenceLevel>96</confidenceLevel>'), OF)).toMatchObject({
      container: 'CSQU3054383',
      containerConfidence: 0.96,
      plate: null,
    });
  });
  it.each([
    ['CSQU3054383', 'container'],
    // misread by a digit
    ['CSQU3054384', 'container'],
    ['CSQU305438', 'container'],
    ['15C-123.45', 'plate'],
  ] as const)('of both, %s is a %s', (text, kind) => {
    expect(one(plate(text), camera('hikvision', { reads: 'both' }))[kind]).toBe(text.replaceAll(/[-.]/g, ''));
  });
  it('is refused where it is longer than any number', () => {
    expect(read(plate('A'.repeat(21)), HIK)).toMatchObject({ reason: 'bad_field' });
  });
});

describe('our own form', () => {
  const OF = camera('haidang', { lane: '4' });
  it('has what the camera’s settings say where it says nothing', () => {
    const passage = one(
      { id: 'p1', time: '2026-11-26T09:00:00+07:00', container: 'CSQU3054383', plate: 'NO_PLATE' },
      OF,
    );
    expect(passage).toMatchObject({
      direction: 'out',
      lane: '4',
      container: 'CSQU3054383',
      plate: null,
      time: Date.UTC(2026, 10, 26, 2),
    });
    expect(
      one({ id: 'p1', time: '2026-11-26T09:00:00+07:00', direction: 'in', lane: '1' }, OF),
    ).toMatchObject({ direction: 'in', lane: '1', id: passage.id });
  });
  it.each([
    [{ time: '2026-11-26T09:00:00Z' }, 'missing_field'],
    [{ id: 7 }, 'bad_field'],
    ['[]', 'bad_field'],
  ])('%j is refused', (value, reason) => {
    expect(read(value, OF)).toMatchObject({ reason });
  });
});

describe('whatever comes', () => {
  const words = fc.constantFrom(
    'ANPR',
    'aNPR',
    'licensePlate',
    'EventNotificationAlert',
    'Events',
    'TrafficCar',
    'UTC',
    'data',
    'results',
    'plate',
    'after',
    'type',
    'id',
    'time',
    'carState',
    '__proto__',
    'constructor',
    'toString',
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double(),
      fc.constant(null),
      fc.constantFrom('end', 'lpr', 'lost', 'ANPR', 'truck'),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.oneof(words, fc.string()), tie('value'), { maxKeys: 6 }),
  })).object;
  const xml = fc
    .array(
      fc.oneof(
        words.map((w) => `<${w}>`),
        words.map((w) => `</${w}>`),
        fc.string(),
        fc.constantFrom('<![CDATA[', ']]>', '<!--', '-->', '&#0;', '&lt;', '<?x', '?>'),
      ),
      { maxLength: 30 },
    )
    .map((all) => `<${all.join('')}`);
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    json.map((value) => new Uint8Array(Buffer.from(JSON.stringify(value)))),
    xml.map((text) => new Uint8Array(Buffer.from(text))),
    fc
      .string()
      .map(
        (text) =>
          new Uint8Array(Buffer.from(`Events[0].Code=Traffic\nEvents[0].UTC=${text}\nEvents[0].${text}`)),
      ),
  );

  it.each(CAMERA_MAKERS)('%s: a reading or a rejection, never a throw', (maker) => {
    fc.assert(
      fc.property(
        fc.array(payload, { maxLength: 3 }),
        fc.constantFrom('said', 'local', 'none' as const),
        (bytes, clock) => {
          const parts = bytes.map((each) => ({ name: 'x', type: 'y', bytes: each }));
          const seen = readCamera(parts, camera(maker, { clock, reads: 'both' }), NOW);
          if (seen instanceof Rejection) expect(seen.detail).not.toBe('');
          else for (const { passage } of seen) expect(passage.id.length).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 400 },
    );
  });
});
