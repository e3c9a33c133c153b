import { DAY } from '@haidang/domain';
import { expirePapers, insertHold } from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeEach, expect, it } from 'vitest';
import { NOW } from './keeping.js';

failOnLeaks();

const TABLES = [
  'port_messages',
  'port_submissions',
  'signed_calls',
  'signing_certificates',
  'offline_passages',
  'paper_entries',
  'paper_imports',
  'cases',
  'eligibilities',
  'stays',
  'expected_containers',
  'notices',
  'manifests',
  'declarations',
] as const;
const BOX = 'CSQU3054383';
const OTHER = 'TCNU7200794';
const BEFORE = NOW - 100 * DAY;

forEachStore((store) => {
  beforeEach(async () => {
    await store.pool.query(
      `truncate organisations, facilities, hold_targets, holds, signed_calls, port_submissions, ${TABLES.join(', ')} cascade`,
    );
    await store.pool.query(
      `insert into organisations (id, name, kind) values ('O', 'Office', 'office'), ('P', 'Port', 'port');
       insert into facilities (id, name, kind, lat, lon, organisation_id) values ('PORT', 'Port', 'seaport', 0, 0, 'O')`,
    );
  });

  /** What a container's way through a port leaves: a row of each kind that refers to the next. `days` ago it ended. */
  async function story(container: string, days: number): Promise<void> {
    const at = new Date(NOW - days * DAY);
    await store.pool.query(
      `
      with declaration as (
        insert into declarations (number, office_id, purpose, channel, status, registered_at, updated_at)
          values ('D ' || $1, 'O', 'import', 'green', 'cleared', $2, $2) returning number),
      manifest as (
        insert into manifests (id, facility_id, form, number, lines, created_at)
          values (gen_random_uuid(), 'PORT', '01', 'M ' || $1, 1, $2) returning id),
      expected as (
        insert into expected_containers (id, facility_id, container, purpose, manifest_id, declaration, state, settled_at, created_at)
          select gen_random_uuid(), 'PORT', $1, 'import', manifest.id, declaration.number, 'arrived', $2, $2
          from manifest, declaration returning id),
      notice as (
        insert into notices (id, facility_id, form, body, created_at, received_at)
          values (gen_random_uuid(), 'PORT', '04', '{}', $2, $2) returning id),
      eligibility as (
        insert into eligibilities (id, facility_id, form, declaration, container, state, issued_at, changed_at, notice_id)
          select gen_random_uuid(), 'PORT', '04', declaration.number, $1, 'used', $2, $2, notice.id from declaration, notice returning id),
      stay as (
        insert into stays (id, container, facility_id, in_at, out_at) values (gen_random_uuid(), $1, 'PORT', $2, $2) returning id),
      certificate as (
        insert into signing_certificates (id, organisation_id, certificate, subject, fingerprint, not_before, not_after)
          values (gen_random_uuid(), 'P', 'C', 'C', 'F ' || $1, $2, $2) returning fingerprint),
      submission as (
        insert into port_submissions (id, way, party, facilities, content_type, bytes, sha256, signed_by, received_at)
          select gen_random_uuid(), 'rest', 'P', array['PORT'], 'application/json', 'x', 'x', fingerprint, $2 from certificate returning id),
      call as (
        insert into signed_calls (id, organisation_id, by, call, bytes, sha256, flags, received_at)
          values (gen_random_uuid(), 'P', 'u', 'POST /x', 'x', 'x', '{}', $2)),
      opened as (
        insert into cases (id, cause, source, kind, state, facility_id, container, opened_at, closed_at)
          values (gen_random_uuid(), 'c ' || $1, 'port', 'seal', 'closed', 'PORT', $1, $2, $2)),
      entered as (
        insert into paper_imports (id, facility_id, lines, repeated, entered_at) values (gen_random_uuid(), 'PORT', 1, 0, $2) returning id),
      entry as (
        insert into paper_entries (facility_id, sheet, line, import_id, place, gate_id, direction, at, container, vouched_by, recorded_at,
            comparison, would_hold, differences)
          select 'PORT', 'S ' || $1, 1, id, 1, 'G', 'out', $2, $1, 'Lan', $2, 'unseen', '{}', '[]' from entered),
      offline as (
        insert into offline_passages (gate_id, passage_id, facility_id, time, direction, container, verdict, reasons, decided_by, said, judged,
            recorded_at)
          values ('G', 'P ' || $1, 'PORT', $2, 'out', $1, 'pass', '{}', 'Lan', '{}', '{}', $2)),
      message as (
        insert into port_messages (id, facility_id, form, number, way, body, state, at, received_at, container, submission_id, stay_id,
            expected_id, eligibility_id)
          select gen_random_uuid(), 'PORT', '21', 'N ' || $1, 'rest', '{}', 'taken', $2, $2, $1, submission.id, stay.id, expected.id,
            eligibility.id from submission, stay, expected, eligibility returning id)
      insert into port_messages (id, facility_id, form, number, way, body, state, at, received_at, container, corrects)
        select gen_random_uuid(), 'PORT', '26', 'N ' || $1, 'rest', '{}', 'taken', $2, $2, $1, id from message
    `
        .replaceAll('$1', `'${container}'`)
        .replaceAll('$2', `'${at.toISOString()}'::timestamptz`),
    );
  }
  const counts = async () => {
    const { rows } = await store.pool.query<Record<string, number>>(
      `select ${TABLES.map((table) => `(select count(*)::int4 from ${table}) as ${table}`).join(', ')}`,
    );
    return TABLES.map((table) => rows[0]![table]);
  };
  const ONE = TABLES.map((table) => (table === 'port_messages' ? 2 : 1));
  const NONE = TABLES.map(() => 0);

  it('papers are kept for their time from their end on, then deleted, and that is entered', async () => {
    await story(BOX, 101);
    await story(OTHER, 99);
    expect(await expirePapers(store.pool, BEFORE, NOW)).toBe(15);
    expect(await counts()).toEqual(ONE);
    const { rows } = await store.pool.query<{ subject: string }>(
      `select subject from ledger_inbox where kind = 'keeping.expire'`,
    );
    expect(new Set(rows.map(({ subject }) => subject))).toEqual(
      new Set(TABLES.map((table) => `${table.replaceAll('_', '-')}/all`)),
    );
    expect(await expirePapers(store.pool, BEFORE, NOW)).toBe(0);
  });

  const hold = (on: { transits?: string[]; containers?: string[]; cases?: string[] }) =>
    insertHold(store.pool, {
      ...{ id: '00000000-0000-4000-8000-00000000000a', caseNumber: 'C-17', reason: 'inquiry' },
      ...{ transits: [], containers: [], cases: [], placedAt: NOW, placedBy: null, ...on },
    });

  it.each([
    ['the container', () => ({ containers: [BOX] })],
    [
      'the case about it',
      async () => {
        const { rows } = await store.pool.query<{ id: string }>('select id from cases');
        return { cases: rows.map(({ id }) => id) };
      },
    ],
  ])('what a hold on %s keeps stays, with all that it refers to', async (_, on) => {
    await story(BOX, 101);
    await hold(await on());
    await expirePapers(store.pool, BEFORE, NOW);
    const signedCallAndNoMore = ONE.map((n, i) => (TABLES[i] === 'signed_calls' ? 0 : n));
    expect((await counts()).map((n, i) => (TABLES[i] === 'signing_certificates' ? 1 : n))).toEqual(
      signedCallAndNoMore,
    );
  });

  it('a departure manifest goes with its lines, and keeps no paper; one that names what a hold keeps stays', async () => {
    await story(BOX, 101);
    await story(OTHER, 101);
    await store.pool.query(
      `with departure as (
         insert into manifests (id, facility_id, form, number, lines, created_at)
           select gen_random_uuid(), 'PORT', 'departure', container, 1, $1 from stays returning id, number)
       insert into loaded_containers (manifest_id, facility_id, container, line, loaded_at, stay_id, eligibility_id)
         select d.id, 'PORT', d.number, 0, $1, s.id, e.id from departure d join stays s on s.container = d.number
         join eligibilities e on e.container = d.number`,
      [new Date(NOW - 101 * DAY)],
    );
    await hold({ containers: [OTHER] });
    await expirePapers(store.pool, BEFORE, NOW);
    const { rows } = await store.pool.query(
      `select l.container, l.stay_id is not null as stay, l.eligibility_id is not null as eligibility from loaded_containers l
       join manifests m on m.id = l.manifest_id`,
    );
    expect(rows).toEqual([{ container: OTHER, stay: true, eligibility: true }]);
    const { rows: left } = await store.pool.query(`select number from manifests where form = 'departure'`);
    expect(left).toEqual([{ number: OTHER }]);
  });

  it('a case that names no container is kept with its transit, its alarm, or by itself', async () => {
    const at = new Date(NOW - 101 * DAY);
    const ALARM = '00000000-0000-4000-8000-0000000000a1';
    await store.pool.query('truncate transits, alarms, routes cascade');
    await store.pool.query(
      `insert into routes (id, name, from_id, to_id, legs) values ('R', 'R', 'PORT', 'PORT', '[]');
       insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, route_id, state, created_at)
         values ('T1', 'T1', 'D', 'transit', 'PORT', 'PORT', 'O', 'P', 'R', 'in_transit', now());
       insert into alarms (id, key, kind, severity, seal_id, transit_id, start_at, raised_at, lat, lon, why)
         values ('${ALARM}', 'K', 'off_route', 'major', 'S', 'T1', now(), now(), 0, 0, '{}')`,
    );
    const { rows } = await store.pool.query<{ id: string; cause: string }>(
      `insert into cases (id, cause, source, kind, state, facility_id, transit_id, alarm_id, opened_at, closed_at)
         select gen_random_uuid(), cause, 'person', 'damage', 'closed', 'PORT', transit, alarm::uuid, $1, $1
         from (values ('transit', 'T1', null), ('alarm', null, '${ALARM}'), ('itself', null, null), ('free', null, null)) v (cause, transit, alarm)
         returning id, cause`,
      [at],
    );
    const itself = rows.find(({ cause }) => cause === 'itself')!.id;
    await hold({ transits: ['T1'], cases: [itself] });
    await expirePapers(store.pool, BEFORE, NOW);
    const { rows: left } = await store.pool.query('select cause from cases order by cause');
    expect(left.map(({ cause }) => cause as string)).toEqual(['alarm', 'itself', 'transit']);
  });

  it.each([
    ['a message that an officer has not decided on', `update port_messages set state = 'waiting'`],
    ['an eligibility that stands', `update eligibilities set state = 'suspended'`],
    ['a container that has not left', 'update stays set out_at = null'],
    ['a case that is not closed', 'update cases set closed_at = null'],
    ['a notice that no port has taken', 'update notices set received_at = null'],
    ['one that is still expected', `update expected_containers set state = 'expected', settled_at = null`],
  ])('%s is not over', async (_, change) => {
    await story(BOX, 500);
    await store.pool.query(change);
    const table = /update (\w+)/.exec(change)![1]!;
    await expirePapers(store.pool, BEFORE, NOW);
    const { rowCount } = await store.pool.query(`select from ${table}`);
    expect(rowCount).toBeGreaterThan(0);
  });

  it('more than fit a transaction', async () => {
    await store.pool.query(
      `insert into stays (id, container, facility_id, in_at, out_at)
        select gen_random_uuid(), 'B' || n, 'PORT', $1, $1 from generate_series(1, 1200) n`,
      [new Date(NOW - 200 * DAY)],
    );
    expect(await expirePapers(store.pool, BEFORE, NOW)).toBe(1_200);
    expect(await counts()).toEqual(NONE);
  });
});
