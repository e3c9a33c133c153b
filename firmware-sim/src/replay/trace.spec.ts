import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadTrace, parseColumns, readTrace, type TraceFormat, type TracePoint } from './trace.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trace-'));
});
afterAll(() => rm(folder, { recursive: true }));

const columns = parseColumns('id=bus,time=at,lat=y,lon=x,speed=v');
const format: TraceFormat = { columns, timeFormat: 'rfc3339', speedUnit: 'm/s' };

async function read(lines: string[], changes: Partial<TraceFormat> = {}): Promise<TracePoint[]> {
  const file = path.join(folder, 'trace.csv');
  await writeFile(file, lines.join('\n'));
  const points: TracePoint[] = [];
  for await (const point of readTrace(file, { ...format, ...changes })) points.push(point);
  return points;
}

describe('a recorded trace', () => {
  it('is read by its own column names, in file order, speeds in km/h', async () => {
    const points = await read([
      'x,y,bus,at,v,note',
      '-97.76,30.22,2052,2016-03-22T19:26:01-05:00,10,"a, b"',
      '-97.77,30.21,2052,2016-03-22T19:24:01-05:00,,',
    ]);
    expect(points).toEqual([
      { id: '2052', time: Date.UTC(2016, 2, 23, 0, 26, 1), lat: 30.22, lon: -97.76, speed: 36 },
      { id: '2052', time: Date.UTC(2016, 2, 23, 0, 24, 1), lat: 30.21, lon: -97.77 },
    ]);
  });

  it('may have times of its own zone, or counted ones', async () => {
    const head = 'bus,at,y,x,v';
    const [local] = await read([head, '1,2026-11-22 08:00:00,20,106,'], { timeZone: '+07:00' });
    expect(local!.time).toBe(Date.UTC(2026, 10, 22, 1));
    const [unix] = await read([head, '1,1795309200.5,20,106,'], { timeFormat: 'unix' });
    expect(unix!.time).toBe(1_795_309_200_500);
    const [mph] = await read([head, '1,1795309200000,20,106,10'], {
      timeFormat: 'unix_ms',
      speedUnit: 'mph',
    });
    expect(mph).toMatchObject({ time: 1_795_309_200_000, speed: 16.09344 });
  });

  it.each([
    [['bus,at,y,x', '1,2026-11-22T08:00:00Z,20,106'], /no column v; there are bus, at, y, x/],
    [
      ['bus,at,y,x,v', '1,2026-11-22T08:00:00Z,20,106,', '1,noon,20,106,'],
      /line 3: "noon" is not an RFC 3339 time/,
    ],
    [['bus,at,y,x,v', '1,2026-11-22T08:00:00Z,twenty,106,'], /line 2: y: "twenty" is not a number/],
    [['bus,at,y,x,v', ',2026-11-22T08:00:00Z,20,106,'], /line 2: bus is empty/],
  ])('that is wrong is refused with the line', async (lines, words) => {
    await expect(read(lines)).rejects.toThrow(words);
  });

  it('needs id, time, lat and lon named', () => {
    expect(() => parseColumns('id=a,time=b')).toThrow('--columns: lat, lon not named');
    expect(() => parseColumns('id=a,when=b')).toThrow(BadTrace);
  });
});
