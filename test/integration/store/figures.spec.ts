import { DAY, HOUR, ROLES, type Instant, type Role } from '@haidang/domain';
import {
  countAlarms,
  countMoves,
  countPassageDays,
  countPassages,
  OFFICE_OF_ALARM,
  recountDroppedDays,
  ScopedPool,
  SeriesKeeper,
  type Bucket,
} from '@haidang/store';
import { failOnLeaks, forEachStore, shortOrLong } from '@haidang/testkit';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { KEEPING, NOW } from './keeping.js';

failOnLeaks();

const DAYS = 12;
const FIRST = NOW - DAYS * DAY;
const ORGANISATIONS = ['CENTRE', 'D0', 'D1', 'O0', 'O1', 'O2', 'K0', 'K1', 'P0', 'NOBODY'];
const PLACES = ['F0', 'F1', 'F2', 'F3'];
const GATES = PLACES.flatMap((place) => [`${place}-1`, `${place}-2`]);

/** What the tables say, counted by a second hand, row by row and under the policies; what is counted ahead must say the same, whoever asks and however far behind it is. */
forEachStore((store) => {
  let keeper: SeriesKeeper;
  beforeAll(async () => {
    keeper = new SeriesKeeper(store.pool, store.kind, KEEPING);
    await keeper.keep(NOW);
    const days = Array.from({ length: DAYS + 2 }, (_, i) => FIRST + i * DAY);
    await keeper.ensure('passages', days);
    await store.pool.query(`
      insert into organisations (id, name, kind, parent_id) values ('CENTRE', 'C', 'centre', null), ('D0', 'D', 'department', 'CENTRE'), ('D1', 'D', 'department', 'CENTRE'),
        ('O0', 'O', 'office', 'D0'), ('O1', 'O', 'office', 'D0'), ('O2', 'O', 'office', 'D1'), ('K0', 'K', 'carrier', null), ('K1', 'K', 'carrier', null), ('P0', 'P', 'port_operator', null);
      insert into facilities (id, name, kind, lat, lon, organisation_id, operator_id)
        values ('F0', 'F', 'seaport', 0, 0, 'O0', 'P0'), ('F1', 'F', 'icd', 0, 0, 'O1', null), ('F2', 'F', 'icd', 0, 0, 'O2', 'P0'), ('F3', 'F', 'icd', 0, 0, null, null);
      insert into gates (id, name, facility_id, lat, lon) select id || '-' || n, id, id, 0, 0 from facilities, generate_series(1, 2) n;
      insert into routes (id, name, from_id, to_id, legs) select 'R' || n, 'R', 'F0', 'F1',
        '[{"line":{"type":"LineString","coordinates":[[0,0],[1,0]]},"halfWidth":500,"stops":[],"checkpoints":[]}]' from generate_series(0, 1) n;
      insert into seals (id, interval_s, organisation_id) select 'S' || n, 30, (array['O0', 'O2', 'K0', null])[1 + n % 4] from generate_series(0, 7) n;`);
    for (let n = 0; n < 60; n++)
      await store.pool.query(
        `insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, route_id, state, created_at, departed_at, arrived_at)
          values ($1, $1, 'D', 'transit', $2, $3, $4, 'P', $5, 'in_transit', $6, $7, $8)`,
        [
          ...[`T${n}`, PLACES[n % 4], PLACES[(n * 3 + 1) % 4], ['K0', 'K1', null][n % 3], `R${n % 2}`],
          ...[timeOf(n * 37), n % 5 === 0 ? null : timeOf(n * 53), n % 4 === 0 ? null : timeOf(n * 71)],
        ],
      );
  });

  let said = 0;
  const passage = (hour: number, gate: string, way: string, isHeld: boolean) =>
    store
      .as('ingest')
      .query(
        `insert into passages (gate_id, id, time, direction, images, received_at, decision) values ($1, $2, $3, $4, '[]', now(), $5)`,
        [gate, `p${said++}`, timeOf(hour), way, { verdict: isHeld ? 'hold' : 'pass' }],
      );
  const alarm = (hour: number, n: number) =>
    store.pool.query(
      `insert into alarms (id, key, kind, severity, transit_id, seal_id, gate_id, facility_id, start_at, raised_at, acknowledged_at, ending, resolved_at, on_spot_at, lat, lon, why)
        select gen_random_uuid(), 'a' || $1::int, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, 0, 0, jsonb_build_object('measured', jsonb_build_object('with', 'T' || $1::int % 60))`,
      [
        said++,
        ...[n % 5 === 0 ? 'rendezvous' : 'off_route', ['critical', 'major', 'minor'][n % 3]],
        ...[n % 3 === 0 ? null : `T${n % 60}`, n % 4 === 0 ? null : `S${n % 8}`],
        ...[n % 7 < 2 ? GATES[n % 8] : null, n % 4 === 1 ? PLACES[(n >> 2) % 4] : null],
        ...[timeOf(hour), n % 2 === 0 ? after(hour, n % 97) : null],
        [null, 'true', 'false', 'permitted', 'corrected'][n % 5],
        ...[n % 5 === 0 ? null : after(hour, (n % 89) * 7), n % 6 === 1 ? after(hour, (n % 83) * 3) : null],
      ],
    );

  // each way in which an alarm is somebody's, many times
  beforeAll(async () => {
    for (let n = 0; n < 300; n++) await alarm((n * 29) % (DAYS * 24), n * 7);
  });

  const hour = fc.integer({ min: 0, max: DAYS * 24 - 1 });
  const act = fc.oneof(
    fc
      .tuple(hour, fc.constantFrom(...GATES), fc.constantFrom('in', 'out'), fc.boolean())
      .map(([at, gate, way, isHeld]) => ({
        what: `passage at ${at}`,
        run: () => passage(at, gate, way, isHeld),
      })),
    fc
      .tuple(hour, fc.nat(10_000))
      .map(([at, n]) => ({ what: `alarm ${n} at ${at}`, run: () => alarm(at, n) })),
    fc.nat(50).map((n) => ({
      what: 'an outcome changes',
      run: () =>
        store.pool.query(
          `update alarms set ending = 'false', state = 'resolved' where id in (select id from alarms order by key offset $1 limit 3)`,
          [n],
        ),
    })),
    fc.nat(50).map((n) => ({
      what: 'an alarm goes',
      run: () =>
        store.pool.query(
          'delete from alarms where id in (select id from alarms order by key offset $1 limit 1)',
          [n],
        ),
    })),
    fc.constant({ what: 'days are counted', run: () => countPassageDays(store.as('ingest')) }),
  );
  const asker = fc.record({
    role: fc.constantFrom<Role>(...ROLES),
    at: fc.constantFrom(...ORGANISATIONS),
    // hours, or ten minutes into one
    from: fc.integer({ min: -10, max: DAYS * 6 * 24 }),
    long: fc.integer({ min: 1, max: DAYS * 6 * 24 }),
    bucket: fc.constantFrom<Bucket>('hour', 'day', 'week'),
  });

  it('figures are what the tables say, of late and changed things too, also while the days are not counted', async () => {
    const seen = { alarms: 0, passages: 0, moves: 0, behind: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 12 }),
        fc.array(asker, { minLength: 3, maxLength: 3 }),
        async (acts, askers) => {
          for (const { run } of acts) await run();
          const { rows: due } = await store.pool.query('select 1 from passage_days_due limit 1');
          for (const { role, at, from, long, bucket } of askers) {
            const db = new ScopedPool(store.as('serve'), () => ({ personId: 'p', role, organisationId: at }));
            const range = { from: FIRST + from * 600_000, to: FIRST + (from + long) * 600_000 };
            const alarms = await countAlarms(db, range, bucket);
            const [plain, moved] = [await plainAlarms(db, range), await plainMoves(db, range)];
            expect(told(alarms)).toEqual(sums(plain, bucket));
            const moves = await countMoves(db, range, bucket);
            expect(
              moves
                .flatMap(({ what, group, key, at: bar, count }) =>
                  group === 'all' && count === 0
                    ? []
                    : [`${what} ${group} ${key ?? bar?.toISOString() ?? ''} ${count}`],
                )
                .sort(),
            ).toEqual(moveSums(moved, bucket));
            const passages = await countPassages(db, range, bucket);
            expect(passages.map((one) => ({ ...one }))).toEqual(await plainPassages(db, range, bucket));
            seen.alarms += plain.length;
            seen.moves += moved.length;
            seen.passages += passages.length;
            seen.behind += due.length;
          }
        },
      ),
      { numRuns: shortOrLong(60, 2_000), seed: 20_261_127 },
    );
    // each of them happened, and often
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(30);
  }, 600_000);

  it('no passage is counted twice or left out while it comes as its day is counted', async () => {
    // a chunk that is made between the planning of a query and its picture is in neither
    for (let day = 0; day < DAYS; day++) await passage(day * 24, GATES[0]!, 'in', false);
    let isOver = false;
    const counting = (async () => {
      let days = 0;
      while (!isOver) days += await countPassageDays(store.as('ingest'));
      return days;
    })();
    const asking = (async () => {
      let asked = 0;
      for (; !isOver; asked++) {
        const { rows } = await store.pool.query<{ counted: number; plain: number }>(
          `select (select coalesce(sum(passed), 0)::int4 from count_passages($1, $2, '1 day') where gate is not null) as counted,
            (select count(*)::int4 from passages where time >= $1 and time < $2) as plain`,
          [timeOf(7), timeOf(DAYS * 24 - 5)],
        );
        expect(rows[0]!.counted).toBe(rows[0]!.plain);
      }
      return asked;
    })();
    const writer = async (first: number): Promise<void> => {
      for (let n = first; n < 400; n += 4) await passage((n * 7) % (DAYS * 24), GATES[n % 8]!, 'in', false);
    };
    const writing = Promise.all([0, 1, 2, 3].map(writer)).finally(() => (isOver = true));
    const [days, asked] = await Promise.all([counting, asking, writing]);
    expect(Math.min(days, asked)).toBeGreaterThan(5);
  }, 120_000);

  it('what retention drops is not counted any more', async () => {
    await countPassageDays(store.as('ingest'));
    const later = NOW + (KEEPING.retentionDays - 5) * DAY;
    await keeper.keep(later);
    await recountDroppedDays(store.as('ingest'), keeper.droppedBefore(later));
    await countPassageDays(store.as('ingest'));
    const { rows } = await store.pool.query<{ counted: number; plain: number; days: number }>(
      `select (select coalesce(sum(passed), 0)::int4 from count_passages($1, $2, '1 day') where gate is not null) as counted, (select count(*)::int4 from passages) as plain,
        (select coalesce(sum(count), 0)::int4 from passage_days) as days`,
      [new Date(FIRST - DAY), new Date(NOW + DAY)],
    );
    const { plain } = rows[0]!;
    expect(plain).toBeGreaterThan(0);
    expect(rows[0]).toEqual({ counted: plain, plain, days: plain });
  });
});

