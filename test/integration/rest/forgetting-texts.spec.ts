import { randomUUID } from 'node:crypto';
import {
  CARD_PLACES,
  ensureCentre,
  findMentions,
  findWhatKeeps,
  forgetWithoutAccount,
  FREE_TEXTS,
  insertUser,
  NO_FREE_TEXTS,
  PLATE_PLACES,
  readWithoutAccount,
  sequenceAll,
  Spellings,
  verifyLedger,
} from '@haidang/store';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forget, mentionsOf } from '../../../apps/platform/src/keeping/persons.js';
import { Api, BOX_1, BOX_2, BOX_3, newTransit, registerCountry } from './api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    await api.post('/transits', newTransit('T1'));
  });
  afterAll(() => api.close());

  /** Tables in which a text stands, but for what is deleted within a day. */
  const tablesWith = async (text: string): Promise<string[]> => {
    const { rows: tables } = await store.pool.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname not in ('outbox', 'idempotency_keys') order by 1`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rowCount } = await store.pool.query(
        `select from "${name}" t where strpos(to_jsonb(t)::text, $1) > 0 limit 1`,
        [text],
      );
      if (rowCount !== 0) found.push(name);
    }
    return found;
  };
  const columnsLike = async (pattern: string): Promise<string[]> => {
    const { rows } = await store.pool.query<{ column: string }>(
      `select table_name || '.' || column_name as column from information_schema.columns
        where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY') and column_name ~ $1
          and table_name in (select relname from pg_class where relkind in ('r', 'p') and not relispartition)`,
      [pattern],
    );
    return rows.map(({ column }) => column);
  };

  it('every column that sounds like free text, a plate or a card is known', async () => {
    const free = FREE_TEXTS.map(({ table, column }) => `${table}.${column}`);
    expect([...free, ...NO_FREE_TEXTS]).toEqual(
      expect.arrayContaining(
        await columnsLike('reason|comment|note|text|remark|message$|report$|said|revoked_for|description'),
      ),
    );
    const names = (places: typeof PLATE_PLACES) => places.map(({ table, column }) => `${table}.${column}`);
    expect(names(PLATE_PLACES)).toEqual(expect.arrayContaining(await columnsLike('plate|trailer')));
    expect(names(CARD_PLACES)).toEqual(expect.arrayContaining(await columnsLike('^card$')));
  });

  it('a name in what people wrote is listed, redacted where it is told to be, and gone from the ledger', async () => {
    const id = randomUUID();
    const alarm = randomUUID();
    await insertUser(store.pool, {
      ...{ id, username: `hoa.${id}`, name: 'Trần Thị Hoa', role: 'centre_operator' },
      ...{ organisationId: await ensureCentre(store.pool), passwordHash: null, mustChange: false },
    });
    await store.pool.query(
      `insert into alarms (id, key, kind, severity, seal_id, transit_id, start_at, raised_at, lat, lon, why) values ($1, 'K', 'off_route', 'major', 'S1', 'T1', now(), now(), 0, 0,
        '{"rule":"off_route","settings":{},"measured":{}}')`,
      [alarm],
    );
    await api.post(`/alarms/${alarm}/comment`, { revision: 1, text: 'hỏi cô TRẦN thị  Hoa (Hoa Trần)' });
    await api.post(`/alarms/${alarm}/comment`, { revision: 1, text: 'Hoa nở' });

    const found = await mentionsOf(store.pool, id, ['Hoa Trần']);
    expect(found?.spellings).toEqual(expect.arrayContaining(['Trần Thị Hoa', 'Hoa Trần']));
    const whole = { of: `alarm ${alarm}`, text: 'hỏi cô TRẦN thị  Hoa (Hoa Trần)', held: false };
    expect(found?.items).toEqual([
      { table: 'alarms', column: 'comments', ...whole },
      { table: 'alarm_history', column: 'data', ...whole },
      { table: 'ledger', column: 'data', ...whole, of: `alarm/${alarm}` },
    ]);

    const asked = { reason: 'asked for it', redact: ['Trần Thị Hoa', 'Hoa Trần'] };
    const hold = (await api.post('/holds', { transits: ['T1'], reason: 'inquiry' })).body;
    expect(await forget(store.pool, id, null, asked)).toEqual({ held: `alarm ${alarm}` });
    await api.send('DELETE', `/holds/${hold.id}`, { reason: 'over' });

    const { pseudonym } = (await forget(store.pool, id, null, asked)) as { pseudonym: string };
    const { rows } = await store.pool.query('select comments from alarms where id = $1', [alarm]);
    expect(rows[0].comments).toMatchObject([
      { text: `hỏi cô [${pseudonym}] ([${pseudonym}])` },
      { text: 'Hoa nở' },
    ]);
    expect(await tablesWith('TRẦN thị')).toEqual([]);
    await sequenceAll(store.pool);
    const { items } = (await api.get(`/ledger?subject=person/${id}`)).body;
    expect(items).toMatchObject([{ kind: 'keeping.forget', data: { reason: 'asked for it', texts: 2 } }]);
    expect((await verifyLedger(store.pool)).fault).toBeUndefined();
  });

  it('what was written of a passage, an outage, a shift and a device is kept with what a hold names', async () => {
    const alarm = randomUUID();
    const [outage, entered] = [randomUUID(), randomUUID()];
    await api.post('/transits', {
      ...newTransit('T3'),
      ...{ vehicle: { plate: '29C-333.33' }, containers: [{ number: BOX_3, sealId: 'S3' }] },
    });
    await store.pool.query(
      `insert into alarms (id, key, kind, severity, seal_id, transit_id, start_at, raised_at, lat, lon, why)
         values ('${alarm}', 'K3', 'off_route', 'major', 'S3', 'T3', now(), now(), 0, 0, '{}');
       insert into passages (gate_id, id, time, direction, container, images, received_at, decision)
         select id, 'P3', now(), 'out', '${BOX_3}', '[]', now(), '{}' from gates limit 1;
       insert into passage_overrides (gate_id, passage_id, verdict, reason, by)
         select id, 'P3', 'pass', 'Phạm Văn Bảy xin', 'x' from gates limit 1;
       insert into outages (id, facility_id, reason, began_at) select '${outage}', facility_id, 'Phạm Văn Bảy cắt cáp', now() from gates limit 1;
       insert into paper_imports (id, facility_id, outage_id, lines, repeated, entered_at)
         select '${entered}', facility_id, '${outage}', 1, 0, now() from gates limit 1;
       insert into paper_entries (facility_id, sheet, line, import_id, place, gate_id, direction, at, container, vouched_by, recorded_at,
           comparison, would_hold, differences)
         select facility_id, 'S', 1, '${entered}', 0, id, 'out', now(), '${BOX_3}', 'x', now(), 'unseen', '{}', '[]' from gates limit 1;
       insert into handovers (id, organisation_id, remark, picture, pictured_at, begun_at)
         select gen_random_uuid(), id, 'hỏi Phạm Văn Bảy', '{"items":[{"key":"alarm/${alarm}"}],"left":0}', now(), now()
         from organisations limit 1;
       insert into devices (name, kind, seal_id) values ('S3', 'seal', 'S3') on conflict do nothing;
       insert into credentials (id, device, method, salt, verifier, revoked_at, revoked_for)
         values (gen_random_uuid(), 'S3', 'secret', '', '', now(), 'Phạm Văn Bảy làm mất');
       insert into patrols (id, name, kind, facility_id, contact) select 'PATROL', 'p', 'patrol', facility_id, 'Phạm Văn Bảy' from gates limit 1`,
    );
    const heldNow = async () => {
      const found = await findMentions(store.pool, new Spellings(['Phạm Văn Bảy']));
      return Object.fromEntries(found.map(({ table, held }) => [table, held]));
    };
    const free = {
      passage_overrides: false,
      outages: false,
      handovers: false,
      credentials: false,
      patrols: false,
    };
    expect(await heldNow()).toEqual(free);
    const hold = (await api.post('/holds', { transits: ['T3'], reason: 'inquiry' })).body;
    const held = { passage_overrides: true, outages: true, handovers: true, credentials: true };
    expect(await heldNow()).toEqual({ ...held, patrols: false });
    await api.send('DELETE', `/holds/${hold.id}`, { reason: 'over' });
    expect(await heldNow()).toEqual(free);
  });

  it('a plate is exported and forgotten, once nothing goes by it and no hold keeps it', async () => {
    await api.post('/transits', {
      ...newTransit('T2'),
      ...{ vehicle: { plate: '51D-777.88' }, containers: [{ number: BOX_2, sealId: 'S2' }] },
    });
    const plate = { kind: 'plate', number: '51d77788' } as const;
    const forgetting = { at: Date.now(), by: null, reason: 'asked for it' };
    expect(await readWithoutAccount(store.pool, plate)).toMatchObject({
      'transits.plate': [{ id: 'T2', plate: '51D-777.88' }],
    });
    expect(await readWithoutAccount(store.pool, { ...plate, number: '99Z99999' })).toBeUndefined();
    expect(await findWhatKeeps(store.pool, plate)).toEqual({ inUse: 'transit T2' });
    await api.post('/transits/T2/cancel', { reason: 'xe 51D-777.88 hỏng' });
    const hold = (await api.post('/holds', { transits: ['T2'], reason: 'inquiry' })).body;
    expect(await findWhatKeeps(store.pool, plate)).toHaveProperty('held');
    await api.send('DELETE', `/holds/${hold.id}`, { reason: 'over' });
    expect(await findWhatKeeps(store.pool, plate)).toBeUndefined();

    await sequenceAll(store.pool);
    const pseudonym = await forgetWithoutAccount(store.pool, plate, forgetting);
    expect((await api.get('/transits/T2')).body.vehicle.plate).toBe(pseudonym);
    const { items } = (await api.get('/transits/T2/timeline')).body;
    expect(items.at(-1)).toMatchObject({ what: 'cancel', reason: `xe [${pseudonym}] hỏng` });
    expect(await tablesWith('51D-777.88')).toEqual([]);
    expect(await forgetWithoutAccount(store.pool, plate, forgetting)).toBeUndefined();
    await sequenceAll(store.pool);
    expect((await verifyLedger(store.pool)).fault).toBeUndefined();
  });

  it('a card of a driver is exported with where it was used, and forgotten', async () => {
    await store.pool.query(
      `insert into fixes (seal, time, seq, lat, lon, events, card, buffered, too_old, received_at)
        select key, now() - interval '1 minute', 7, 20, 106, 0, 'CARD-4711', false, false, now() from seals where id = 'S2'`,
    );
    const card = { kind: 'card', number: 'CARD-4711' } as const;
    expect(await readWithoutAccount(store.pool, card)).toMatchObject({
      'fixes.card': [{ seal_id: 'S2', lat: 20, lon: 106, card: 'CARD-4711' }],
    });
    const hold = (await api.post('/holds', { containers: [BOX_1], reason: 'inquiry' })).body;
    expect(await findWhatKeeps(store.pool, card)).toBeUndefined();
    await api.send('DELETE', `/holds/${hold.id}`, { reason: 'over' });
    await sequenceAll(store.pool);
    const forgotten = { at: Date.now(), by: null, reason: 'asked for it' };
    expect(await forgetWithoutAccount(store.pool, card, forgotten)).toMatch(/^card-[0-9a-f]{10}$/);
    expect(await tablesWith('CARD-4711')).toEqual([]);
  });
});
