import type { Role } from '@haidang/domain';
import { inflateSync } from 'node:zlib';
import { checkProofs, publicPemOf } from '@haidang/ledger';
import { readTransitEntries, ScopedPool, writeLedgerCheckpoint } from '@haidang/store';
import { failOnLeaks, forEachStore, signInAs } from '@haidang/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CONFIG } from '../../../apps/platform/src/config/config.js';
import { readKeyFile } from '../../../apps/platform/src/ledger/key-file.js';
import { Ledger } from '../../../apps/platform/src/ledger/ledger.js';
import { ago, Api, BOX_1, BOX_2, BOX_3, fixAt, newTransit, registerCountry } from './api.js';

failOnLeaks();

forEachStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
  });
  afterAll(() => api.close());
  afterEach(() => store.pool.query('truncate transits, alarms cascade'));

  const sealed = (id: string, sealId = 'S1', number: string = BOX_1) => newTransit(id, [{ number, sealId }]);

  describe('what happened to a transit', () => {
    it('is told in time order: steps, alarms, acts, passages', async () => {
      await api.post('/transits', sealed('T1'));
      await api.post('/transits/T1/seal');
      const departed = Date.parse(ago(2));
      await api.post('/transits/T1/depart', { at: new Date(departed).toISOString(), reason: 'convoy' });
      const minute = (n: number) => departed + n * 60_000;
      await api.fixes(
        'S1',
        [0, 1, 2, 3, 4].map((n) => fixAt(n, minute(n), n * 100, n === 0 ? 0 : 5_000)),
      );
      const [alarm] = (await api.get('/alarms?transitId=T1')).body.items;
      expect(alarm).toMatchObject({ kind: 'off_route', containerNumber: BOX_1, transitNumber: 'QT-T1' });
      await api.post(`/alarms/${alarm.id}/comment`, { revision: alarm.revision, text: 'seen' });
      const passage = {
        id: 'p1',
        time: new Date(minute(60)).toISOString(),
        direction: 'out',
        container: BOX_1,
      };
      const decision = await api.post('/gates/PORT-1/passages', passage);

      const { body } = await api.get('/transits/T1/timeline');
      const times = body.items.map(({ time }: { time: string }) => time);
      expect(times).toEqual([...times].sort());
      expect(body.items.map(({ kind, what }: { kind: string; what: string }) => `${kind} ${what}`)).toEqual([
        'step register',
        'step seal',
        'step depart',
        'alarm_opened off_route',
        `passage ${decision.body.verdict}`,
        'alarm_revealed off_route',
        'alarm_act comment',
      ]);
      const at = new Date(departed).toISOString();
      // entered without a time, or with a later one, they happened before it left all the same
      for (const entry of body.items.slice(0, 3))
        expect(entry).toMatchObject({ time: at, recordedAt: expect.any(String) });
      expect(body.items[2]).toMatchObject({ reason: 'convoy' });
      expect(body.items[3]).toMatchObject({ alarmId: alarm.id, recordedAt: alarm.raisedAt });
      expect(body.items[4].passageId).toBe('p1');
      expect(body.items[5]).toMatchObject({ alarmId: alarm.id, time: alarm.raisedAt, at: alarm.start });
      expect(body.items[6]).toMatchObject({ alarmId: alarm.id, reason: 'seen' });
      expect(body.items[6]).toMatchObject({ alarm: 'off_route', at: alarm.start });
      expect(body.items[6]).not.toHaveProperty('act');
      const page = await api.get('/transits/T1/timeline?limit=4');
      const rest = await api.get(`/transits/T1/timeline?limit=4&cursor=${page.body.next}`);
      expect([...page.body.items, ...rest.body.items]).toEqual(body.items);
      expect(rest.body.next).toBeNull();
      expect((await api.get('/transits/NO/timeline')).status).toBe(404);
    });

    it('tells what late evidence made of its alarms: corrected, merged, reopened, each in its place', async () => {
      await store.pool.query('truncate fixes');
      const start = Math.floor(Date.parse(ago(2)) / 60_000) * 60_000;
      await api.post('/transits', sealed('T1'));
      await api.post('/transits/T1/seal');
      await api.post('/transits/T1/depart', { at: new Date(start).toISOString() });
      let seq = 0;
      /** Fixes by the minute, 300 m beside the corridor or on the road. */
      const say = (...told: [minute: number, place: 'in' | 'out'][]) =>
        api.fixes(
          'S1',
          told.map(([minute, place]) =>
            fixAt(++seq, start + minute * 60_000, minute * 100, place === 'out' ? 800 : 0),
          ),
        );
      const lines = async () => {
        const { body } = await api.get('/transits/T1/timeline');
        return body.items
          .filter(({ kind }: { kind: string }) => kind.startsWith('alarm_'))
          .map(({ kind, alarmId }: { kind: string; alarmId: string }) => `${kind} ${names.get(alarmId)}`);
      };
      const names = new Map<string, string>();
      const alarms = async () => (await api.get('/alarms?transitId=T1')).body.items;

      await say([0, 'in'], [1, 'out'], [2, 'out'], [3, 'out'], [4, 'in'], [5, 'in']);
      names.set((await alarms())[0].id, 'first');
      await say([11, 'out'], [12, 'out'], [13, 'out'], [14, 'out']);
      names.set((await alarms()).find(({ id }: { id: string }) => !names.has(id)).id, 'second');
      // between the two fixes on the road it was beside it: the two episodes were one
      await say([4.5, 'out']);
      expect(await lines()).toEqual([
        'alarm_opened first',
        'alarm_opened second',
        'alarm_revealed first',
        'alarm_revealed second',
        'alarm_merged second',
      ]);
      const first = (await alarms()).find(({ id }: { id: string }) => names.get(id) === 'first');
      await api.post(`/alarms/${first.id}/resolve`, { revision: first.revision, ending: 'false' });
      // the third fix outside, which opened it, is another one now: evidence that nobody has seen
      await say([2.5, 'out']);
      expect((await lines()).slice(-2)).toEqual(['alarm_act first', 'alarm_reopened first']);
      // and with all the evidence it never was
      await say(...[1.4, 1.6, 2.4, 2.6].map((minute): [number, 'in'] => [minute, 'in']));
      await say(...[11.3, 11.6, 12.3, 12.6, 13.3, 13.6].map((minute): [number, 'in'] => [minute, 'in']));
      expect((await lines()).at(-1)).toBe('alarm_corrected first');
    });

    it('tells what people did with an alarm with what they said: to whom, until when and why, whom they sent and what was found', async () => {
      await api.post('/transits', sealed('T1'));
      await api.post('/transits/T1/seal');
      const departed = Date.parse(ago(1));
      await api.post('/transits/T1/depart', { at: new Date(departed).toISOString() });
      const minutes = [0, 1, 2, 3, 4];
      await api.fixes(
        'S1',
        minutes.map((n) => fixAt(n, departed + n * 60_000, n * 100, n === 0 ? 0 : 5_000)),
      );
      const [{ id, revision, start }] = (await api.get('/alarms?transitId=T1')).body.items;
      const patrol = { id: 'PATROL-1', name: 'Tổ 1', facilityId: 'PORT', contact: 'kênh 3' };
      expect((await api.post('/patrols', patrol)).status).toBe(201);
      const act = async (path: string, body: object) =>
        expect((await api.post(`/alarms/${id}/${path}`, body)).status, path).toBe(200);
      const until = new Date(Date.now() + 3_600_000).toISOString();
      await act('escalate', { revision, reason: 'cần trưởng ca' });
      await act('assign', { revision, to: 'Minh' });
      await act('dispatch', { revision, patrolId: 'PATROL-1', message: 'giữ xe ở km 41' });
      const { response } = (await api.get(`/alarms/${id}`)).body;
      const report = { state: 'done', outcome: 'confirmed', text: 'cắt dây' };
      await act(`dispatches/${response.dispatchId}/report`, report);
      await act('shelve', { revision, until, reason: 'chờ lái xe' });
      await act('resolve', { revision, ending: 'true', text: 'đã lập biên bản' });

      const { items } = (await api.get('/transits/T1/timeline')).body as { items: Record<string, unknown>[] };
      const acts = items.filter(({ kind }) => kind === 'alarm_act');
      for (const one of acts) expect(one).toMatchObject({ alarmId: id, alarm: 'off_route', at: start });
      expect(acts.map(({ what, reason, act: says }) => [what, reason, says])).toEqual([
        ['escalate', 'cần trưởng ca', undefined],
        ['assign', undefined, { to: 'Minh' }],
        ['dispatch', 'giữ xe ở km 41', { patrol: 'Tổ 1' }],
        ['field', 'cắt dây', { patrol: 'Tổ 1', state: 'done', outcome: 'confirmed' }],
        ['shelve', 'chờ lái xe', { until }],
        ['resolve', 'đã lập biên bản', { ending: 'true' }],
      ]);
    });

    it('has a track between departure and arrival, of all its seals', async () => {
      await store.pool.query('truncate fixes');
      await api.post(
        '/transits',
        newTransit('T1', [
          { number: BOX_1, sealId: 'S1' },
          { number: BOX_2, sealId: 'S2' },
        ]),
      );
      expect((await api.get('/transits/T1/track')).body).toEqual({ items: [], next: null });
      await api.post('/transits/T1/seal');
      const start = Date.parse(ago(2));
      const at = (n: number) => start + n * 60_000;
      for (const seal of ['S1', 'S2'])
        await api.fixes(
          seal,
          [0, 1, 2, 3, 4].map((n) => fixAt(n, at(n), n * 100)),
        );
      await api.post('/transits/T1/depart', { at: new Date(at(1)).toISOString() });
      await api.post('/transits/T1/arrive', { at: new Date(at(3)).toISOString() });
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const { body } = await api.get(`/transits/T1/track?limit=4${cursor}`);
        for (const { seq, sealId, container } of body.items) seen.push(`${seq} ${sealId} ${container}`);
        if (body.next === null) break;
        cursor = `&cursor=${body.next}`;
      }
      expect(seen).toEqual([1, 2, 3].flatMap((n) => [`${n} S1 ${BOX_1}`, `${n} S2 ${BOX_2}`]));
      const { body } = await api.get('/transits/T1/track', { accept: 'application/geo+json' });
      expect(body.features.map(({ geometry }: { geometry: { type: string } }) => geometry.type)).toEqual([
        'MultiLineString',
        'MultiLineString',
        ...Array.from({ length: 6 }, () => 'Point'),
      ]);
      expect(body.features[1].properties).toMatchObject({ sealId: 'S2', container: BOX_2, fixes: 3 });
      const later = await api.get(`/transits/T1/track?from=${new Date(at(3)).toISOString()}`);
      expect(later.body.items).toHaveLength(2);
      expect((await api.get('/transits?number=QT-T1')).body.items).toMatchObject([{ id: 'T1' }]);
      expect((await api.get('/transits?number=QT')).body.items).toEqual([]);
    });

    it('tells the positions of its track that no alarm rests on, in every form that has them', async () => {
      await store.pool.query('truncate fixes');
      await api.post('/transits', sealed('T1'));
      await api.post('/transits/T1/seal');
      const start = Date.parse(ago(2));
      await api.post('/transits/T1/depart', { at: new Date(start).toISOString() });
      const metres = [0, 100, 90_000, 300, 400];
      await api.fixes(
        'S1',
        metres.map((far, n) => fixAt(n, start + n * 60_000, far)),
      );
      const { body } = await api.get('/transits/T1/track', { accept: 'application/geo+json' });
      const doubted = body.features.filter(
        ({ properties }: { properties: { doubted?: boolean } }) => properties.doubted === true,
      );
      expect(doubted.map(({ properties }: { properties: { seq: number } }) => properties.seq)).toEqual([2]);
      const csv = await api.get('/transits/T1/track', { accept: 'text/csv' });
      const column = csv.body.split('\r\n').map((line: string) => line.split(',').at(-1));
      expect(column).toEqual(['doubted', '', '', 'true', '', '', '']);
      const gpx = await api.get('/transits/T1/track', { accept: 'application/gpx+xml' });
      expect(gpx.body).toContain('xmlns="http://www.topografix.com/GPX/1/1"');
      expect(gpx.body.match(/<trkpt /g)).toHaveLength(metres.length);
    });

    it('has a dossier as PDF in two languages, of what the asking person may see', async () => {
      await store.pool.query('truncate fixes');
      await api.post('/organisations', { id: 'OTHER', name: 'Other', kind: 'carrier' });
      await api.post('/transits', { ...sealed('T1'), carrierId: 'CARRIER' });
      await api.post('/transits/T1/seal');
      const start = Date.parse(ago(2));
      await api.post('/transits/T1/depart', { at: new Date(start).toISOString() });
      await api.fixes(
        'S1',
        [0, 1, 2, 3, 4].map((n) => fixAt(n, start + n * 60_000, n * 100, n === 0 ? 0 : 5_000)),
      );
      await api.app.get(Ledger).round();
      const dossier = (query = '', token = api.token) =>
        api.get(`/transits/T1/dossier.pdf${query}`, { authorization: `Bearer ${token}` });
      const [vi, en] = [await dossier(), await dossier('?language=en')];
      for (const { headers, body } of [vi, en]) {
        expect(headers.get('content-type')).toBe('application/pdf');
        expect(headers.get('content-disposition')).toBe('attachment; filename="T1-dossier.pdf"');
        expect(body).toMatch(/^%PDF-/);
        expect(body.length).toBeGreaterThan(10_000);
      }
      expect([vi, en].map(({ body }) => /\/Lang \((\w+)\)/.exec(body)?.[1])).toEqual(['vi', 'en']);
      expect((await dossier('?language=fr')).body.errors).toMatchObject([{ path: 'language' }]);
      expect(await api.get('/transits/NO/dossier.pdf')).toMatchObject({ status: 404 });
      const own = await signInAs(store.pool, 'carrier', 'CARRIER');
      const foreign = await signInAs(store.pool, 'carrier', 'OTHER');
      expect((await dossier('', own)).body).toMatch(/^%PDF-/);
      expect(await dossier('', foreign)).toMatchObject({ status: 404, body: { code: 'transit_not_found' } });
      // what the ledger has of it: the carrier is told of the transit, not of how it is judged
      const marksFor = async (role: Role, organisationId: string) => {
        const db = new ScopedPool(store.as('serve'), () => ({ personId: 'x', role, organisationId }));
        return (await readTransitEntries(db, 'T1', [], 100)).map(({ entry }) => entry.kind);
      };
      const centre = (await api.get('/session')).body.person.organisation.id;
      expect(await marksFor('shift_supervisor', centre)).toEqual(
        expect.arrayContaining(['transit.register', 'transit.depart', 'alarm.opened']),
      );
      expect(await marksFor('carrier', 'CARRIER')).toContain('transit.depart');
      expect((await marksFor('carrier', 'CARRIER')).filter((kind) => !kind.startsWith('transit.'))).toEqual(
        [],
      );
      expect(await marksFor('carrier', 'OTHER')).toEqual([]);
      // and each signed entry is proved in the file itself
      const key = await readKeyFile(api.app.get(CONFIG).ledger.keyFile);
      await api.app.get(Ledger).round();
      await writeLedgerCheckpoint(store.pool, key, Date.now());
      const provedFor = async (token: string) => {
        const file = await fetch(`${api.origin}/api/v1/transits/T1/dossier.pdf`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const text = attachmentOf(Buffer.from(await file.arrayBuffer()));
        return checkProofs(text, publicPemOf(key)).flatMap((verdict) => {
          if (!verdict.holds) throw new Error(verdict.why);
          expect(verdict.data).toBeNull();
          const { subject, kind } = verdict.entry;
          // the container's passages of the tests before are in it as well
          return subject.startsWith('passage/') ? [] : kind;
        });
      };
      expect(await provedFor(api.token)).toEqual(await marksFor('shift_supervisor', centre));
      expect(await provedFor(own)).toEqual(await marksFor('carrier', 'CARRIER'));
    });
  });

  it('a container is found by its number, with all that is known of it', async () => {
    expect(await api.get(`/containers/${BOX_3}`)).toMatchObject({
      status: 404,
      body: { code: 'container_not_found' },
    });
    await api.post('/transits', sealed('T1', 'S1', BOX_3));
    const passage = { id: 'p9', time: ago(0), direction: 'in', container: 'tolu 473478-7' };
    await api.post('/gates/PORT-1/passages', passage);
    await api.fixes('S1', [fixAt(99, Date.now(), 500)]);
    const { body } = await api.get(`/containers/${BOX_3.toLowerCase()}`);
    expect(body).toMatchObject({
      number: BOX_3,
      transit: { id: 'T1' },
      sealId: 'S1',
      lastFix: { seq: 99 },
      passages: [{ id: 'p9', gateId: 'PORT-1', decision: { verdict: 'pass' } }],
    });
    await api.post('/transits/T1/cancel');
    expect((await api.get(`/containers/${BOX_3}`)).body).toMatchObject({
      transit: { state: 'cancelled' },
      sealId: null,
      lastFix: null,
    });
  });
});

/** The one file within a PDF, as text. */
function attachmentOf(pdf: Buffer): string {
  const at = pdf.indexOf('/EmbeddedFile\n');
  const from = pdf.indexOf('stream\n', at) + 'stream\n'.length;
  return inflateSync(pdf.subarray(from, pdf.indexOf('endstream', from))).toString('utf8');
}