function timeOf(hour: number): Date {
  return new Date(FIRST + ((hour * HOUR) % (DAYS * DAY)) + (hour % 6) * 600_000);
}

function after(hour: number, seconds: number): Date {
  return new Date(timeOf(hour).getTime() + seconds * 1_000);
}

interface Range {
  readonly from: Instant;
  readonly to: Instant;
}
interface Plain {
  readonly raised_at: Date;
  readonly kind: string;
  readonly severity: string;
  readonly ending: string | null;
  readonly acknowledged_at: Date | null;
  readonly resolved_at: Date | null;
  readonly on_spot_at: Date | null;
  readonly carrier: string | null;
  readonly route: string | null;
  readonly office: string | null;
}

async function plainAlarms(db: ScopedPool, { from, to }: Range): Promise<Plain[]> {
  const { rows } = await db.query<Plain & Record<string, unknown>>(
    `select raised_at, kind, severity, ending, acknowledged_at, resolved_at, on_spot_at, transits.carrier_id as carrier, transits.route_id as route, ${OFFICE_OF_ALARM} as office
      from alarms left join transits on transits.id = alarms.transit_id where raised_at >= $1 and raised_at < $2`,
    [new Date(from), new Date(to)],
  );
  return rows;
}

/** In hours of Vietnam since a Monday there. */
function barOf(time: Date, bucket: Bucket): string {
  const monday = Date.UTC(2026, 9, 25, 17);
  const long = { hour: HOUR, day: DAY, week: 7 * DAY }[bucket];
  return new Date(monday + Math.floor((time.getTime() - monday) / long) * long).toISOString();
}

