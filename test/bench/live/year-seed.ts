import { DAY, HOUR, type Instant } from '@haidang/domain';
import { prepareStore, SeriesKeeper, writeCheckpoint } from '@haidang/store';
import type { Pool } from 'pg';
import type { Database } from '../stage.js';
import { register, type World } from '../world.js';

/** What a year leaves behind, beside its fixes. */
export const YEAR = { days: 365, transits: 140_000, passages: 280_000, alarms: 40_000 } as const;
/** Fixes of a seal on one transit: some six hours at one in 30 s. */
const FIXES_A_TRANSIT = 714;
const SEALS = 5_000;
const CARRIERS = 300;
const OFFICES = 12;
/** Loads under way at once; each is one session of the server's. */
const AT_ONCE = 2;
const KEEPING = {
  ...{ retentionDays: 400, alarmHistoryDays: 400, transitDays: 1_830, papersDays: 1_830 },
  ...{ ledgerDataDays: 3_660, quarantineDays: 90, compressAfterDays: 7, horizonMs: 72 * HOUR },
};

/**
 * A year of a country that ends now: offices, carriers, gates, transits on the demo country's routes, what passed at their gates, alarms with
 * what became of them, and fixes in the real log under its keys. All of it is made by the server itself; each number below spreads what it
 * makes by a prime, so that no two figures are of the same rows.
 * @returns how many fixes there are
 */
