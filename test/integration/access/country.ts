import { createHash } from 'node:crypto';
import { MINUTE, type Role } from '@haidang/domain';
import { PDF, type TestStore } from '@haidang/testkit';

/** A place in the small country of the matrix, and a role there. */
export interface Caller {
  readonly role: Role;
  readonly at: string;
}

/** One caller a role, in the half of the country that is called ALPHA, and two more for the tree. */
export const CALLERS: Readonly<Record<string, Caller>> = {
  'centre operator': { role: 'centre_operator', at: 'CENTRE' },
  'shift supervisor': { role: 'shift_supervisor', at: 'CENTRE' },
  'customs officer': { role: 'customs_officer', at: 'OFFICE-A' },
  'officer of the department': { role: 'customs_officer', at: 'DEPARTMENT-A' },
  'port operator': { role: 'port_operator', at: 'PORT-A' },
  carrier: { role: 'carrier', at: 'CARRIER-A' },
  auditor: { role: 'auditor', at: 'CENTRE' },
  administrator: { role: 'administrator', at: 'CENTRE' },
};

/** Whose sight ends at ALPHA. */
export const BOUND = ['customs officer', 'officer of the department', 'port operator', 'carrier'];

/** One half of the country: a transit under way between two of its places, one that is registered, and what belongs to them. */
export interface Half {
  readonly mark: 'ALPHA' | 'BRAVO';
  readonly letter: 'A' | 'B';
  readonly transit: string;
  readonly registered: string;
  readonly seal: string;
  readonly idleSeal: string;
  readonly container: string;
  readonly otherContainer: string;
  readonly gate: string;
  readonly camera: string;
  /** A paper about its container. */
  readonly evidence: string;
  readonly facility: string;
  readonly carrier: string;
  readonly alarm: string;
  /** A reroute of its transit that waits for an officer, and cannot be done. */
  readonly exception: string;
  /** A cancelled landing at its port that waits for an officer. */
  readonly portMessage: string;
  /** Of its port and its office. */
  readonly signedCall: string;
  /** By which its carrier signs. */
  readonly certificate: string;
  /** Somebody of its carrier, who may sign in. */
  readonly person: string;
  readonly plate: string;
  readonly declaration: string;
  /** Ids of papers at its port. */
  readonly manifest: string;
  readonly eligibility: string;
  readonly notice: string;
  /** At its port, and what was entered from paper there. */
  readonly outage: string;
  readonly paperImport: string;
  /** Of its office's shift to the next. */
  readonly handover: string;
  /** A case about its container, on its transit. */
  readonly case: string;
  /** A training session of somebody of its office. */
  readonly training: string;
  /** Longitude of its places, degrees. */
  readonly lon: number;
}

export const OWN = half('ALPHA', 'A', ['CSQU3054383', 'TCNU7200794'], 10);
export const FOREIGN = half('BRAVO', 'B', ['TOLU4734787', 'GYOU4047990'], 20);

function half(mark: Half['mark'], letter: Half['letter'], containers: [string, string], lon: number): Half {
  return {
    mark,
    letter,
    // says nothing of whose it is: a case of somebody else's may name it
    transit: `T-${letter}`,
    registered: `${mark}-T2`,
    seal: `${mark}-S`,
    idleSeal: `${mark}-S2`,
    container: containers[0],
    otherContainer: containers[1],
    gate: `${mark}-G`,
    camera: `${mark}-CAM`,
    evidence: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000002`,
    facility: `FROM-${letter}`,
    carrier: `CARRIER-${letter}`,
    alarm: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000000`,
    exception: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000006`,
    person: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000001`,
    signedCall: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000005`,
    certificate: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000004`,
    portMessage: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000002`,
    plate: `15C-${letter === 'A' ? '111.11' : '222.22'}`,
    declaration: `${mark}-D`,
    manifest: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000011`,
    eligibility: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000012`,
    notice: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000013`,
    case: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000021`,
    outage: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000022`,
    paperImport: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000023`,
    handover: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000024`,
    training: `${letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000041`,
    lon,
  };
}

/** What stands in no answer to somebody bound to ALPHA: names of places and offices are no secret, all of this is. */
export const SECRETS = [
  FOREIGN.mark,
  FOREIGN.container,
  FOREIGN.otherContainer,
  FOREIGN.alarm,
  FOREIGN.portMessage,
  FOREIGN.manifest,
  FOREIGN.eligibility,
  FOREIGN.notice,
  FOREIGN.case,
  FOREIGN.outage,
  FOREIGN.paperImport,
  FOREIGN.handover,
  FOREIGN.training,
  FOREIGN.evidence,
  FOREIGN.plate,
  FOREIGN.plate.replaceAll(/[-.]/g, ''),
];

/** The content of each half's evidence. */
export const PAPER = { content: PDF, sha256: createHash('sha256').update(PDF).digest('hex') };

const SEEN_AT = Date.now() - 20 * MINUTE;