function sums(rows: readonly Plain[], bucket: Bucket): string[] {
  const groups = new Map<string, Plain[]>([['all ', []]]);
  for (const row of rows) {
    const of = {
      all: '',
      at: barOf(row.raised_at, bucket),
      kind: row.kind,
      office: row.office,
      carrier: row.carrier,
      route: row.route,
    };
    for (const [group, key] of Object.entries(of)) {
      const name = `${group} ${key ?? ''}`;
      groups.set(name, [...(groups.get(name) ?? []), row]);
    }
  }
  // whom there is nothing of has no row
  if (rows.length === 0) groups.delete('all ');
  return [...groups].map(([name, own]) => line(name, own)).sort();
}

function line(name: string, own: readonly Plain[]): string {
  const many = (holds: (row: Plain) => boolean) => own.filter(holds).length;
  const isJudged = ({ ending }: Plain) => ['true', 'false', 'permitted'].includes(ending!);
  const waits = (of: (row: Plain) => Date | null) =>
    own
      .flatMap((row) => (of(row) === null ? [] : of(row)!.getTime() - row.raised_at.getTime()))
      .sort((a, b) => a - b);
  const [acknowledged, judged, onSpot] = [
    waits((row) => row.acknowledged_at),
    waits((row) => (isJudged(row) ? row.resolved_at : null)),
    waits((row) => row.on_spot_at),
  ];
  const isTimed = !/^(carrier|route)/.test(name);
  return [
    ...[name, own.length],
    ...['critical', 'major', 'minor'].map((one) => many(({ severity }) => severity === one)),
    ...[many(isJudged), many(({ ending }) => ending === 'false'), acknowledged.length, onSpot.length],
    ...[acknowledged, judged, onSpot].flatMap((times) =>
      [0.5, 0.9].map((share) => (isTimed ? atShare(times, share) : '-')),
    ),
  ].join(' ');
}

