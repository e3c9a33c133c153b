import { DISPATCH_STATES, formatInstant, HOUR, ROLES, type Person } from '@haidang/domain';
import { findSeals, listAlarms, listTransits, readSealTrack, readTimeline, ScopedPool } from '@haidang/store';
import { failOnLeaks, shortOrLong, withStore } from '@haidang/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { follows, followsSeal, sees } from '../../../apps/platform/src/access/sight.js';
import { Sights } from '../../../apps/platform/src/access/sights.js';
import { alarmView } from '../../../apps/platform/src/alarms/view.js';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { Api } from '../rest/api.js';

failOnLeaks();

const KINDS = ['centre', 'department', 'office', 'port_operator', 'warehouse_operator', 'carrier'];
const PEOPLE = shortOrLong(300, 5_000);
const COUNT = { organisations: 24, facilities: 16, seals: 30, transits: 40 };

/** A country at random: whose is what, and who stands where, has no order that a rule could rely on. */
withStore((store) => {
  let api: Api;

  beforeAll(async () => {
    const random = mulberry(20_261_125);
    const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const maybe = <T>(value: T): T | null => (random() < 0.75 ? value : null);
    const ids = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i}`);
    const organisations = ids('O', COUNT.organisations);
    const facilities = ids('F', COUNT.facilities);
    const { pool } = store;
    await pool.query(
      `insert into zones (id, name, kind, geometry) values ('OPEN', 'open', 'stop', $1), ('SECRET', 'secret', 'dead_stretch', $1)`,
      [{ type: 'Circle', center: { lat: 50, lon: 50 }, radius: 100 }],
    );
    for (const [i, id] of organisations.entries())
      await pool.query('insert into organisations (id, name, kind, parent_id) values ($1, $1, $2, $3)', [
        id,
        one(KINDS),
        i === 0 ? null : maybe(one(organisations.slice(0, i))),
      ]);
    // a ring of three, as an administrator may make one by mistake
    await pool.query(`update organisations set parent_id = 'O2' where id = 'O1'`);
    await pool.query(`update organisations set parent_id = 'O1' where id = 'O2'`);
    for (const id of facilities) {
      await pool.query(
        `insert into facilities (id, name, kind, lat, lon, organisation_id, operator_id) values ($1, $1, 'seaport', 0, 0, $2, $3)`,
        [id, maybe(one(organisations)), maybe(one(organisations))],
      );
      await pool.query(
        `insert into gates (id, name, facility_id, lat, lon) values ('G' || $1, $1, $1, 0, 0)`,
        [id],
      );
    }
    await pool.query(
      `insert into routes (id, name, from_id, to_id, legs) values ('R', 'R', 'F0', 'F1',
        '[{"line":{"type":"LineString","coordinates":[[0,0],[1,0]]},"halfWidth":500,"stops":[],"checkpoints":[]}]')`,
    );
    for (const id of ids('S', COUNT.seals))
      await pool.query('insert into seals (id, interval_s, organisation_id) values ($1, 30, $2)', [
        id,
        maybe(one(organisations)),
      ]);
    for (const [i, id] of ids('T', COUNT.transits).entries()) {
      const isOver = i >= 25;
      await pool.query(
        `insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, route_id, state, created_at, departed_at,
            ended_at) values ($1, $1, 'D', 'transit', $2, $3, $4, 'P', 'R', $5, now() - interval '3 days', $6, $7)`,
        [
          id,
          one(facilities),
          one(facilities),
          maybe(one(organisations)),
          isOver ? 'closed' : one(['sealed', 'in_transit']),
          maybe(new Date()),
          isOver ? new Date(Date.now() - 86_400_000) : null,
        ],
      );
      await pool.query(
        'insert into transit_containers (transit_id, position, number, seal_id, under_way) values ($1, 1, $2, $3, $4)',
        [id, `C${i}`, `S${i % COUNT.seals}`, !isOver],
      );
      await belongings(id, one(facilities));
      await pool
        .query(
          `insert into alarms (id, key, kind, severity, transit_id, seal_id, gate_id, start_at, raised_at, lat, lon, why, settled_at, response)
          values (gen_random_uuid(), $1, $2, 'major', $3, $4, $5, now(), now(), 0, 0, $6, now(), $7)`,
          [
            id,
            one(['off_route', 'rendezvous', 'signal_lost']),
            maybe(id),
            maybe(one(ids('S', COUNT.seals))),
            random() < 0.2 ? `G${one(facilities)}` : null,
            { rule: 'x', settings: {}, measured: { with: `T${Math.floor(random() * COUNT.transits)}` } },
            // whose patrol was sent there, is still away, or is back since an hour or two days
            random() < 0.4 ? sentFrom(one(facilities), one(DISPATCH_STATES), one([1, 48])) : null,
          ].map((value) => value ?? null),
        )
        .catch((error: Error) => {
          if (!/foreign key/.test(error.message)) throw error;
        });
    }
    api = await Api.open(store);
    await pool.query(
      `insert into passages (gate_id, id, time, direction, container, images, received_at, decision)
        select 'G' || f.id, c.number, now() - interval '2 days', 'out', c.number, '[]', now(), '{}'
          from transit_containers c join facilities f on abs(hashtext(c.number || f.id)) % 4 = 0`,
    );
    for (const id of ids('S', COUNT.seals))
      await api.fixes(id, [
        { seq: 1, time: new Date(Date.now() - 60_000).toISOString(), lat: 0.5, lon: 0.5, lock: 'locked' },
      ]);
    await api.app.get(Sights).learn(ids('T', COUNT.transits));
  }, 120_000);
  afterAll(() => api.close());

  /** What is told of a transit: a step, a note and two checkpoints of its journey, an exception, and a case at any place, with two acts. */
  async function belongings(id: string, facility: string): Promise<void> {
    await store.pool.query(
      `with step as (insert into transit_steps (transit_id, step, at) values ($1, 'register', now() - interval '3 days')),
        journey as (insert into transit_journeys (transit_id, checkpoints) values ($1, $2)),
        note as (insert into journey_notes (transit_id, what, step, at) values ($1, 'proposed', 'depart', now())),
        asked as (insert into transit_exceptions (id, transit_id, kind, state, at, reason, fields)
          values (gen_random_uuid(), $1, 'reroute', 'waiting', now(), 'x', '{}')),
        opened as (insert into cases (id, cause, source, kind, facility_id, transit_id, opened_at)
          values (gen_random_uuid(), 'c ' || $1, 'person', 'damage', $3, $1, now()) returning id)
      insert into case_acts (case_id, what, by, text) select id, what, 'x', 'x' from opened, unnest(array['open', 'decide']) what`,
      [
        id,
        JSON.stringify([
          { zoneId: 'OPEN', passedAt: Date.now(), missedAt: null },
          { zoneId: 'SECRET', passedAt: null, missedAt: Date.now() },
        ]),
        facility,
      ],
    );
  }

  const person = fc.record({
    id: fc.constant('p'),
    name: fc.constant('p'),
    role: fc.constantFrom(...ROLES),
    organisationId: fc.constantFrom(...Array.from({ length: COUNT.organisations + 1 }, (_, i) => `O${i}`)),
  });
  const scopedTo = ({ id, role, organisationId }: Person) =>
    new ScopedPool(store.as('serve'), () => ({ personId: id, role, organisationId }));

  it('what lies in memory is shown to the same people as the database shows it', async () => {
    const [sights, directory] = [api.app.get(Sights), api.app.get(Directory)];
    const every = { after: null, limit: 1_000 };
    const transits = (await listTransits(store.pool, {}, every)).map(({ value }) => value);
    const alarms = (await listAlarms(store.pool, {}, every)).map(({ value }) => value);
    const entries = [...directory.seals()];
    const seen = { sees: 0, hides: 0 };
    await fc.assert(
      fc.asyncProperty(person, async (who: Person) => {
        const db = scopedTo(who);
        const sight = sights.of(who);
        const ids = async (text: string) =>
          (await db.query<{ id: string }>(text)).rows.map(({ id }) => id).sort();
        const parties = (t: (typeof transits)[number]) => ({
          fromId: t.from,
          toId: t.to,
          carrierId: t.carrierId,
          departedAt: t.departedAt,
        });
        const of = <T>(all: readonly T[], isSeen: (one: T) => boolean, id: (one: T) => string) => {
          const found = all.filter(isSeen);
          seen.sees += found.length;
          seen.hides += all.length - found.length;
          return found.map(id).sort();
        };
        expect(await ids('select id from transits')).toEqual(
          of(
            transits,
            (t) => sees(sight, parties(t)),
            ({ id }) => id,
          ),
        );
        expect(await ids('select transit_id as id from transit_journeys')).toEqual(
          of(
            transits,
            (t) => follows(sight, parties(t)),
            ({ id }) => id,
          ),
        );
        expect(await ids('select id from alarms')).toEqual(
          of(
            alarms,
            (alarm) => sights.alarmFor(sight, alarmView(alarm)) !== undefined,
            ({ id }) => id,
          ),
        );
        const newest = await db.query<{ seal: number }>(
          `select seal from serve_newest_fixes($1, '-infinity')`,
          [entries.map(({ key }) => key)],
        );
        expect(newest.rows.map(({ seal }) => seal).sort()).toEqual(
          entries
            .filter((entry) => followsSeal(sight, entry))
            .map(({ key }) => key)
            .sort(),
        );
        const registered = new Set(await ids('select id from seals'));
        const all = entries.map(({ id }) => id);
        const found = await findSeals(db, all, { ids: all, since: 0 });
        expect([...found.keys()].sort()).toEqual([...registered].sort());
        const held = await db.query<{ seal_id: string; transit_id: string }>(
          'select seal_id, transit_id from transit_containers where under_way',
        );
        const heldBy = new Map(held.rows.map((row) => [row.seal_id, row.transit_id]));
        for (const [id, { transitId }] of found) expect(transitId).toBe(heldBy.get(id) ?? null);
        for (const entry of entries.filter(({ id }) => registered.has(id)))
          expect(found.get(entry.id)!.logged !== undefined).toBe(followsSeal(sight, entry));
        for (const entry of entries.slice(0, 3)) {
          const track = await readSealTrack(db, entry.id, { from: 0, to: Date.now() }, null, 1);
          expect(track?.length).toBe(
            registered.has(entry.id) ? Number(followsSeal(sight, entry)) : undefined,
          );
        }
        const gates = new Set(await ids('select id from gates'));
        for (const { id } of (await store.pool.query<{ id: string }>('select id from gates')).rows)
          if (who.role !== 'administrator') expect(gates.has(id)).toBe(sights.isOwnGate(sight, id));
      }),
      { numRuns: PEOPLE, seed: 4 },
    );
    expect(Math.min(seen.sees, seen.hides)).toBeGreaterThan(PEOPLE);
  }, 600_000);

  it('a transit with what belongs to it, and its timeline, show what the policies of each table show', async () => {
    const told = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(person, fc.integer({ min: 0, max: COUNT.transits - 1 }), async (who, n) => {
        const db = scopedTo(who);
        const list = await listTransits(db, {}, { after: null, limit: 1_000 });
        const followed = await db.query<{ id: string }>('select transit_id as id from transit_journeys');
        const ids = async (text: string, of: unknown[] = []) =>
          (await db.query<{ id: string }>(text, of)).rows.map(({ id }) => id).sort();
        expect(list.map(({ value }) => value.id).sort()).toEqual(await ids('select id from transits'));
        expect(
          list
            .filter(({ value }) => value.checkpoints.length > 0)
            .map(({ value }) => value.id)
            .sort(),
        ).toEqual(followed.rows.map(({ id }) => id).sort());
        for (const { value } of list) expect([value.containers.length, value.waiting]).toEqual([1, 1]);

        const id = `T${n}`;
        const lines = (await readTimeline(db, id, { after: null, limit: 1_000 })).map(({ value }) => value);
        for (const { kind } of lines) told.set(kind, (told.get(kind) ?? 0) + 1);
        const [isSeen] = await ids('select id from transits where id = $1', [id]);
        const found = await ids(
          `select 'step ' || step as id from transit_steps where transit_id = $1
            union all select what || ' depart' from journey_notes where transit_id = $1
            union all select 'checkpoint_passed OPEN' from transit_journeys where transit_id = $1
            union all select 'checkpoint_missed SECRET' from transit_journeys where transit_id = $1
            union all select 'exception_asked ' || kind from transit_exceptions where transit_id = $1
            union all select 'alarm_opened ' || kind from alarms where $1 in (transit_id, other_transit_id)
            union all select 'passage ' || p.id from passages_seen p join transits t on t.id = $1
              where p.container = $2 and p.time <= coalesce(t.ended_at, 'infinity')
            union all select 'case ' || a.what from cases c join case_acts a on a.case_id = c.id where c.transit_id = $1`,
          [id, `C${n}`],
        );
        expect(lines.map(({ kind, what, passageId }) => `${kind} ${passageId ?? what}`).sort()).toEqual(
          isSeen === undefined ? [] : found,
        );
        const zones = new Set(await ids('select name as id from zones'));
        for (const { kind, reason } of lines.filter(({ kind }) => kind.startsWith('checkpoint'))) {
          const name = kind === 'checkpoint_passed' ? 'open' : 'secret';
          expect(reason).toBe(zones.has(name) ? name : null);
        }
      }),
      { numRuns: PEOPLE, seed: 5 },
    );
    expect([...told.keys()].sort()).toEqual(
      'alarm_opened case checkpoint_missed checkpoint_passed exception_asked passage proposed step'.split(
        ' ',
      ),
    );
  }, 600_000);
});

function sentFrom(facilityId: string, state: string, hoursAgo: number): object {
  const at = formatInstant(Date.now() - hoursAgo * HOUR);
  return { dispatchId: 'd', patrolId: 'p', patrol: 'p', contact: 'p', facilityId, state, at, sentAt: at };
}

/** Numbers from 0 to 1, the same ones each time. */
function mulberry(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
