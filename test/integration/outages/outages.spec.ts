import { randomUUID } from 'node:crypto';
import { formatInstant, MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore, signInAs } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GateBook } from '../../../apps/platform/src/gates/gate-book.js';
import { ago, BOX, FOURTH, Harbour, OTHER, THIRD } from '../port/harbour.js';
import { breakOff } from '../rest/broken-off.js';

failOnLeaks();

forEachStore((store) => {
  let harbour: Harbour;
  let auditor: string;
  beforeAll(async () => {
    harbour = await Harbour.open(store);
    auditor = await signInAs(store.pool, 'auditor', 'CENTRE');
  });
  afterAll(() => harbour.close());
  beforeEach(async () => {
    await store.pool.query('truncate paper_entries, paper_imports, outages, passages, passage_keys, outbox');
    await harbour.clear();
    await harbour.api.app.get(GateBook).refresh([BOX, OTHER, THIRD, FOURTH]);
  });

  const PATH = '/facilities/LACHHUYEN/paper-entries';
  const line = (number: number, more: object = {}) => ({
    ...{ sheet: 'LACH-1', line: number, direction: 'out', time: ago(60), container: BOX, ...more },
  });
  const enter = (lines: readonly object[], more: object = {}, token = harbour.port) =>
    harbour.post(PATH, { gateId: 'LACH-1', vouchedBy: 'Trần Văn Bình', lines, ...more }, token);
  const report = async (id: string, query = '') => (await harbour.get(`${PATH}/${id}${query}`)).body;
  const counts = async (table: string) => {
    const { rows } = await store.pool.query<{ n: number }>(`select count(*)::int4 as n from ${table}`);
    return rows[0]!.n;
  };

  describe('an outage', () => {
    const begin = (body: object = { reason: 'fibre cut' }, token = harbour.port) =>
      harbour.post('/facilities/LACHHUYEN/outages', body, token);

    it('is begun and ended by who is there, at the time they say; when that was entered is kept apart', async () => {
      const at = ago(30);
      const begun = await begin({ reason: 'fibre cut', at });
      expect([begun.status, begun.body]).toMatchObject([
        201,
        { facilityId: 'LACHHUYEN', reason: 'fibre cut', beganAt: at },
      ]);
      expect(Date.parse(begun.body.beginRecordedAt)).toBeGreaterThan(Date.now() - MINUTE);
      expect((await begin()).body.code).toBe('already_exists');
      const end = `/facilities/LACHHUYEN/outages/${begun.body.id}/end`;
      const ended = await harbour.post(end, { note: 'mended' });
      expect(ended.body).toMatchObject({ id: begun.body.id, endNote: 'mended' });
      expect((await harbour.post(end, {})).body.code).toBe('wrong_state');
      expect((await harbour.get('/facilities/LACHHUYEN/outages', auditor)).body.items).toEqual([ended.body]);
      const { rows } = await store.pool.query<{ kind: string }>(
        `select kind from ledger_inbox where subject = $1 order by at, kind`,
        [`outage/${begun.body.id}`],
      );
      expect(rows.map(({ kind }) => kind)).toEqual(['outage.begin', 'outage.end']);
      const live = await store.pool.query(`select from outbox where channel = 'live' and topic = 'outage'`);
      expect(live.rowCount).toBe(2);
    });

    it('lies neither ahead nor ends before it began, and is nobody else’s', async () => {
      expect((await begin({ reason: 'x', at: formatInstant(Date.now() + MINUTE) })).body.code).toBe(
        'time_ahead',
      );
      expect((await begin(undefined, harbour.otherPort)).body.code).toBe('facility_not_found');
      const { body } = await begin({ reason: 'x', at: ago(5) });
      const end = `/facilities/LACHHUYEN/outages/${body.id}/end`;
      expect((await harbour.post(end, { at: ago(10) })).body.code).toBe('wrong_state');
      expect((await harbour.post(`/facilities/LACHHUYEN/outages/${randomUUID()}/end`, {})).body.code).toBe(
        'outage_not_found',
      );
    });
  });

  describe('paper forms', () => {
    it('are a page to print, with what may leave or is expected by now', async () => {
      await harbour.allow(BOX);
      await harbour.expect(OTHER);
      const out = await harbour.get('/facilities/LACHHUYEN/paper-forms?direction=out&sheets=3&lines=10');
      expect(out.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(out.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(out.body.match(/class="sheet"/g)).toHaveLength(3);
      expect([out.body.includes(BOX), out.body.includes(OTHER)]).toEqual([true, false]);
      const coming = (await harbour.get('/facilities/LACHHUYEN/paper-forms?direction=in&lang=en'))
        .body as string;
      expect([coming.includes(BOX), coming.includes(OTHER), coming.includes('CONTAINERS IN')]).toEqual([
        false,
        true,
        true,
      ]);
      expect((await harbour.get('/facilities/LACHHUYEN/paper-forms', harbour.otherPort)).status).toBe(404);
    });
  });

  describe('what was written on paper', () => {
    it('is a passage at its true time, with who vouches for it and who entered it; papers follow', async () => {
      const eligibility = await harbour.allow(BOX);
      await store.pool.query(`update eligibilities set issued_at = now() - interval '3 hours'`);
      await harbour.see(BOX, 600);
      const outage = (await harbour.post('/facilities/LACHHUYEN/outages', { reason: 'x', at: ago(120) }))
        .body;
      const at = ago(60);
      const entered = await enter([line(1, { plate: '15C-123.45', time: at, note: 'mưa' })], {
        outageId: outage.id,
      });
      expect([entered.status, entered.body]).toMatchObject([
        201,
        {
          lines: 1,
          repeated: 0,
          outageId: outage.id,
          counts: { matched: 0, missing: 1, contradicting: 0, wouldHold: 0 },
        },
      ]);
      expect(typeof entered.body.enteredBy).toBe('string');
      expect((await report(entered.body.id)).items).toMatchObject([
        {
          sheet: 'LACH-1',
          line: 1,
          time: at,
          vouchedBy: 'Trần Văn Bình',
          comparison: 'missing',
          wouldHold: [],
          differences: [],
          note: 'mưa',
        },
      ]);
      expect(await harbour.stateOf('eligibilities', eligibility)).toBe('used');
      const { rows } = await store.pool.query<{ out_at: Date; out_seen: boolean }>(
        'select out_at, out_seen from stays',
      );
      expect([rows[0]!.out_at.toISOString(), rows[0]!.out_seen]).toEqual([at, false]);
      const { passages } = (await harbour.get(`/containers/${BOX}`)).body;
      expect(passages).toMatchObject([
        {
          id: 'paper:LACH-1:1',
          source: 'paper',
          time: at,
          gateId: 'LACH-1',
          decision: { verdict: 'pass', reasons: [] },
        },
      ]);
      expect(Date.parse(passages[0].receivedAt) - Date.parse(at)).toBeGreaterThan(59 * MINUTE);
      const ledger = await store.pool.query<{ at: Date; data: object }>(
        `select at, data from ledger_inbox where kind = 'gate.paper'`,
      );
      expect(ledger.rows[0]!.data).toMatchObject({
        happenedAt: at,
        vouchedBy: 'Trần Văn Bình',
        container: BOX,
      });
      expect(ledger.rows[0]!.at.getTime()).toBeGreaterThan(Date.now() - MINUTE);
      // a barrier that has been open for an hour is told nothing
      const { rowCount } = await store.pool.query(`select from outbox where channel = 'mqtt'`);
      expect(rowCount).toBe(0);
      // and the gates know that it is gone
      expect(harbour.api.app.get(GateBook).papersOf(BOX).stays).toEqual([]);
    });

    it('entered again it changes nothing; with other content it is a conflict, and all of it is refused', async () => {
      const lines = [
        line(1, { time: ago(50) }),
        line(2, { container: OTHER, direction: 'in', time: ago(40) }),
      ];
      const first = await enter(lines);
      const again = await enter(lines);
      expect([again.status, again.body]).toEqual([200, first.body]);
      const more = await enter([...lines, line(3, { container: THIRD, direction: 'in' })]);
      expect([more.status, more.body]).toMatchObject([201, { lines: 1, repeated: 2 }]);
      const other = await enter([
        line(4, { container: FOURTH, direction: 'in' }),
        { ...lines[1]!, container: FOURTH },
      ]);
      expect(other.body).toMatchObject({ code: 'conflict', errors: [{ path: 'lines.1.line' }] });
      expect(await counts('paper_entries')).toBe(3);
      expect(await counts('passages')).toBe(3);
      expect((await harbour.get(PATH)).body.items.map(({ id }: { id: string }) => id)).toEqual([
        more.body.id,
        first.body.id,
      ]);
    });

    it('tells what would have been held by what was known then, and what cameras say', async () => {
      await harbour.see(BOX, 600);
      const camera = {
        id: randomUUID(),
        time: ago(59),
        direction: 'out',
        container: OTHER,
        plate: '15C-999.99',
      };
      await harbour.post('/gates/LACH-1/passages', camera);
      const lines = [
        line(1),
        line(2, { container: OTHER, plate: '15C-111.11', time: ago(60) }),
        line(3, { container: THIRD, direction: 'in', time: ago(55) }),
        line(4, { container: THIRD, time: ago(20) }),
      ];
      const { body } = await enter(lines);
      expect(body.counts).toEqual({ matched: 0, missing: 3, contradicting: 1, wouldHold: 4 });
      const { items } = await report(body.id);
      expect(items).toMatchObject([
        { wouldHold: ['not_eligible'], differences: [], passageId: 'paper:LACH-1:1' },
        {
          ...{ comparison: 'contradicting', wouldHold: ['not_eligible'], seen: { passageId: camera.id } },
          differences: [{ what: 'plate', paper: '15C-111.11', found: '15C99999' }, { what: 'not_standing' }],
        },
        { wouldHold: ['not_expected'] },
        { wouldHold: ['not_eligible'], differences: [] },
      ]);
      expect(items[1].passageId).toBeUndefined();
      // in and out on paper: one stay that is over
      expect(await harbour.stays(THIRD)).toMatchObject([{ gone: true, in_seen: false, out_seen: false }]);
      const page = await report(body.id, '?limit=1&odd=true');
      expect([
        page.items[0].line,
        (await report(body.id, `?limit=9&odd=true&cursor=${page.next}`)).items.length,
      ]).toEqual([1, 3]);
    });

    it('as a spreadsheet saves it: semicolons, local times, each error with its line in the file', async () => {
      const csv = (rows: string[]) =>
        ['\ufeffsheet;line;direction;time;container;plate;note', ...rows].join('\r\n');
      const send = (text: string, query = '?gateId=LACH-1&vouchedBy=B%C3%ACnh') =>
        harbour.post(`${PATH}${query}`, text, harbour.port, { 'content-type': 'text/csv' });
      const local = new Date(Date.now() - 60 * MINUTE + 7 * 60 * MINUTE).toISOString();
      const [date, clock] = [
        `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)}`,
        local.slice(11, 16),
      ];
      const good = await send(
        csv([
          `S-9;1;in;${date} ${clock};csqu 305438-3;15C-1;"a; b"`,
          '',
          `S-9;2;in;${local.slice(0, 10)} ${clock};${OTHER};;`,
        ]),
      );
      expect([good.status, good.body.lines]).toEqual([201, 2]);
      const { items } = await report(good.body.id);
      expect(items[0]).toMatchObject({ container: BOX, note: 'a; b', vouchedBy: 'Bình', gateId: 'LACH-1' });
      expect(Math.abs(Date.parse(items[0].time) - (Date.now() - 60 * MINUTE))).toBeLessThan(2 * MINUTE);
      const bad = await send(
        csv([`S-9;3;in;${date} ${clock};${THIRD};;`, `S-9;4;sideways;yesterday;CSQU3054384;;`]),
      );
      expect([bad.status, bad.body.code]).toEqual([400, 'invalid_request']);
      const paths = bad.body.errors.map(({ path }: { path: string }) => path).sort();
      expect(paths).toEqual(['line 3: container', 'line 3: direction', 'line 3: time']);
      expect((await send('sheet;line\r\nS;1')).body.errors[0].path).toBe('line 1: direction');
      expect((await send(csv([`S-9;5;in;${date} ${clock};${THIRD};;`]), '')).body.errors).toMatchObject([
        { path: 'line 2: gateId' },
        { path: 'line 2: vouchedBy' },
      ]);
      expect(await counts('paper_entries')).toBe(2);
    });

    it('names each wrong line, and takes none of them', async () => {
      const lines = [
        line(1),
        line(1, { container: OTHER }),
        line(2, { gateId: 'NOWHERE' }),
        line(3, { time: formatInstant(Date.now() + 60 * MINUTE) }),
        line(4, { time: '2020-02-01T00:00:00Z' }),
      ];
      const { body } = await enter(lines);
      expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
        ...['lines.1.line', 'lines.2.gateId', 'lines.3.time', 'lines.4.time'],
      ]);
      expect((await enter([line(1)], {}, harbour.otherPort)).body.code).toBe('facility_not_found');
      expect((await enter([line(1)], { outageId: randomUUID() })).body.code).toBe('outage_not_found');
      expect((await enter([])).body.code).toBe('invalid_request');
      expect((await harbour.post(PATH, '{', harbour.port)).body.code).toBe('not_json');
      expect((await harbour.get(`${PATH}/${randomUUID()}`)).body.code).toBe('paper_import_not_found');
      expect(await counts('paper_imports')).toBe(0);
    });

    it('two who enter the same at once: it is there once', async () => {
      const lines = [line(1, { direction: 'in' }), line(2, { container: OTHER, direction: 'in' })];
      const answers = await Promise.all([enter(lines), enter(lines), enter(lines)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
      expect([await counts('paper_entries'), await counts('stays'), await counts('passages')]).toEqual([
        2, 2, 2,
      ]);
    });

    it('of which the sender broke off, nothing is there, and its key may be used again', async () => {
      const body = JSON.stringify({ gateId: 'LACH-1', vouchedBy: 'Trần Văn Bình', lines: [line(1)] });
      const headers = {
        ...{ 'content-type': 'application/json', 'idempotency-key': 'broken-off' },
        authorization: `Bearer ${harbour.port}`,
      };
      await breakOff(harbour.api, store.pool, { path: PATH, body, headers, table: 'paper_entries' });
      expect([await counts('paper_imports'), await counts('passages')]).toEqual([0, 0]);
      const again = await harbour.api.post(PATH, JSON.parse(body), headers);
      expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, null]);
      expect(await counts('passages')).toBe(1);
    });

    it('ten thousand lines are one call', async () => {
      const lines = Array.from({ length: 10_000 }, (_, i) =>
        line((i % 900) + 1, {
          sheet: `BULK-${Math.floor(i / 900)}`,
          direction: i % 2 === 0 ? 'in' : 'out',
          time: ago(600 - i / 20),
        }),
      );
      const entered = await enter(lines);
      expect(entered.body).toMatchObject({ lines: 10_000, repeated: 0 });
      // in and out five thousand times, and nothing of it stands
      expect(await harbour.stays(BOX)).toHaveLength(5_000);
      expect((await harbour.stays(BOX)).every(({ gone }) => gone)).toBe(true);
    }, 120_000);
  });

  it('the platform failed at nothing meanwhile', () => expect(harbour.api.errors).toEqual([]));
});