/** Between the two nearest, as far as the share lies. */
function atShare(sorted: readonly number[], share: number): string {
  if (sorted.length === 0) return '-';
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return (low + (high - low) * (place - Math.floor(place))).toFixed(2);
}

function told(rows: Awaited<ReturnType<typeof countAlarms>>): string[] {
  return rows
    .filter(({ group, count }) => group !== 'all' || count > 0)
    .map((row) =>
      [
        ...[`${row.group} ${row.key ?? row.at?.toISOString() ?? ''}`, row.count],
        ...[row.critical, row.major, row.minor, row.judged, row.false, row.acknowledged, row.on_spot],
        ...[row.acknowledged_in, row.judged_in, row.on_spot_in].flatMap((soon) =>
          [soon?.[0], soon?.[1]].map((time) => time?.toFixed(2) ?? '-'),
        ),
      ].join(' '),
    )
    .sort();
}

interface Moved {
  readonly what: string;
  readonly time: Date;
  readonly carrier: string | null;
  readonly route: string;
  readonly office: string | null;
}

async function plainMoves(db: ScopedPool, { from, to }: Range): Promise<Moved[]> {
  const { rows } = await db.query<{
    created_at: Date;
    departed_at: Date | null;
    arrived_at: Date | null;
    carrier: string | null;
    route: string;
    office: string | null;
  }>(
    `select created_at, departed_at, arrived_at, carrier_id as carrier, route_id as route,
      (select f.organisation_id from facilities f where f.id = from_id) as office from transits`,
  );
  return rows.flatMap(({ created_at, departed_at, arrived_at, ...of }) =>
    Object.entries({ registered: created_at, departed: departed_at, arrived: arrived_at }).flatMap(
      ([what, time]) =>
        time !== null && time.getTime() >= from && time.getTime() < to ? [{ what, time, ...of }] : [],
    ),
  );
}

function moveSums(moved: readonly Moved[], bucket: Bucket): string[] {
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { what, time, carrier, route, office } of moved) {
    add(`${what} all `);
    add(`${what} at ${barOf(time, bucket)}`);
    if (what !== 'departed') continue;
    add(`${what} route ${route}`);
    add(`${what} carrier ${carrier ?? ''}`);
    add(`${what} office ${office ?? ''}`);
  }
  return [...counts].map(([key, count]) => `${key} ${count}`).sort();
}

async function plainPassages(db: ScopedPool, { from, to }: Range, bucket: Bucket): Promise<object[]> {
  const { rows } = await db.query<{
    gate_id: string;
    time: Date;
    direction: string;
    decision: { verdict: string };
  }>(
    'select gate_id, time, direction, decision from passages_seen where time >= $1 and time < $2 and gate_id in (select id from gates)',
    [new Date(from), new Date(to)],
  );
  const groups = (of: (row: (typeof rows)[number]) => string) =>
    [...new Set(rows.map(of))].sort().map((key) => {
      const own = rows.filter((row) => of(row) === key);
      return {
        ...{ key, count: own.length },
        in: own.filter(({ direction }) => direction === 'in').length,
        out: own.filter(({ direction }) => direction === 'out').length,
        held: own.filter(({ decision }) => decision.verdict === 'hold').length,
      };
    });
  return [
    ...groups(({ gate_id }) => gate_id)
      .sort((a, b) => b.count - a.count)
      .map(({ key, ...counts }) => ({ gate_id: key, at: null, ...counts })),
    ...groups(({ time }) => barOf(time, bucket)).map(({ key, ...counts }) => ({
      ...{ gate_id: null, at: new Date(key) },
      ...counts,
    })),
  ];
}
