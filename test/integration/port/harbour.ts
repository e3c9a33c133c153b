import { randomUUID } from 'node:crypto';
import { formatInstant, MINUTE } from '@haidang/domain';
import { signInAs, type TestStore } from '@haidang/testkit';
import { Api, type Answer } from '../rest/api.js';

export const [BOX, OTHER, THIRD, FOURTH] = [
  'CSQU3054383',
  'TCNU7200794',
  'TOLU4734787',
  'GYOU4047990',
] as const;

/** A port with its operator and its customs office, another one, and who sits there. */
export class Harbour {
  private constructor(
    readonly api: Api,
    private readonly store: Pick<TestStore, 'pool'>,
    readonly port: string,
    readonly otherPort: string,
    readonly officer: string,
    readonly otherOfficer: string,
  ) {}

  static async open(store: Pick<TestStore, 'kind' | 'pool' | 'as'>): Promise<Harbour> {
    const { pool } = store;
    await pool.query(`
      insert into organisations (id, name, kind) values ('CENTRE', 'the centre', 'centre');
      insert into organisations (id, name, kind, parent_id) values ('OFFICE', 'an office', 'office', 'CENTRE'),
        ('OFFICE-2', 'another', 'office', 'CENTRE'), ('LACH', 'an operator', 'port_operator', null), ('CATL', 'another', 'port_operator', null);
      insert into facilities (id, name, kind, locode, customs_code, lat, lon, organisation_id, operator_id) values
        ('LACHHUYEN', 'a port', 'seaport', 'VNHPH', '03TG', 20.8, 106.9, 'OFFICE', 'LACH'),
        ('CATLAI', 'another', 'seaport', 'VNSGN', '02CI', 10.7, 106.7, 'OFFICE-2', 'CATL');
      insert into gates (id, name, facility_id, lat, lon) values ('LACH-1', 'a gate', 'LACHHUYEN', 20.8, 106.9);
      insert into declarations (number, office_id, purpose, channel, status, registered_at) values ('D1', 'OFFICE', 'import', 'green', 'cleared', now());
    `);
    const api = await Api.open(store);
    return new Harbour(
      api,
      store,
      await signInAs(pool, 'port_operator', 'LACH'),
      await signInAs(pool, 'port_operator', 'CATL'),
      await signInAs(pool, 'customs_officer', 'OFFICE'),
      await signInAs(pool, 'customs_officer', 'OFFICE-2'),
    );
  }

  close(): Promise<void> {
    return this.api.close();
  }

  /** Everything that was reported or stands is gone. */
  async clear(): Promise<void> {
    await this.store.pool.query(
      'truncate port_messages, port_submissions, stays, expected_containers, eligibilities, cases, case_acts, case_evidence cascade',
    );
  }

  post(
    path: string,
    body: unknown,
    token = this.port,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.api.post(path, body, { authorization: `Bearer ${token}`, ...headers });
  }

  get(path: string, token = this.port): Promise<Answer> {
    return this.api.get(path, { authorization: `Bearer ${token}` });
  }

  report(body: object, token = this.port): Promise<Answer> {
    return this.post('/port-messages', body, token);
  }

  decide(what: 'approve' | 'refuse', id: string, token = this.officer): Promise<Answer> {
    return this.post(`/port-messages/${id}/${what}`, { reason: 'looked at' }, token);
  }

  async expect(container: string, facility = 'LACHHUYEN', seal: string | null = 'ML-1'): Promise<string> {
    const id = randomUUID();
    await this.store.pool.query(
      `insert into expected_containers (id, facility_id, container, purpose, carrier_seal, scan_ordered) values ($1, $2, $3, 'import', $4, true)`,
      [id, facility, container, seal],
    );
    return id;
  }

  async allow(container: string | null, state = 'eligible'): Promise<string> {
    const id = randomUUID();
    await this.store.pool.query(
      `insert into eligibilities (id, facility_id, form, declaration, container, state) values ($1, 'LACHHUYEN', $2, 'D1', $3, $4)`,
      [id, container === null ? '05' : '04', container, state],
    );
    return id;
  }

  /** What a camera saw come in, and perhaps go out. */
  async see(container: string, inMinutesAgo: number, outMinutesAgo?: number): Promise<string> {
    const id = randomUUID();
    await this.store.pool.query(
      `insert into stays (id, container, facility_id, in_at, in_seen, out_at, out_seen) values ($1, $2, 'LACHHUYEN', $3, true, $4, $5)`,
      [
        ...[id, container, ago(inMinutesAgo)],
        outMinutesAgo === undefined ? null : ago(outMinutesAgo),
        outMinutesAgo !== undefined,
      ],
    );
    return id;
  }

  async stays(container: string): Promise<Record<string, unknown>[]> {
    const { rows } = await this.store.pool.query<Record<string, unknown>>(
      `select facility_id, state, carrier_seal, purpose, scan_ordered, in_seen, in_reported, out_seen, out_reported, out_at is not null as gone
       from stays where container = $1 order by in_at`,
      [container],
    );
    return rows;
  }

  async stateOf(table: 'eligibilities' | 'expected_containers', id: string): Promise<string> {
    const { rows } = await this.store.pool.query<{ state: string }>(
      `select state from ${table} where id = $1`,
      [id],
    );
    return rows[0]!.state;
  }
}

export function ago(minutes: number): string {
  return formatInstant(Date.now() - minutes * MINUTE);
}

let last = 0;

/** A report of a form with what every form wants. */
export function form(number: string, fields: object = {}): Record<string, unknown> {
  return { form: number, number: `N-${++last}`, facilityId: 'LACHHUYEN', at: ago(5), ...fields };
}
