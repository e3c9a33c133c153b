import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GateBook } from '../../apps/platform/src/gates/gate-book.js';
import { Api, registerCountry } from './rest/api.js';

failOnLeaks();

const [BOX, OTHER] = ['CSQU3054383', 'TCNU7200794'] as const;

forEachStore((store) => {
  let api: Api;
  let passages = 0;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    await store.pool.query(
      `insert into declarations (number, office_id, purpose, channel, status, registered_at)
        select '105000000001', id, 'import', 'green', 'cleared', now() from organisations limit 1`,
    );
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await store.pool.query('truncate eligibilities, expected_containers, stays, passage_overrides cascade');
    await api.app.get(GateBook).refresh([BOX, OTHER]);
  });

  const facility = async () =>
    (await store.pool.query<{ id: string }>(`select facility_id as id from gates where id = 'PORT-1'`))
      .rows[0]!.id;
  /** Written as customs writes it; `told`: whether the gates hear of it. */
  const eligible = async (container: string, more: { state?: string; told?: boolean } = {}) => {
    const { rows } = await store.pool.query<{ id: string }>(
      `insert into eligibilities (id, facility_id, form, declaration, container, plate, state)
        values (gen_random_uuid(), $1, '04', '105000000001', $2, '15C-123.45', $3) returning id`,
      [await facility(), container, more.state ?? 'eligible'],
    );
    if (more.told !== false) await api.app.get(GateBook).refresh([container]);
    return rows[0]!.id;
  };
  const stateOf = async (id: string) =>
    (await store.pool.query('select state, used_gate, used_passage from eligibilities where id = $1', [id]))
      .rows[0];
  const seen = (more: object = {}) => ({
    id: `p${++passages}`,
    time: new Date().toISOString(),
    direction: 'out',
    container: BOX,
    plate: '15C12345',
    ...more,
  });
  const pass = async (more: object = {}) =>
    (await api.post('/gates/PORT-1/passages', seen(more))).body as Record<string, unknown>;

  describe('an eligibility', () => {
    it('passes one truck, is used up by it, and ends the stay', async () => {
      const id = await eligible(BOX);
      await pass({ direction: 'in', id: 'not expected' });
      await store.pool.query(
        `insert into stays (id, container, facility_id, in_at) values (gen_random_uuid(), $1, $2, now() - interval '1 day')`,
        [BOX, await facility()],
      );
      await api.app.get(GateBook).refresh([BOX]);
      const out = seen();
      expect((await api.post('/gates/PORT-1/passages', out)).body).toMatchObject({
        verdict: 'pass',
        reasons: [],
      });
      expect(await stateOf(id)).toEqual({ state: 'used', used_gate: 'PORT-1', used_passage: out.id });
      const { rows } = await store.pool.query('select out_at is not null as left, out_seen from stays');
      expect(rows).toEqual([{ left: true, out_seen: true }]);
      expect(await pass()).toMatchObject({ verdict: 'hold', reasons: ['eligibility_used'] });
      // sent again it is the first decision, and nothing more is used up
      expect((await api.post('/gates/PORT-1/passages', out)).body).toMatchObject({ verdict: 'pass' });
    });

    it('and what gates remember of it is what the database has', async () => {
      const book = api.app.get(GateBook);
      await eligible(BOX);
      await store.pool.query(
        `insert into expected_containers (id, facility_id, container, purpose, carrier_seal, scan_ordered)
          values (gen_random_uuid(), $1, $2, 'export', 'ML-1', true)`,
        [await facility(), BOX],
      );
      await book.refresh([BOX]);
      for (const direction of ['in', 'out']) {
        const { body } = await api.post('/gates/PORT-1/passages', seen({ direction }));
        const remembered = book.papersOf(BOX);
        await book.refresh([BOX]);
        expect(remembered, direction).toEqual(book.papersOf(BOX));
        expect(body.verdict, direction).toBe('pass');
        await store.pool.query('update stays set scanned_at = now()');
        await book.refresh([BOX]);
      }
    });

    it('of two trucks at once passes one', async () => {
      await eligible(BOX);
      const verdicts = await Promise.all(Array.from({ length: 8 }, async () => (await pass()).verdict));
      expect(verdicts.filter((verdict) => verdict === 'pass')).toHaveLength(1);
    });

    it('that is suspended or used behind the gates’ back passes nobody: the commit holds memory to the database', async () => {
      for (const [state, reason] of [
        ['suspended', 'eligibility_suspended'],
        ['cancelled', 'eligibility_cancelled'],
        ['used', 'eligibility_used'],
      ]) {
        await store.pool.query('truncate eligibilities cascade');
        const id = await eligible(BOX);
        await store.pool.query('update eligibilities set state = $2, changed_at = now() where id = $1', [
          id,
          state,
        ]);
        expect(await pass(), state).toMatchObject({ verdict: 'hold', reasons: [reason] });
        expect((await stateOf(id)).state).toBe(state);
      }
    });

    it('lets nobody out that is to be scanned, until customs says that it was', async () => {
      await eligible(BOX);
      await store.pool.query(
        `insert into stays (id, container, facility_id, scan_ordered, in_at) values (gen_random_uuid(), $1, $2, true, now() - interval '1 day')`,
        [BOX, await facility()],
      );
      await api.app.get(GateBook).refresh([BOX]);
      expect(await pass()).toMatchObject({ verdict: 'hold', reasons: ['scan_outstanding'] });
      const scan = { facilityId: await facility(), container: BOX };
      const { status, body } = await api.post('/scans', scan);
      expect([status, body.container]).toEqual([201, BOX]);
      expect((await api.post('/scans', scan)).body.scannedAt).toBe(body.scannedAt);
      expect((await api.post('/scans', { ...scan, container: OTHER })).body.code).toBe('reference_unknown');
      expect(await pass()).toMatchObject({ verdict: 'pass' });
    });

    it('that a port’s report used up lets the camera’s later word of that exit through, and no second one', async () => {
      const id = await eligible(BOX);
      const at = new Date(Date.now() - 4 * 60_000).toISOString();
      const said = { form: '21', number: 'OUT-1', facilityId: await facility(), at, container: BOX };
      await store.pool.query(
        `insert into stays (id, container, facility_id, in_at, in_reported) values (gen_random_uuid(), $1, $2, now() - interval '1 day', true)`,
        [BOX, said.facilityId],
      );
      expect((await api.post('/port-messages', said)).body.flags).toEqual([]);
      expect(await stateOf(id)).toEqual({ state: 'used', used_gate: null, used_passage: null });
      const late = seen({ time: at });
      expect((await api.post('/gates/PORT-1/passages', late)).body.verdict).toBe('pass');
      expect(await stateOf(id)).toEqual({ state: 'used', used_gate: 'PORT-1', used_passage: late.id });
      const { rows } = await store.pool.query('select out_seen, out_reported from stays');
      expect(rows).toEqual([{ out_seen: true, out_reported: true }]);
      expect(await pass()).toMatchObject({ verdict: 'hold', reasons: ['eligibility_used'] });
    });

    it('by which a gate saw leave what nobody had landed makes the report of that exit no wrong one', async () => {
      await eligible(BOX);
      expect((await pass()).verdict).toBe('pass');
      const at = new Date().toISOString();
      const said = { form: '21', number: 'OUT-2', facilityId: await facility(), at, container: BOX };
      expect((await api.post('/port-messages', said)).body.flags).toEqual(['not_standing']);
    });

    it('is known in the first moment after a restart', async () => {
      await eligible(BOX, { told: false });
      const book = api.app.get(GateBook);
      expect(book.papersOf(BOX).eligibilities).toEqual([]);
      await book.load();
      expect(await pass()).toMatchObject({ verdict: 'pass' });
    });
  });

  describe('what comes in', () => {
    it('meets what was expected and stands there, once', async () => {
      await store.pool.query(
        `insert into expected_containers (id, facility_id, container, purpose, carrier_seal, scan_ordered)
          values (gen_random_uuid(), $1, $2, 'import', 'ML123', true)`,
        [await facility(), BOX],
      );
      await api.app.get(GateBook).refresh([BOX]);
      const [first, second] = await Promise.all(
        [1, 2].map(() => pass({ direction: 'in', plate: undefined })),
      );
      expect([first!.verdict, second!.verdict].sort()).toEqual(['hold', 'pass']);
      expect([...(first!.reasons as string[]), ...(second!.reasons as string[])]).toEqual(['already_inside']);
      const { rows } = await store.pool.query(
        'select container, purpose, carrier_seal, scan_ordered, in_seen from stays',
      );
      expect(rows).toEqual([
        { container: BOX, purpose: 'import', carrier_seal: 'ML123', scan_ordered: true, in_seen: true },
      ]);
      expect((await store.pool.query('select state from expected_containers')).rows).toEqual([
        { state: 'arrived' },
      ]);
    });

    it('and is not expected has the numbers on file that it may be', async () => {
      await eligible(BOX);
      expect(await pass({ container: 'C5QU3O54383' })).toMatchObject({
        verdict: 'hold',
        reasons: ['container_invalid'],
        suggestions: [{ container: BOX, differing: 2 }],
      });
    });
  });

  describe('an officer', () => {
    const override = (id: string, verdict: string, reason = 'papers seen at the window') =>
      api.post(`/gates/PORT-1/passages/${id}/override`, { verdict, reason });

    it('lets a held truck through with a reason: its papers are used up, the gate is told, the passage shows it', async () => {
      const id = await eligible(BOX);
      const held = seen({ plate: '29H99999' });
      expect((await api.post('/gates/PORT-1/passages', held)).body.reasons).toEqual(['plate_mismatch']);
      const { status, body } = await override(held.id, 'pass');
      expect([status, body.override.verdict, body.override.reason]).toEqual([
        201,
        'pass',
        'papers seen at the window',
      ]);
      expect((await stateOf(id)).state).toBe('used');
      const { rows } = await store.pool.query(
        `select payload from outbox where channel <> 'live' and payload ->> 'passageId' = $1 order by id`,
        [held.id],
      );
      expect(rows.map(({ payload }) => [payload.verdict, payload.overridden ?? false])).toEqual([
        ['hold', false],
        ['pass', true],
      ]);
      const [newest] = (await api.get('/gates/PORT-1/passages?limit=1')).body.items;
      expect(newest).toMatchObject({
        id: held.id,
        decision: { verdict: 'hold' },
        override: { verdict: 'pass' },
      });
      expect((await override(held.id, 'pass')).body.code).toBe('wrong_state');
      expect((await override(held.id, 'hold')).status).toBe(201);
    });

    it('of two at once decides one, and what passed once uses nothing up again', async () => {
      await eligible(BOX);
      const held = seen({ plate: '29H99999' });
      await api.post('/gates/PORT-1/passages', held);
      const both = await Promise.all([override(held.id, 'pass'), override(held.id, 'pass')]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      const next = await eligible(BOX);
      expect((await override(held.id, 'hold')).status).toBe(201);
      expect((await override(held.id, 'pass')).status).toBe(201);
      expect((await stateOf(next)).state).toBe('eligible');
    });

    it('is told when there is no such passage, or no reason', async () => {
      expect((await override('none', 'pass')).body.code).toBe('passage_not_found');
      expect((await override('none', 'pass', '')).body.code).toBe('invalid_request');
    });

    it('is told when the papers changed meanwhile, and nothing is done', async () => {
      const id = await eligible(BOX);
      const held = seen({ plate: '29H99999' });
      await api.post('/gates/PORT-1/passages', held);
      await store.pool.query(`update eligibilities set state = 'cancelled' where id = $1`, [id]);
      expect((await override(held.id, 'pass')).body.code).toBe('papers_changed');
      expect((await store.pool.query('select 1 from passage_overrides')).rowCount).toBe(0);
    });
  });
});