/** Makes the country, as its owner. */
export async function makeCountry({ pool }: Pick<TestStore, 'pool'>): Promise<void> {
  await pool.query(`insert into organisations (id, name, kind) values ('CENTRE', 'the centre', 'centre')`);
  for (const of of [OWN, FOREIGN]) await makeHalf(pool, of);
  // a case at ALPHA's place about BRAVO's transit: seeing the case opens nothing of the transit
  await pool.query(
    `insert into cases (id, cause, source, kind, facility_id, container, transit_id, description, opened_at)
      values ('dddddddd-0000-4000-8000-000000000021', 'person/mixed', 'person', 'damage', $1, $2, $3, 'mixed', now())`,
    [OWN.facility, OWN.container, FOREIGN.transit],
  );
}

export async function makeZone({ pool }: Pick<TestStore, 'pool'>, { letter, lon }: Half): Promise<void> {
  await pool.query(
    `insert into zones (id, name, kind, geometry) values ($1, 'a zone', 'stop', $2) on conflict do nothing`,
    [`ZONE-${letter}`, { type: 'Circle', center: { lat: 1, lon }, radius: 100 }],
  );
}

export async function makeCamera({ pool }: Pick<TestStore, 'pool'>, { camera, gate }: Half): Promise<void> {
  await pool.query(
    `insert into cameras (id, name, gate_id, maker, direction, both_ways, reads, time_zone, clock, settles)
      values ($1, 'a camera', $2, 'haidang', 'out', false, 'plate', 'Asia/Ho_Chi_Minh', 'said', 'read') on conflict do nothing`,
    [camera, gate],
  );
}

