import { randomUUID } from 'node:crypto';
import type { AlarmView } from '@haidang/contract';
import { formatInstant, MINUTE, type Instant } from '@haidang/domain';
import { position, signInAs, spot, type TestStore } from '@haidang/testkit';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { GateBook } from '../../../apps/platform/src/gates/gate-book.js';
import { JoinWatch } from '../../../apps/platform/src/join/join-watch.js';
import { Api } from '../rest/api.js';

export const BOXES = ['CSQU3054383', 'TCNU7200794', 'TOLU4734787', 'GYOU4047990', 'BEAU6168370'] as const;
export const PLATE = '15C-123.45';

/** Two ports with their operators a road of 100 km apart, a gate and a camera's eye at each, seals, and who sits there. */
export class Border {
  private nth = 0;
  private readonly transits: string[] = [];

  private constructor(
    readonly store: Pick<TestStore, 'kind' | 'pool' | 'as'>,
    public api: Api,
    readonly port: string,
    readonly officer: string,
  ) {}

  static async open(store: Pick<TestStore, 'kind' | 'pool' | 'as'>): Promise<Border> {
    const { pool } = store;
    const legs = [
      {
        line: { type: 'LineString', coordinates: [position(0, 0), position(100_000, 0)] },
        halfWidth: 500,
        stops: [],
        checkpoints: [],
      },
    ];
    await pool.query(`
      insert into organisations (id, name, kind) values ('CENTRE', 'the centre', 'centre');
      insert into organisations (id, name, kind, parent_id) values ('OFFICE', 'an office', 'office', 'CENTRE'), ('OP', 'an operator', 'port_operator', null);
      insert into facilities (id, name, kind, lat, lon, organisation_id, operator_id) values
        ('PORT', 'a port', 'seaport', 0, 0, 'OFFICE', 'OP'), ('ICD', 'another', 'icd', 0, 0.9, 'OFFICE', 'OP');
      insert into gates (id, name, facility_id, lat, lon) values ('PORT-1', 'a gate', 'PORT', 0, 0), ('ICD-1', 'a gate', 'ICD', 0, 0.9);
      insert into declarations (number, office_id, purpose, channel, status, registered_at) values ('D1', 'OFFICE', 'import', 'green', 'cleared', now());
      insert into seals (id, interval_s, organisation_id) select 'S' || n, 30, 'OFFICE' from generate_series(1, 9) n`);
    const circle = (east: number) => JSON.stringify({ type: 'Circle', center: spot(east, 0), radius: 1_000 });
    await pool.query(
      `insert into zones (id, name, kind, geometry, facility_id) values ('Z-PORT', 'a port', 'facility', $1, 'PORT'), ('Z-ICD', 'another', 'facility', $2, 'ICD')`,
      [circle(0), circle(100_000)],
    );
    await pool.query(
      `insert into routes (id, name, from_id, to_id, legs) values ('R', 'Road', 'PORT', 'ICD', $1)`,
      [JSON.stringify(legs)],
    );
    // the map was so before
    await pool.query('delete from plan_changes');
    const api = await Api.open(store);
    return new Border(
      store,
      api,
      await signInAs(pool, 'port_operator', 'OP'),
      await signInAs(pool, 'customs_officer', 'OFFICE'),
    );
  }

  close(): Promise<void> {
    return this.api.close();
  }

  /** The platform dies, and another begins on what is in the database. */
  async restart(): Promise<void> {
    await this.api.close();
    this.api = await Api.open(this.store);
    await this.join.start();
    await this.join.stop();
  }

  async clear(): Promise<void> {
    await this.store.pool
      .query(`truncate fixes, passages, passage_keys, alarms, alarm_history, outbox, port_messages, port_submissions,
      stays, expected_containers, eligibilities, passage_overrides, transits, seal_states, revisions_due, settings cascade`);
    await this.api.app.get(Directory).refreshTransits(this.transits.splice(0));
    await this.api.app.get(GateBook).refresh([...BOXES]);
  }

  get join(): JoinWatch {
    return this.api.app.get(JoinWatch);
  }

  /** What a camera saw; the answer is the decision. */
  async see(gate: 'PORT-1' | 'ICD-1', minutesAgo: number, more: object = {}, at = `p${++this.nth}`) {
    const body = {
      id: at,
      time: ago(minutesAgo),
      direction: 'out',
      container: BOXES[0],
      plate: PLATE,
      ...more,
    };
    const answer = await this.api.post(`/gates/${gate}/passages`, body);
    if (answer.status > 201) throw new Error(JSON.stringify(answer.body));
    return { id: at, ...(answer.body as { verdict: string; reasons: string[] }) };
  }

  /** What a port says; its id. */
  async report(form: string, minutesAgo: number, more: object = {}): Promise<string> {
    const body = {
      ...{ form, number: `N-${++this.nth}`, facilityId: 'PORT', at: ago(minutesAgo), container: BOXES[0] },
      ...(form === '14' ? { carrierSeal: 'ML-1' } : {}),
      ...more,
    };
    const { status, body: said } = await this.api.post('/port-messages', body, bearer(this.port));
    if (status !== 201) throw new Error(JSON.stringify(said));
    return said.id as string;
  }

  async allow(container: string = BOXES[0], plate = PLATE, minutesAgo = 600): Promise<string> {
    const id = randomUUID();
    await this.store.pool.query(
      `insert into eligibilities (id, facility_id, form, declaration, container, plate, state, issued_at, changed_at)
        values ($1, 'PORT', '04', 'D1', $2, $3, 'eligible', $4, $4)`,
      [id, container, plate, ago(minutesAgo)],
    );
    await this.api.app.get(GateBook).refresh([container]);
    return id;
  }

  /** A transit from the port to the ICD that was sealed and approved five hours ago. */
  async transit(id: string, sealId: string, container: string = BOXES[0]): Promise<void> {
    const made = [
      await this.api.post('/transits', {
        ...{ id, number: id, declaration: 'D', from: 'PORT', to: 'ICD', routeId: 'R' },
        vehicle: { plate: PLATE },
        containers: [{ number: container, sealId }],
      }),
      await this.api.post(`/transits/${id}/seal`, { at: ago(300) }),
      await this.api.post(`/transits/${id}/approve`, { at: ago(300) }),
    ];
    for (const { status, body } of made) if (status > 201) throw new Error(JSON.stringify(body));
    this.transits.push(id);
  }

  fix(seq: number, minutesAgo: number, east: number): object {
    return { seq, time: ago(minutesAgo), ...spot(east, 0), accuracy: 10, speed: 0, lock: 'locked' };
  }

  /** Looks, in so many minutes from now, and says what stands: kinds with their causes. */
  async stands(inMinutes = 0): Promise<string[]> {
    await this.join.round(Date.now() + inMinutes * MINUTE);
    return (await this.alarms())
      .map(({ kind, why }) => `${kind} ${why.measured['cause'] ?? ''}`.trim())
      .sort();
  }

  /** What has not been resolved, of the join's kinds. */
  async alarms(): Promise<AlarmView[]> {
    const { items } = (await this.api.get('/alarms?limit=100&standing=true')).body as { items: AlarmView[] };
    return items.filter(({ gateId, kind }) => gateId !== undefined || kind === 'gate_seal_contradiction');
  }
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

export function ago(minutes: number): string {
  return formatInstant(momentAgo(minutes));
}

export function momentAgo(minutes: number): Instant {
  return Date.now() - minutes * MINUTE;
}
