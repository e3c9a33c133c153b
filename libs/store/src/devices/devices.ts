import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

export const DEVICE_KINDS = ['seal', 'gate', 'camera', 'forwarder'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** Who speaks MQTT: a seal, a gate, a camera, or an organisation's own server for all of its seals and gates. */
export interface Device {
  /** The user name at the broker, and the common name of a certificate. */
  readonly name: string;
  readonly kind: DeviceKind;
  /** The seal, gate, camera or organisation it speaks for. */
  readonly subject: string;
}

/** A device as lists show it. */
export interface ListedDevice extends Device {
  /** Whose it is, by the register; null of a camera that is not in it. */
  readonly organisationId: string | null;
  readonly credentials: readonly ListedCredential[];
}

export interface ListedCredential {
  readonly id: string;
  readonly method: 'secret' | 'certificate';
  readonly issuedAt: Instant;
  readonly usedAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly revokedAt: Instant | null;
  readonly revokedFor: string | null;
}

const SUBJECT = 'coalesce(d.seal_id, d.gate_id, d.organisation_id, d.name)';

/** Which of the subjects of a kind are in the register; of cameras, which no register knows, all. */
export async function findSubjects(
  tx: Queryable,
  kind: DeviceKind,
  ids: readonly string[],
): Promise<Set<string>> {
  if (kind === 'camera') return new Set(ids);
  const table = { seal: 'seals', gate: 'gates', forwarder: 'organisations' }[kind];
  const { rows } = await tx.query<{ id: string }>(
    `select id from ${table} where id = any($1::text[]) order by id for key share`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function findDevices(db: Queryable, names: readonly string[]): Promise<Device[]> {
  const { rows } = await db.query<Device>(
    `select name, kind, ${SUBJECT} as subject from devices d where name = any($1::text[]) order by name`,
    [names],
  );
  return rows;
}

/** Makes devices; those whose name is there already stay as they are. */
export async function insertDevices(tx: Queryable, devices: readonly Device[]): Promise<void> {
  await tx.query(
    `insert into devices (name, kind, seal_id, gate_id, organisation_id)
     select name, kind, case kind when 'seal' then subject end, case kind when 'gate' then subject end,
       case kind when 'forwarder' then subject end
     from unnest($1::text[], $2::text[], $3::text[]) as d (name, kind, subject)
     on conflict (name) do nothing`,
    [devices.map(({ name }) => name), devices.map(({ kind }) => kind), devices.map(({ subject }) => subject)],
  );
}

export interface DeviceFilter {
  readonly name?: string | undefined;
  readonly kind?: DeviceKind | undefined;
  readonly after?: string | null;
  readonly limit?: number;
}

/** Devices with all their credentials, the newest first; by name where they are a page, by kind where they are all. */
export async function listDevices(
  db: Queryable,
  { name, kind, after = null, limit }: DeviceFilter = {},
): Promise<ListedDevice[]> {
  const { rows } = await db.query<
    Device & { organisationId: string | null; credentials: ListedCredentialRow[] }
  >(
    `select d.name, d.kind, ${SUBJECT} as subject, coalesce(c.all, '[]') as credentials,
       coalesce(d.organisation_id, s.organisation_id, f.organisation_id) as "organisationId"
     from devices d left join seals s on s.id = d.seal_id
     left join cameras m on m.id = d.name and d.kind = 'camera'
     left join gates g on g.id = coalesce(d.gate_id, m.gate_id) left join facilities f on f.id = g.facility_id
     left join lateral (
       select json_agg(json_build_object('id', id, 'method', method, 'issuedAt', issued_at, 'usedAt', used_at,
         'endsAt', ends_at, 'revokedAt', revoked_at, 'revokedFor', revoked_for) order by issued_at desc, id) as all
       from credentials where device = d.name) c on true
     where ($1::text is null or d.name = $1) and ($2::text is null or d.kind = $2) and ($3::text is null or d.name > $3)
     order by ${limit === undefined ? 'd.kind, d.name' : 'd.name'} limit $4`,
    [name ?? null, kind ?? null, after, limit ?? null],
  );
  return rows.map(({ credentials, ...device }) => ({ ...device, credentials: credentials.map(listed) }));
}

type Written<T> = T extends Instant ? string : T;
type ListedCredentialRow = { readonly [K in keyof ListedCredential]: Written<ListedCredential[K]> };

function listed(row: ListedCredentialRow): ListedCredential {
  const at = (time: string | null) => (time === null ? null : Date.parse(time));
  return {
    id: row.id,
    method: row.method,
    issuedAt: Date.parse(row.issuedAt),
    usedAt: at(row.usedAt),
    endsAt: at(row.endsAt),
    revokedAt: at(row.revokedAt),
    revokedFor: row.revokedFor,
  };
}

/** What a forwarder speaks for: a seal, a gate, a facility, a gate's camera. */
export interface Forwarded {
  readonly name: string;
  readonly family: 'seals' | 'gates' | 'facilities' | 'cameras';
  readonly id: string;
}

/** The seals, gates, facilities and cameras that each forwarder speaks for now, by the forwarder's name. */
export async function readForwarded(db: Queryable): Promise<Forwarded[]> {
  const { rows } = await db.query<Forwarded>(
    `select d.name, 'seals' as family, s.id from devices d join seals s on s.organisation_id = d.organisation_id
     union all
     select d.name, 'gates', g.id from devices d join facilities f on d.organisation_id in (f.organisation_id, f.operator_id)
       join gates g on g.facility_id = f.id
     union all
     select d.name, 'facilities', f.id from devices d join facilities f on d.organisation_id in (f.organisation_id, f.operator_id)
     union all
     select d.name, 'cameras', c.id from devices d join facilities f on d.organisation_id in (f.organisation_id, f.operator_id)
       join gates g on g.facility_id = f.id join cameras c on c.gate_id = g.id
     order by 1, 2, 3`,
  );
  return rows;
}