async function makeHalf(pool: TestStore['pool'], of: Half): Promise<void> {
  const { letter: x, mark, lon } = of;
  await pool.query(`
    insert into organisations (id, name, kind, parent_id) values
      ('DEPARTMENT-${x}', 'a department', 'department', 'CENTRE'), ('OFFICE-${x}', 'an office', 'office', 'DEPARTMENT-${x}'),
      ('PORT-${x}', 'a port', 'port_operator', null), ('CARRIER-${x}', 'a carrier', 'carrier', null);
    insert into users (id, username, name, role, organisation_id) values ('${of.person}', 'carrier-${x}', '${mark}', 'carrier', 'CARRIER-${x}');
    insert into facilities (id, name, kind, lat, lon, organisation_id, operator_id, cards) values
      ('FROM-${x}', 'a port', 'seaport', 0, ${lon}, 'OFFICE-${x}', 'PORT-${x}', '["${mark}-CARD"]'),
      ('TO-${x}', 'a border', 'border_gate', 0, ${lon + 1}, 'OFFICE-${x}', 'PORT-${x}', null);
    insert into gates (id, name, facility_id, lat, lon) values ('${mark}-G', 'a gate', 'FROM-${x}', 0, ${lon});
    insert into evidence (id, sha256, bytes, type, facility_id, gate_id, container, transit_id, taken_at) values
      ('${of.evidence}', '${PAPER.sha256}', ${PAPER.content.length}, 'application/pdf', 'FROM-${x}', '${mark}-G', '${of.container}', '${of.transit}', now());
    insert into routes (id, name, from_id, to_id, legs) values ('ROUTE-${x}', 'a route', 'FROM-${x}', 'TO-${x}',
      '[{"line":{"type":"LineString","coordinates":[[${lon},0],[${lon + 1},0]]},"halfWidth":500,"stops":[],"checkpoints":[]}]');
    insert into seals (id, interval_s, organisation_id) values ('${mark}-S', 30, 'OFFICE-${x}'), ('${mark}-S2', 30, 'OFFICE-${x}');
    insert into devices (name, kind, seal_id) values ('${mark}-S', 'seal', '${mark}-S');
    insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, route_id, state, created_at, approved_at,
        departed_at) values
      ('${of.transit}', '${mark}-1', '${mark}-D', 'transit', 'FROM-${x}', 'TO-${x}', 'CARRIER-${x}', '${of.plate}', 'ROUTE-${x}',
        'in_transit', now() - interval '2 hours', now() - interval '1 hour', now() - interval '1 hour'),
      ('${of.registered}', '${mark}-2', '${mark}-D', 'transit', 'FROM-${x}', 'TO-${x}', 'CARRIER-${x}', '${of.plate}', 'ROUTE-${x}',
        'registered', now(), null, null);
    insert into transit_containers (transit_id, position, number, seal_id) values
      ('${of.transit}', 1, '${of.container}', '${mark}-S'), ('${of.registered}', 1, '${of.otherContainer}', null);
    insert into transit_steps (transit_id, step, at) values ('${of.transit}', 'register', now() - interval '2 hours');
    insert into transit_exceptions (id, transit_id, kind, state, at, reason, fields) values
      ('${of.exception}', '${of.transit}', 'reroute', 'waiting', now(), '${mark}', '{"routeId":"NOWHERE"}');
    insert into transit_journeys (transit_id) values ('${of.transit}');
    insert into journey_notes (transit_id, what, step, at) values ('${of.transit}', 'proposed', 'depart', now());
    insert into alarms (id, key, kind, severity, transit_id, container_number, seal_id, start_at, raised_at, lat, lon, why, settled_at) values
      ('${of.alarm}', '${mark}', 'off_route', 'major', '${of.transit}', '${of.container}', '${mark}-S', now(), now(), 0, ${lon},
        '{"rule":"off_route","settings":{},"measured":{}}', now());
    insert into signed_calls (id, organisation_id, by, call, bytes, sha256, flags) values
      ('${of.signedCall}', 'OFFICE-${x}', 'x', 'POST /${mark}', '', '', '{}');
    insert into signing_certificates (id, organisation_id, certificate, subject, fingerprint, not_before, not_after) values
      ('${of.certificate}', 'CARRIER-${x}', 'PEM', 'CN=x', '${mark}', now(), now());
    insert into port_messages (id, facility_id, form, number, way, body, state, container, at, corrects) values
      ('${landingOf(of)}', 'FROM-${x}', '14', '${mark}-L', 'rest', '{}', 'taken', '${of.container}', now(), null),
      ('${of.portMessage}', 'FROM-${x}', '17', '${mark}-L2', 'rest', '{"form":"17"}', 'waiting', '${of.container}', now(), '${landingOf(of)}');
    insert into declarations (number, office_id, purpose, channel, status, company_name, registered_at) values
      ('${of.declaration}', 'OFFICE-${x}', 'import', 'green', 'cleared', '${mark}', now());
    insert into manifests (id, facility_id, form, number, lines) values ('${of.manifest}', 'FROM-${x}', '01', '${mark}-M', 1);
    insert into expected_containers (id, facility_id, container, purpose, manifest_id, declaration) values
      (gen_random_uuid(), 'FROM-${x}', '${of.otherContainer}', 'import', '${of.manifest}', '${of.declaration}');
    insert into stays (id, container, facility_id, purpose, in_at) values
      (gen_random_uuid(), '${of.otherContainer}', 'FROM-${x}', 'import', now() - interval '1 hour');
    insert into notices (id, facility_id, form, body, signature) values ('${of.notice}', 'FROM-${x}', '04',
      '{"form":"04","lines":[{"declaration":"${of.declaration}","container":"${of.otherContainer}"}]}', 'a..b');
    insert into eligibilities (id, facility_id, form, declaration, container, plate, notice_id) values
      ('${of.eligibility}', 'FROM-${x}', '04', '${of.declaration}', '${of.otherContainer}', '${of.plate}', '${of.notice}');
    insert into cases (id, cause, source, kind, facility_id, container, declaration, transit_id, description, opened_at) values
      ('${of.case}', 'person/${of.case}', 'person', 'damage', 'FROM-${x}', '${of.container}', '${of.declaration}', '${of.transit}', '${mark}', now());
    insert into outages (id, facility_id, reason, began_at) values ('${of.outage}', 'FROM-${x}', '${mark}', now() - interval '1 hour');
    insert into paper_imports (id, facility_id, outage_id, lines, repeated, entered_at) values
      ('${of.paperImport}', 'FROM-${x}', '${of.outage}', 1, 0, now());
    insert into paper_entries (facility_id, sheet, line, import_id, place, gate_id, direction, at, container, vouched_by, recorded_at,
        comparison, would_hold, differences) values
      ('FROM-${x}', '${mark}', 1, '${of.paperImport}', 0, '${mark}-G', 'in', now(), '${of.otherContainer}', '${mark}', now(), 'missing', '{}', '[]');
    insert into handovers (id, organisation_id, remark, picture, pictured_at, begun_at) values
      ('${of.handover}', 'OFFICE-${x}', '${mark}', '{"items":[],"left":0}', now(), now());
    insert into patrols (id, name, kind, facility_id, contact) values ('PATROL-${x}', 'a patrol', 'patrol', 'FROM-${x}', 'a telephone');
    insert into dispatches (id, alarm_id, patrol_id, state, message, sent_at) values
      ('${x === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000031', '${of.alarm}', 'PATROL-${x}', 'sent', '${mark}', now());
    insert into training_sessions (id, organisation_id, scenario, speed, state, trainee, trainee_id, given_by, given_by_id) values
      ('${of.training}', 'OFFICE-${x}', 'cut-seal', 1, 'waiting', '${mark}', '${of.person}', '${mark}', '${of.person}');
    insert into case_acts (case_id, what, by, text) values ('${of.case}', 'open', '${mark}', '${mark}');
    insert into ledger_inbox (at, kind, subject, data) values (now(), 'transit.register', 'transit/${of.transit}', '{}');
  `);
  await makeZone({ pool }, of);
  await makeCamera({ pool }, of);
}

/** The landing that {@link Half.portMessage} would cancel. */
function landingOf({ portMessage }: Half): string {
  return portMessage.replace(/2$/, '3');
}

/** A fix of a half's seal. */
export function fixOf(of: Half, seq: number): object {
  const time = new Date(SEEN_AT + seq * MINUTE).toISOString();
  return { seq, time, lat: 0, lon: of.lon + 0.1, lock: 'locked' };
}

export function passageOf(of: Half, id: string): object {
  return {
    id: `${of.mark}-${id}`,
    time: new Date().toISOString(),
    direction: 'out',
    container: of.container,
    plate: of.plate,
  };
}
