import { existsSync, readFileSync } from 'node:fs';
import type { CameraMaker, CameraSettings } from '@haidang/domain';
import { describeNeeding } from '@haidang/testkit';
import { readCamera, Rejection } from '@haidang/wire';
import { expect, it } from 'vitest';
import { CAMERA_EVENTS, missing } from './shared-data.js';

interface Record {
  readonly id: string;
  readonly contentType: string;
  readonly payload: string;
  readonly expect: { readonly plate?: string | null; readonly confidence?: number; readonly lane?: number };
}

const NOW = Date.UTC(2026, 10, 26, 3);

/** What cameras in the field really sent, as their makers' own tests and documents have it. */
describeNeeding(missing(CAMERA_EVENTS), 'payloads of real cameras', () => {
  const records: Record[] = existsSync(CAMERA_EVENTS)
    ? (JSON.parse(readFileSync(CAMERA_EVENTS, 'utf8')) as { records: Record[] }).records
    : [];
  const payload = (id: string) => records.find((record) => record.id === id)!.payload;

  function read(text: string, maker: CameraMaker, settings: Partial<CameraSettings> = {}) {
    const camera: CameraSettings = {
      ...{ id: 'C1', maker, channel: null, direction: 'in', bothWays: false, lane: null, reads: 'plate' },
      ...{ timeZone: 'Asia/Ho_Chi_Minh', clock: 'said', settles: 'read' },
      ...settings,
    };
    const seen = readCamera([{ name: '', type: '', bytes: Buffer.from(text) }], camera, NOW);
    if (seen instanceof Rejection) throw new Error(`${seen.reason}: ${seen.detail}`);
    return seen.map(({ passage }) => passage);
  }

  const MAKERS: readonly (readonly [id: string, maker: CameraMaker])[] = [
    ['hik-xml-parkpow', 'hikvision'],
    ['hik-xml-noread', 'hikvision'],
    ['axis-acap-fflprapp', 'axis'],
    ['dahua-kv-snapmanager', 'dahua'],
    ['platerecognizer-stream', 'plate_recognizer'],
  ];

  it.each(MAKERS)('%s is read as its source expects', (id, maker) => {
    const { expect: wanted } = records.find((record) => record.id === id)!;
    const [passage, ...more] = read(payload(id), maker);
    expect(more).toEqual([]);
    expect(passage!.plate).toBe(wanted.plate);
    if (wanted.confidence !== undefined) expect(passage!.plateConfidence).toBeCloseTo(wanted.confidence, 6);
    if (wanted.lane !== undefined) expect(passage!.lane).toBe(String(wanted.lane));
  });

  it('times are the instants that the payloads name', () => {
    const timeOf = (id: string, maker: CameraMaker, settings: Partial<CameraSettings> = {}) =>
      new Date(read(payload(id), maker, settings)[0]!.time).toISOString();
    expect(timeOf('hik-xml-parkpow', 'hikvision')).toBe('2024-01-19T03:17:19.000Z');
    expect(timeOf('axis-acap-fflprapp', 'axis')).toBe('2021-06-11T10:05:38.252Z');
    expect(timeOf('dahua-kv-snapmanager', 'dahua')).toBe('2023-11-14T22:13:20.000Z');
    expect(timeOf('platerecognizer-stream', 'plate_recognizer')).toBe('2021-09-29T05:56:13.606Z');
    // the trap: firmware that fills UTC with local time, seven hours on
    expect(timeOf('dahua-kv-snapmanager', 'dahua', { clock: 'local' })).toBe('2023-11-14T15:13:20.000Z');
  });

  it('a camera on a lane of both ways says who goes against it', () => {
    expect(read(payload('hik-xml-parkpow'), 'hikvision', { bothWays: true })[0]!.direction).toBe('out');
    expect(read(payload('hik-xml-parkpow'), 'hikvision')[0]!.direction).toBe('in');
    expect(read(payload('axis-acap-fflprapp'), 'axis', { bothWays: true })[0]!.direction).toBe('in');
  });

  it("Frigate's documented events: its person passes no gate, its plate is read under the id of the track", () => {
    // the samples have comments, which the broker's messages have not
    const plain = (id: string) => payload(id).replace(/\/\/.*$/gm, '');
    expect(read(plain('frigate-frigate-events'), 'frigate')).toEqual([]);
    const ended = plain('frigate-frigate-events')
      .replaceAll('"person"', '"truck"')
      .replace('"update"', '"end"');
    const [end] = read(ended, 'frigate');
    const [plate] = read(plain('frigate-license-plate-recognition-update'), 'frigate');
    expect(plate).toMatchObject({ plate: '123ABC', plateConfidence: 0.95 });
    expect(end).toMatchObject({ plate: 'ABC12345', id: plate!.id });
    expect(() => read(payload('frigate-frigate-events'), 'frigate')).toThrow('not_json');
  });
});
