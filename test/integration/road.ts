import { pino } from 'pino';
import { Sights } from '../../apps/platform/src/access/sights.js';
import { OpenAlarms } from '../../apps/platform/src/alarms/open-alarms.js';
import { readConfig, type Config } from '../../apps/platform/src/config/config.js';
import { GateBook } from '../../apps/platform/src/gates/gate-book.js';
import { Directory } from '../../apps/platform/src/directory/directory.js';
import { LiveFeed } from '../../apps/platform/src/live/live-feed.js';
import { Meetings } from '../../apps/platform/src/meetings/meetings.js';
import { Metrics } from '../../apps/platform/src/metrics/metrics.js';
import { Outbox } from '../../apps/platform/src/outbox/outbox.js';
import { Checkpoint } from '../../apps/platform/src/pipeline/checkpoint.js';
import { Pipeline } from '../../apps/platform/src/pipeline/pipeline.js';
import { Published } from '../../apps/platform/src/pipeline/published.js';
import { Hearing } from '../../apps/platform/src/reception/hearing.js';
import { Reviser } from '../../apps/platform/src/watch/reviser.js';
import { RevisionsDue } from '../../apps/platform/src/watch/revisions-due.js';
import { formatInstant, HOUR, MINUTE, type Instant } from '@haidang/domain';
import { SeriesKeeper } from '@haidang/store';
import { admitFleet, position, spot, type TestStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import type pg from 'pg';

type RoadStore = Pick<TestStore, 'kind' | 'pool' | 'as'>;

/** The road without its doors: everything from a message's bytes to the outbox, on a real store. */
export class Road {
  readonly metrics = new Metrics();
  readonly config: Config;
  readonly directory: Directory;
  readonly alarms: OpenAlarms;
  readonly gates: GateBook;
  readonly live: LiveFeed;
  readonly outbox: Outbox;
  readonly meetings: Meetings;
  readonly pipeline: Pipeline;
  readonly checkpoint: Checkpoint;
  readonly reviser: Reviser;
  readonly hearing: Hearing;
  /** Topics of the messages acknowledged, in that order. */
  readonly acknowledged: string[] = [];

  private constructor(
    readonly store: RoadStore,
    /** As the platform's road connects. */
    readonly pool: pg.Pool,
    readonly keeper: SeriesKeeper,
    config: Config,
  ) {
    const logger = pino({ level: 'silent' });
    this.config = config;
    this.directory = new Directory(pool, this.metrics);
    this.alarms = new OpenAlarms(pool);
    this.gates = new GateBook(pool, this.directory, this.alarms);
    this.outbox = new Outbox(pool, this.metrics, logger);
    this.live = new LiveFeed(this.directory, this.alarms, this.metrics, new Sights(pool, this.directory));
    const published = new Published(this.live, this.alarms, this.outbox);
    this.hearing = new Hearing(pool, keeper, config, this.directory, published, this.metrics, logger);
    const due = new RevisionsDue();
    this.meetings = new Meetings(pool, keeper, config, this.directory, published, this.metrics, logger);
    this.pipeline = new Pipeline(
      pool,
      keeper,
      config,
      this.directory,
      this.gates,
      published,
      this.hearing,
      due,
      this.meetings,
      this.metrics,
      logger,
    );
    this.checkpoint = new Checkpoint(pool, config, this.directory, this.pipeline, due, this.hearing, logger);
    const { directory, pipeline, metrics, meetings } = this;
    this.reviser = new Reviser(pool, keeper, directory, due, pipeline, published, meetings, metrics, logger);
  }

  static async open(store: RoadStore, env: Readonly<Record<string, string>> = {}): Promise<Road> {
    const { pool, kind, as } = store;
    const config = readConfig(env);
    const keeper = new SeriesKeeper(pool, kind, config);
    await keeper.keep(Date.now());
    const road = new Road(store, as('ingest'), keeper, config);
    await road.directory.load();
    await road.gates.load();
    await road.checkpoint.restore();
    await road.meetings.restore();
    await road.reviser.restore();
    await road.hearing.restore();
    await road.reviser.foldAll();
    return road;
  }

  /** Takes a message; `label` goes to {@link acknowledged} when its time has come. */
  take(topic: string, payload: unknown, label: string = topic): void {
    const bytes = payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload));
    this.pipeline.take(topic, bytes, () => this.acknowledged.push(label));
  }

  /** Takes fixes of a seal as one message. */
  takeFixes(sealId: string, fixes: unknown, label?: string): void {
    this.take(topics.fixes(sealId), fixes, label);
  }

  async count(table: string, where = 'true'): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(
      `select count(*)::int4 as n from ${table} where ${where}`,
    );
    return rows[0]!.n;
  }

  outcome(counter: 'fixes' | 'quarantined', label: string): Promise<number> {
    return this.metrics[counter].get().then(({ values }) => {
      return values.find(({ labels }) => Object.values(labels).includes(label))?.value ?? 0;
    });
  }
}

