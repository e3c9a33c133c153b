import type {
  CameraSettings,
  LatLon,
  Leg,
  OfflinePolicy,
  RuleSettings,
  ZoneCalendar,
  ZoneGeometry,
  ZoneKind,
} from '@haidang/domain';
import type { QueryResultRow } from 'pg';

/** How one thing of the register lies in its table. Columns not named here are the database's own affair. */
export interface RegisterTable<T extends { id: string }> {
  readonly name: string;
  /** Where it is read, when some of its columns are not for everybody. */
  readonly seen?: string;
  readonly columns: readonly string[];
  /** The value's columns by name; jsonb columns as plain values. */
  readonly toRow: (value: T) => Record<string, unknown>;
  readonly fromRow: (row: QueryResultRow) => T;
  /** Columns that refer to other tables, and the field of the value that fills each. */
  readonly references: readonly {
    readonly column: string;
    readonly field: keyof T & string;
    readonly table: string;
  }[];
}

export interface OrganisationRecord {
  id: string;
  name: string;
  kind: string;
  parentId?: string | undefined;
  secondFactor?: string | undefined;
  signatures?: string | undefined;
}

export interface FacilityRecord {
  id: string;
  name: string;
  kind: string;
  locode?: string | undefined;
  customsCode?: string | undefined;
  place: LatLon;
  organisationId?: string | undefined;
  operatorId?: string | undefined;
  confirms?: string | undefined;
  offline?: OfflinePolicy | undefined;
  cards?: readonly string[] | undefined;
}

export interface GateFields {
  id: string;
  name: string;
  facilityId: string;
  place: LatLon;
}

export interface CameraFields extends Omit<CameraSettings, 'channel' | 'lane'> {
  readonly name: string;
  readonly gateId: string;
  readonly channel?: string | undefined;
  readonly lane?: string | undefined;
}

export interface ZoneFields {
  id: string;
  name: string;
  kind: ZoneKind;
  geometry: ZoneGeometry;
  calendar?: ZoneCalendar | undefined;
  facilityId?: string | undefined;
}

export interface RouteFields {
  id: string;
  name: string;
  from: string;
  to: string;
  legs: readonly Leg[];
  rules?: RuleSettings | undefined;
}

export interface SealFields {
  id: string;
  model?: string | undefined;
  /** Seconds. */
  interval: number;
  organisationId?: string | undefined;
}

export const organisationsTable: RegisterTable<OrganisationRecord> = {
  name: 'organisations',
  columns: ['id', 'name', 'kind', 'parent_id', 'second_factor', 'signatures'],
  toRow: (o) => ({
    id: o.id,
    name: o.name,
    kind: o.kind,
    parent_id: o.parentId,
    second_factor: o.secondFactor,
    signatures: o.signatures,
  }),
  fromRow: (r) => ({
    id: r.id,
    name: r.name,
    kind: r.kind,
    ...given('parentId', r.parent_id),
    ...given('secondFactor', r.second_factor),
    ...given('signatures', r.signatures),
  }),
  references: [{ column: 'parent_id', field: 'parentId', table: 'organisations' }],
};

export const facilitiesTable: RegisterTable<FacilityRecord> = {
  name: 'facilities',
  seen: 'facilities_seen',
  columns: [
    'id',
    'name',
    'kind',
    'locode',
    'customs_code',
    'lat',
    'lon',
    'organisation_id',
    'operator_id',
    'confirms',
    'offline',
    'cards',
  ],
  toRow: (f) => ({
    id: f.id,
    name: f.name,
    kind: f.kind,
    locode: f.locode,
    customs_code: f.customsCode,
    lat: f.place.lat,
    lon: f.place.lon,
    organisation_id: f.organisationId,
    operator_id: f.operatorId,
    confirms: f.confirms,
    offline: f.offline,
    cards: f.cards,
  }),
  fromRow: (r) => ({
    id: r.id,
    name: r.name,
    kind: r.kind,
    ...given('locode', r.locode),
    ...given('customsCode', r.customs_code),
    place: { lat: r.lat, lon: r.lon },
    ...given('organisationId', r.organisation_id),
    ...given('operatorId', r.operator_id),
    ...given('confirms', r.confirms),
    ...given('offline', r.offline),
    ...given('cards', r.cards),
  }),
  references: [
    { column: 'organisation_id', field: 'organisationId', table: 'organisations' },
    { column: 'operator_id', field: 'operatorId', table: 'organisations' },
  ],
};

