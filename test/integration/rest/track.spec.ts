import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ago, Api, fixAt, registerCountry } from './api.js';

failOnLeaks();

forEachStore((store) => {
  let api: Api;
  /** Five minutes apart, a gap of twenty before the fourth, one without a position, one of yesterday. */
  const start = Date.parse(ago(3));
  const at = (minutes: number) => start + minutes * 60_000;
  const time = (minutes: number) => new Date(at(minutes)).toISOString();
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    await api.fixes('S1', [
      fixAt(0, at(-24 * 60), 0),
      {
        ...fixAt(1, at(0), 0),
        battery: 87,
        lock: 'locked',
        events: ['locked', 'vibration'],
        card: '=1+1,"x"',
      },
      fixAt(2, at(5), 1_000),
      { seq: 3, time: time(8), lock: 'open' },
      fixAt(4, at(30), 2_000),
      { ...fixAt(5, at(35), 3_000), satellites: 9, buffered: true },
    ]);
    await api.fixes('S2', [fixAt(1, at(1), 0)]);
    await api.post('/seals', { id: 'S4' });
  });
  afterAll(() => api.close());

  const seqs = (body: { items: { seq: number }[] }) => body.items.map(({ seq }) => seq);

  it('is the last 24 hours in time order, or the range asked for, both ends included', async () => {
    const { body, headers } = await api.get('/seals/S1/track');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('vary')).toContain('accept');
    expect(seqs(body)).toEqual([1, 2, 3, 4, 5]);
    expect(body.items[0]).toEqual({
      seq: 1,
      time: time(0),
      lat: 0,
      lon: 0,
      accuracy: 10,
      speed: 50,
      battery: 87,
      lock: 'locked',
      events: ['locked', 'vibration'],
      card: '=1+1,"x"',
      buffered: false,
      receivedAt: body.items[0].receivedAt,
    });
    expect(seqs((await api.get(`/seals/S1/track?from=${time(5)}&to=${time(30)}`)).body)).toEqual([2, 3, 4]);
    expect(seqs((await api.get(`/seals/S1/track?to=${time(0)}`)).body)).toEqual([0, 1]);
    expect(seqs((await api.get(`/seals/S1/track?from=${time(-2000)}`)).body)).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await api.get(`/seals/S1/track?from=${time(5)}&to=${time(4)}`)).body.errors).toMatchObject([
      { path: 'from' },
    ]);
    expect((await api.get('/seals/S1/track?from=yesterday')).status).toBe(400);
    expect((await api.get('/seals/S3/track')).body).toEqual({ items: [], next: null });
    expect(await api.get('/seals/NO/track')).toMatchObject({ status: 404, body: { code: 'seal_not_found' } });
  });

  it('comes in pages', async () => {
    const seen: number[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.get(`/seals/S1/track?limit=2${cursor}`);
      seen.push(...seqs(body));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('as GeoJSON is a line broken at gaps and a point a fix', async () => {
    const { body, headers } = await api.get('/seals/S1/track', { accept: 'application/geo+json' });
    expect(headers.get('content-type')).toBe('application/geo+json');
    const [line, ...points] = body.features;
    expect(line.geometry.type).toBe('MultiLineString');
    expect(line.geometry.coordinates.map((part: unknown[]) => part.length)).toEqual([2, 2]);
    expect(line.geometry.coordinates[0][0]).toEqual([0, 0]);
    expect(line.properties).toEqual({ sealId: 'S1', fixes: 5, from: time(0), to: time(35) });
    expect(points.map(({ properties }: { properties: { seq: number } }) => properties.seq)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(points[0]).toMatchObject({
      geometry: { type: 'Point', coordinates: [0, 0] },
      properties: { battery: 87 },
    });
    expect(points[2]).toMatchObject({ geometry: null, properties: { lock: 'open' } });
    const none = await api.get('/seals/S3/track', { accept: 'application/geo+json' });
    expect(none.body.features).toEqual([
      {
        type: 'Feature',
        geometry: { type: 'MultiLineString', coordinates: [] },
        properties: { sealId: 'S3', fixes: 0, from: null, to: null },
      },
    ]);
    const single = await api.get('/seals/S2/track', { accept: 'application/geo+json' });
    expect(single.body.features[0].geometry.coordinates).toEqual([]);
    expect(single.body.features).toHaveLength(2);
  });

  it('as CSV has a line a fix and no formula in it', async () => {
    const { body, headers } = await api.get('/seals/S1/track', { accept: 'text/csv' });
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toBe('attachment; filename="S1-track.csv"');
    const lines = body.split('\r\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toBe(
      'sealId,seq,time,lat,lon,accuracy,speed,heading,satellites,battery,charging,lock,events,card,buffered,receivedAt,tooOld',
    );
    expect(lines[1]).toContain(
      `S1,1,${time(0)},0,0,10,50,,,87,,locked,locked vibration,"'=1+1,""x""",false,`,
    );
    expect(lines[6]).toBe('');
  });

  it('as GPX has a segment on either side of a gap', async () => {
    const { body, headers } = await api.get('/seals/S1/track', {
      accept: 'application/gpx+xml;q=0.9, text/html',
    });
    expect(headers.get('content-type')).toBe('application/gpx+xml');
    expect(body.match(/<trkseg>/g)).toHaveLength(2);
    expect(body.match(/<\/trkseg>/g)).toHaveLength(2);
    expect(body.match(/<trkpt /g)).toHaveLength(4);
    expect(body).toContain(`<trkpt lat="0" lon="0"><time>${time(0)}</time></trkpt>`);
    expect(body).toContain(`<time>${time(35)}</time><sat>9</sat>`);
  });

  it('streams what lies weeks apart, and nothing where there is nothing', async () => {
    const daysBefore = [30, 22, 21, 9, 0];
    for (const days of daysBefore) await api.fixes('S4', [fixAt(days, at(-days * 24 * 60), 0)]);
    const { body } = await api.get('/seals/S4/track?from=2020-01-01T00:00:00Z', { accept: 'text/csv' });
    const lines = body.trimEnd().split('\r\n').slice(1);
    expect(lines.map((line: string) => Number(line.split(',')[1]))).toEqual(daysBefore);
    const none = await api.get('/seals/S4/track?from=0001-01-01T00:00:00Z&to=2020-01-01T00:00:00Z', {
      accept: 'text/csv',
    });
    expect(none.body.split('\r\n')).toHaveLength(2);
  });

  it('has no other form', async () => {
    expect(await api.get('/seals/S1/track', { accept: 'image/png' })).toMatchObject({
      status: 406,
      body: { code: 'not_acceptable' },
    });
  });

  it('streams more than one batch, each fix once', async () => {
    const count = 5_001;
    for (let from = 0; from < count; from += 500) {
      const size = Math.min(500, count - from);
      const fixes = Array.from({ length: size }, (_, i) =>
        fixAt(from + i, at(0) + Math.floor((from + i) / 2) * 1000, 0),
      );
      await api.fixes('S3', fixes);
    }
    const { body } = await api.get(`/seals/S3/track?from=${time(0)}`, { accept: 'text/csv' });
    const lines = body.trimEnd().split('\r\n').slice(1);
    expect(lines.map((line: string) => Number(line.split(',')[1]))).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
  });
});
