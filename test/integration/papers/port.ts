import { containerCheckDigit, type Role } from '@haidang/domain';
import { signInAs, type TestStore } from '@haidang/testkit';
import { Api, type Answer } from '../rest/api.js';

/** Two ports of two offices below one centre; each has an operator of its own. */
export const PORT = 'PORT-N';
export const OTHER_PORT = 'PORT-S';

/** Calls in somebody's name. */
export interface Caller {
  get(path: string, accept?: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Ports {
  readonly api: Api;
  readonly officer: Caller;
  readonly operator: Caller;
  readonly otherOfficer: Caller;
  readonly otherOperator: Caller;
  readonly supervisor: Caller;
  /** Somebody else of the same role and office is still another session of the same person. */
  as(role: Role, at: string): Promise<Caller>;
}

export async function openPorts(store: TestStore, options?: { readonly live?: boolean }): Promise<Ports> {
  const { pool } = store;
  await pool.query(`
    insert into organisations (id, name, kind, parent_id) values ('CENTRE', 'Centre', 'centre', null);
    insert into organisations (id, name, kind, parent_id) values
      ('OFFICE-N', 'Office', 'office', 'CENTRE'), ('OFFICE-S', 'Office', 'office', 'CENTRE'),
      ('OPERATOR-N', 'Operator', 'port_operator', null), ('OPERATOR-S', 'Operator', 'port_operator', null);
    insert into facilities (id, name, kind, lat, lon, organisation_id, operator_id) values
      ('${PORT}', 'Port', 'seaport', 0, 0, 'OFFICE-N', 'OPERATOR-N'), ('${OTHER_PORT}', 'Port', 'seaport', 0, 1, 'OFFICE-S', 'OPERATOR-S');
    insert into gates (id, name, facility_id, lat, lon) values ('GATE-N', 'Gate', '${PORT}', 0, 0);
  `);
  const api = await Api.open(store, options);
  const as = async (role: Role, at: string): Promise<Caller> => {
    const authorization = `Bearer ${await signInAs(pool, role, at)}`;
    return {
      get: (path, accept) => api.get(path, { authorization, ...(accept !== undefined && { accept }) }),
      post: (path, body, headers) => api.post(path, body, { authorization, ...headers }),
    };
  };
  return {
    api,
    as,
    officer: await as('customs_officer', 'OFFICE-N'),
    operator: await as('port_operator', 'OPERATOR-N'),
    otherOfficer: await as('customs_officer', 'OFFICE-S'),
    otherOperator: await as('port_operator', 'OPERATOR-S'),
    supervisor: await as('shift_supervisor', 'CENTRE'),
  };
}

/** The n-th container of a fleet, with its check digit. */
export function container(n: number, owner = 'HDA'): string {
  const ten = `${owner}U${String(n).padStart(6, '0')}`;
  return `${ten}${containerCheckDigit(ten)}`;
}

export function declaration(number: string, more: object = {}): object {
  return {
    ...{ number, purpose: 'import', channel: 'green', status: 'cleared', goodsNumber: `${number}-01` },
    ...{ companyId: '0201234567', companyName: 'Công ty Hải Âu', registeredAt: '2026-11-25T08:00:00+07:00' },
    ...more,
  };
}

/** Form 04. */
export function eligible(n: number, more: object = {}): Record<string, unknown> {
  return { form: '04', facilityId: PORT, declaration: 'D1', container: container(n), ...more };
}