/** A port, a border gate, a corridor of 100 km along the equator with 500 m to either side, a gate; seals and a transit each. */
export async function registerTransits(
  pool: pg.Pool,
  seals: readonly string[],
  departed: Instant,
): Promise<void> {
  const leg = {
    line: { type: 'LineString', coordinates: [position(0, 0), position(100_000, 0)] },
    halfWidth: 500,
    stops: [],
    checkpoints: [],
  };
  await admitFleet(pool);
  await pool.query(`insert into facilities (id, name, kind, lat, lon, organisation_id)
    values ('PORT', 'Port', 'seaport', 0, 0, 'FLEET'), ('BORDER', 'Border', 'border_gate', 0, 0.9, null)`);
  await pool.query(
    `insert into gates (id, name, facility_id, lat, lon) values ('PORT-1', 'Gate 1', 'PORT', 0, 0)`,
  );
  await pool.query(
    `insert into routes (id, name, from_id, to_id, legs) values ('R', 'Road', 'PORT', 'BORDER', $1)`,
    [JSON.stringify([leg])],
  );
  for (const [index, id] of seals.entries()) {
    await pool.query(`insert into seals (id, interval_s, organisation_id) values ($1, 30, 'FLEET')`, [id]);
    await pool.query(
      `insert into transits (id, number, declaration, regime, from_id, to_id, plate, route_id, state, departed_at)
        values ($1, $1, 'D', 'transit', 'PORT', 'BORDER', '15C-123.45', 'R', 'in_transit', $2)`,
      [`T-${id}`, new Date(departed)],
    );
    await pool.query(
      `insert into transit_steps (transit_id, step, at) values ($1, 'seal', $2), ($1, 'depart', $2)`,
      [`T-${id}`, new Date(departed)],
    );
    await pool.query(
      'insert into transit_containers (transit_id, position, number, seal_id) values ($1, 1, $2, $3)',
      [`T-${id}`, CONTAINERS[index % CONTAINERS.length], id],
    );
  }
}

/** Valid by ISO 6346. */
export const CONTAINERS = [
  'CSQU3054383',
  'TCNU7200794',
  'TOLU4734787',
  'GYOU4047990',
  'BEAU6168370',
] as const;

/** When the tests' transits departed: an hour ago, on a whole minute. */
export function anHourAgo(): Instant {
  return Math.floor((Date.now() - HOUR) / MINUTE) * MINUTE;
}

/** A fix so many metres along the corridor and beside it. */
export function fixAt(seq: number, time: Instant, east: number, north = 0): Record<string, unknown> {
  return { seq, time: formatInstant(time), ...spot(east, north), accuracy: 10, speed: 50 };
}

/** Everything that the tests of one file leave behind, but for the register. */
export async function clearLog(pool: pg.Pool): Promise<void> {
  await pool.query(
    'truncate fixes, passages, passage_keys, quarantine, alarms, alarm_history, outbox, seal_states, settings',
  );
}