export const gatesTable: RegisterTable<GateFields> = {
  name: 'gates',
  columns: ['id', 'name', 'facility_id', 'lat', 'lon'],
  toRow: (g) => ({ id: g.id, name: g.name, facility_id: g.facilityId, lat: g.place.lat, lon: g.place.lon }),
  fromRow: (r) => ({ id: r.id, name: r.name, facilityId: r.facility_id, place: { lat: r.lat, lon: r.lon } }),
  references: [{ column: 'facility_id', field: 'facilityId', table: 'facilities' }],
};

export const camerasTable: RegisterTable<CameraFields> = {
  name: 'cameras',
  columns: [
    ...['id', 'name', 'gate_id', 'maker', 'channel', 'direction', 'both_ways'],
    ...['lane', 'reads', 'time_zone', 'clock', 'settles'],
  ],
  toRow: (c) => ({
    id: c.id,
    name: c.name,
    gate_id: c.gateId,
    maker: c.maker,
    channel: c.channel,
    direction: c.direction,
    both_ways: c.bothWays,
    lane: c.lane,
    reads: c.reads,
    time_zone: c.timeZone,
    clock: c.clock,
    settles: c.settles,
  }),
  fromRow: (r) => ({
    id: r.id,
    name: r.name,
    gateId: r.gate_id,
    maker: r.maker,
    ...given('channel', r.channel),
    direction: r.direction,
    bothWays: r.both_ways,
    ...given('lane', r.lane),
    reads: r.reads,
    timeZone: r.time_zone,
    clock: r.clock,
    settles: r.settles,
  }),
  references: [{ column: 'gate_id', field: 'gateId', table: 'gates' }],
};

export const zonesTable: RegisterTable<ZoneFields> = {
  name: 'zones',
  columns: ['id', 'name', 'kind', 'geometry', 'calendar', 'facility_id'],
  toRow: (z) => ({
    id: z.id,
    name: z.name,
    kind: z.kind,
    geometry: z.geometry,
    calendar: z.calendar,
    facility_id: z.facilityId,
  }),
  fromRow: (r) => ({
    id: r.id,
    name: r.name,
    kind: r.kind,
    geometry: r.geometry,
    ...given('calendar', r.calendar),
    ...given('facilityId', r.facility_id),
  }),
  references: [{ column: 'facility_id', field: 'facilityId', table: 'facilities' }],
};

export const routesTable: RegisterTable<RouteFields> = {
  name: 'routes',
  seen: 'routes_seen',
  columns: ['id', 'name', 'from_id', 'to_id', 'legs', 'rules'],
  toRow: (r) => ({ id: r.id, name: r.name, from_id: r.from, to_id: r.to, legs: r.legs, rules: r.rules }),
  fromRow: (r) => ({
    id: r.id,
    name: r.name,
    from: r.from_id,
    to: r.to_id,
    legs: r.legs,
    ...given('rules', r.rules),
  }),
  references: [
    { column: 'from_id', field: 'from', table: 'facilities' },
    { column: 'to_id', field: 'to', table: 'facilities' },
  ],
};

export const sealsTable: RegisterTable<SealFields> = {
  name: 'seals',
  columns: ['id', 'model', 'interval_s', 'organisation_id'],
  toRow: (s) => ({ id: s.id, model: s.model, interval_s: s.interval, organisation_id: s.organisationId }),
  fromRow: (r) => ({
    id: r.id,
    ...given('model', r.model),
    interval: r.interval_s,
    ...given('organisationId', r.organisation_id),
  }),
  references: [{ column: 'organisation_id', field: 'organisationId', table: 'organisations' }],
};

/** The field, or nothing at all: an absent column is an absent field. */
function given<K extends string>(field: K, value: unknown): object {
  return value === null || value === undefined ? {} : { [field]: value };
}