export async function seedYear(
  database: Database,
  world: World,
  now: Instant,
  wanted: number,
  say: (line: string) => void,
): Promise<number> {
  const { pool } = database;
  await prepareStore(pool, { url: database.url, chunkHours: 24 });
  await register(pool, world, [], now);
  const { rows } = await pool.query<{ kind: 'partitions' | 'timescale' }>(
    'select kind from schema_migrations limit 1',
  );
  const keeper = new SeriesKeeper(pool, rows[0]!.kind, KEEPING);
  const first = Math.floor(now / DAY) * DAY - (YEAR.days - 1) * DAY;
  const days = Array.from({ length: YEAR.days }, (_, i) => first + i * DAY);
  for (const table of ['passages', 'alarm_history']) await keeper.ensure(table, [...days, now + DAY]);
  await seedCountry(pool);
  await seedTransits(pool, first, now);
  await seedPassages(pool, now);
  await seedAlarms(pool, now);
  say('  the register, transits, passages and alarms are there');

  const aDay = Math.ceil(wanted / YEAR.days);
  let [next, fixes, told] = [0, 0, performance.now()];
  const load = async (): Promise<void> => {
    for (let i = next++; i < days.length; i = next++) {
      const made = await seedFixes(pool, keeper, days[i]!, aDay, now);
      fixes += made;
      if (performance.now() - told < 30_000) continue;
      told = performance.now();
      say(`  ${(fixes / 1e6).toFixed(1)} million fixes`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, load));
  await writeCheckpoint(pool, now);
  await pool.query('analyze');
  return fixes;
}

async function seedCountry(pool: Pool): Promise<void> {
  await pool.query(`
    insert into organisations (id, name, kind, parent_id) values ('CENTRE', 'C', 'centre', null), ('D0', 'D', 'department', 'CENTRE'), ('D1', 'D', 'department', 'CENTRE');
    insert into organisations (id, name, kind, parent_id) select 'O' || n, 'O', 'office', 'D' || n % 2 from generate_series(0, ${OFFICES - 1}) n;
    insert into organisations (id, name, kind) select 'K' || n, 'K', 'carrier' from generate_series(0, ${CARRIERS - 1}) n;
    update facilities f set organisation_id = 'O' || o.n % ${OFFICES} from (select id, row_number() over (order by id) - 1 as n from facilities) o where o.id = f.id;
    insert into gates (id, name, facility_id, lat, lon) select id || '-' || n, id, id, lat, lon from facilities, generate_series(1, 3) n;
    insert into seals (id, interval_s, organisation_id) select 'Y' || n, 30, 'O' || n % ${OFFICES} from generate_series(1, ${SEALS}) n;`);
}

/** Each departs at some time of the year and is on its way for some sixteen hours; those of the last day are still on it. */
async function seedTransits(pool: Pool, first: Instant, now: Instant): Promise<void> {
  await pool.query(
    `insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, route_id, state, created_at, approved_at, departed_at, arrived_at, ended_at)
     select 'Y' || n, 'Y' || n, 'D' || n, 'transit', r.from_id, r.to_id, 'K' || (n * 7919) % ${CARRIERS}, '15C-' || lpad((n % 99999)::text, 5, '0'), r.id,
       case when ended < $2 then 'closed' else 'in_transit' end, departed - interval '9 hours', departed, departed,
       case when ended < $2 then ended - interval '1 hour' end, case when ended < $2 then ended end
     from generate_series(0::int8, ${YEAR.transits - 1}) n
       join (select *, row_number() over (order by id) - 1 as place, count(*) over () as many from routes) r on r.place = (n * 31) % r.many,
       lateral (select $1::timestamptz + ($2::timestamptz - $1) * (((n * 104729) % ${YEAR.transits}) / ${YEAR.transits}.0) as departed) d,
       lateral (select departed + make_interval(mins => (600 + (n * 37) % 720)::int) as ended) e`,
    [new Date(first), new Date(now)],
  );
  await pool.query(
    `insert into transit_containers (transit_id, position, number, seal_id, under_way)
     select id, 0, 'YEAR' || lpad(right(id, -1), 7, '0'), 'Y' || 1 + right(id, -1)::int % ${SEALS}, false from transits`,
  );
}

/** Out where a transit began, in where it ends; one in 19 is held. */
async function seedPassages(pool: Pool, now: Instant): Promise<void> {
  const at = (place: string, time: string, way: string) =>
    `select ${place} || '-' || 1 + right(id, -1)::int % 3 as gate, '${way}' || id as id, ${time} as time, '${way}' as way, id as transit, plate from transits`;
  await pool.query(
    `with seen as materialized (${at('from_id', 'departed_at', 'out')} union all ${at('to_id', `least(arrived_at, $1)`, 'in')}),
       keys as (insert into passage_keys (gate_id, id, time) select gate, id, coalesce(time, $1) from seen)
     insert into passages (gate_id, id, time, direction, lane, container, container_confidence, plate, plate_confidence, images, received_at, decision)
     select gate, id, coalesce(time, $1), way, '1', 'YEAR' || lpad(right(transit, -1), 7, '0'), 0.98, plate, 0.97, '[]', coalesce(time, $1) + interval '1 second',
       jsonb_build_object('passageId', id, 'gateId', gate, 'time', extract(epoch from coalesce(time, $1)) * 1000, 'verdict', case when right(transit, -1)::int % 19 = 0 then 'hold' else 'pass' end,
         'reasons', '[]'::jsonb, 'container', null, 'direction', way)
     from seen`,
    [new Date(now)],
  );
}

/** Of two thirds of the kinds that a seal raises, one in eight at a gate; most were acknowledged and judged, one in five is false; to one in six somebody went. */
async function seedAlarms(pool: Pool, now: Instant): Promise<void> {
  await pool.query(
    `with said as materialized (
       select n, t.id, t.from_id, t.departed_at + make_interval(mins => (n * 53) % 500) as at, n % 8 = 7 as of_gate,
         (array['off_route', 'unscheduled_stop', 'signal_lost', 'late_arrival', 'low_battery', 'seal_tampered', 'forbidden_zone'])[1 + n % 7] as kind,
         (array['major', 'minor', 'minor', 'major', 'minor', 'critical', 'major'])[1 + n % 7] as severity, 'Y' || 1 + right(t.id, -1)::int % ${SEALS} as seal
       from generate_series(0, ${YEAR.alarms - 1}) n join transits t on t.id = 'Y' || (n::int8 * 6007) % ${YEAR.transits}),
     stored as (
       insert into alarms (id, key, kind, severity, state, ending, transit_id, seal_id, gate_id, container_number, start_at, end_at, raised_at, lat, lon, why, acknowledged_at, acknowledged_by, resolved_at, on_spot_at)
       select gen_random_uuid(), 'year-' || n, case when of_gate then 'camera_fault' else kind end, severity, case when n % 29 = 0 then 'open' else 'resolved' end,
         case when n % 29 = 0 then null else (array['true', 'false', 'permitted', 'true', 'true'])[1 + n % 5] end, case when not of_gate then id end,
         case when not of_gate then seal end, case when of_gate then from_id || '-1' end, case when not of_gate then 'YEAR' || lpad(right(id, -1), 7, '0') end,
         least(at, $1), least(at, $1), least(at, $1), 15, 107, '{"rule":"off_route","settings":{},"measured":{}}',
         case when n % 29 <> 0 then least(at, $1) + make_interval(secs => 20 + (n * 13) % 900) end, case when n % 29 <> 0 then 'A' end,
         case when n % 29 <> 0 then least(at, $1) + make_interval(secs => 1220 + (n * 13) % 900) end,
         case when n % 6 = 1 then least(at, $1) + make_interval(secs => 600 + (n * 17) % 5400) end
       from said returning id, state, raised_at, acknowledged_at)
     insert into alarm_history (alarm_id, at, revision, what, by, data)
     select id, raised_at, 1, 'opened', null, '{}'::jsonb from stored
     union all select id, acknowledged_at, 2, 'acknowledged', 'A', '{}' from stored where acknowledged_at is not null
     union all select id, acknowledged_at + interval '20 minutes', 3, 'resolved', 'A', '{}' from stored where state = 'resolved'`,
    [new Date(now)],
  );
}

/**
 * One day of the log, made beside it and attached, which builds its keys and indexes as a whole. Each tenth seal was half an hour without a
 * network and sent what it had kept; one fix in 97 has no place.
 */
async function seedFixes(
  pool: Pool,
  keeper: SeriesKeeper,
  day: Instant,
  count: number,
  now: Instant,
): Promise<number> {
  const name = `fixes_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
  await pool.query(`create table ${name} (like fixes including defaults including constraints)`);
  const { rowCount } = await pool.query(
    `insert into ${name} (seal, time, seq, lat, lon, accuracy, speed, heading, satellites, battery, lock, events, buffered, too_old, received_at)
     select s.key, time, extract(epoch from time)::int8, case when n % 97 <> 0 then 10.5 + turn * 0.001 end, case when n % 97 <> 0 then 106.5 + turn * 0.001 end,
       6, 48, n % 360, 9, 80 - turn / 20, 1, 0, is_late, false, arrived
     from (
       select n, n / ${FIXES_A_TRANSIT} as transit, n % ${FIXES_A_TRANSIT} as turn from generate_series(0, $2::int - 1) n) made
       join seals s on s.id = 'Y' || 1 + (transit + $4::int * 389) % ${SEALS},
       lateral (select $1::timestamptz + make_interval(secs => (transit * 6151) % 64800 + turn * 30) as time, transit % 10 = 0 and turn between 200 and 259 as is_late) t,
       lateral (select case when is_late then time + make_interval(secs => (260 - turn) * 30) else time + interval '1 second' end as arrived) a
     where arrived <= $3 order by arrived`,
    [new Date(day), count, new Date(now), Math.floor(day / DAY)],
  );
  await keeper.ensure('fixes', [day]);
  return rowCount ?? 0;
}
