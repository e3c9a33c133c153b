import { ACTS_FOR_CARRIERS } from '@haidang/domain';
import {
  alarmSeen,
  CASE_SEEN,
  OWNER_FUNCTIONS,
  SEALS_SEEN,
  TRANSITS_SEEN,
  VIEWS,
} from './owner-functions.js';
import type { LoginRole } from './roles.js';
import {
  ACTS,
  AUDITS,
  ADMINISTERS,
  covers,
  DECIDES,
  DRAWS_MAP,
  HOLDS,
  OF_CUSTOMS,
  OPEN_ZONE,
  ownPlace,
  ownSeal,
  REPORTS,
  SEES_ALL,
  sees,
  SIGHT_FUNCTIONS,
  SIGNED_IN,
  TRAINS,
} from './sight.js';

/** A right on a table, or on some columns of it: `select`, `update (name, role)`. */
export type Right = string;

/** Which rows the serving role may read, as SQL over the row's columns, and which of them it may write; none: it only reads. */
export interface Rows {
  readonly see: string;
  readonly write?: string;
  /** What is entered need not be seen by who enters it. */
  readonly blind?: true;
}

export interface TableAccess extends Readonly<Partial<Record<LoginRole, readonly Right[]>>> {
  /** Of the serving role; the others' rights hold for all rows. A table that serves has them, a series never. */
  readonly rows?: Rows;
}

const ALL = ['select', 'insert', 'update', 'delete'] as const;
const READ = ['select'] as const;
const APPEND = ['select', 'insert'] as const;

/** Limits that a drive is judged by. */
const READS_LIMITS = `${SEES_ALL} or ${OF_CUSTOMS} or ${ADMINISTERS}`;

/** Belongs to a transit that is seen, or, where it tells of its way, followed. */
const ofSeen = (id: string) => `(${SEES_ALL} or sees_transit(${id}))`;
/** The same of what is read several rows a transit: the policy of transits, asked within the statement, costs a fifth of a function's own look. */
const ofSeenOften = (id: string) => `(${SEES_ALL} or exists (select from transits t where t.id = ${id}))`;
const ofFollowed = (id: string) => `(${SEES_ALL} or follows_transit(${id}))`;

/** Names a transit that is seen. */
const ofTransit = `(transit_id is not null and ${ofSeen('transit_id')})`;

/** Of a facility of one's own. */
const ofPlace = `(${SEES_ALL} or ${ownPlace('facility_id')})`;

const ofAlarm = 'exists (select from alarms a where a.id = alarm_id)';
const ofCase = 'sees_case(case_id)';
const TRAINED = `trainee_id::text = (select scope_person())`;
const NOT_CARRIER = `(select scope_role()) <> 'carrier'`;

/**
 * Every table of the database and who may do what with it. What is not here nobody but the owner may touch; a table without an entry fails
 * a test. Applied after the migrations at every start (apply.ts).
 */
export const TABLES: Readonly<Record<string, TableAccess>> = {
  // The register. Places and the authorities are no secret to who is signed in; who else carries goods is, to a carrier
  organisations: {
    ingest: READ,
    serve: ALL,
    // the first administrator's centre; whom a device is issued to is held meanwhile
    identity: ['select', 'insert', 'update (name)'],
    rows: {
      see: `${SIGNED_IN} and ((select scope_role()) <> 'carrier' or kind <> 'carrier' or ${covers('id')})`,
      write: `${ADMINISTERS} and (${covers('id')} or ${covers('parent_id')})`,
    },
  },
  // when an office works, and how long its deadlines are, is no secret
  calendars: {
    ingest: READ,
    serve: ['select', 'insert', 'update'],
    rows: { see: SIGNED_IN, write: `${ADMINISTERS} and ${covers('organisation_id')}` },
  },
  deadline_terms: {
    ingest: READ,
    serve: ['select', 'insert', 'update'],
    rows: { see: SIGNED_IN, write: `${ADMINISTERS} and ${covers('organisation_id')}` },
  },
  // the cards that open seals: of the office itself, the centre and the administrator, through facilities_seen
  facilities: {
    ingest: READ,
    serve: [
      'select (id, name, kind, locode, customs_code, lat, lon, organisation_id, operator_id, confirms, offline)',
      'insert',
      'update',
      'delete',
    ],
    identity: READ,
    rows: { see: SIGNED_IN, write: `${ADMINISTERS} and ${covers('organisation_id')}` },
  },
  gates: {
    ingest: READ,
    serve: ALL,
    identity: ['select', 'update (name)'],
    rows: {
      see: `${SEES_ALL} or ${ADMINISTERS} or ${ownPlace('facility_id')}`,
      write: `${ADMINISTERS} and exists (select from facilities f where f.id = facility_id and ${covers('f.organisation_id')})`,
    },
  },
  cameras: {
    ingest: READ,
    serve: ALL,
    rows: {
      see: `${SEES_ALL} or ${ADMINISTERS} or exists (select from gates g where g.id = gate_id and ${ownPlace('g.facility_id')})`,
      write: `${ADMINISTERS} and exists (
        select from gates g join facilities f on f.id = g.facility_id where g.id = gate_id and ${covers('f.organisation_id')})`,
    },
  },
  zones: {
    ingest: READ,
    serve: ALL,
    rows: {
      see: `${OF_CUSTOMS} or ${ADMINISTERS} or (${SIGNED_IN} and ${OPEN_ZONE('zones')})`,
      write: `${DRAWS_MAP} and (select scope_is_national())`,
    },
  },
  // the limits that a drive is judged by: of customs and the administrator, through routes_seen
  routes: {
    ingest: READ,
    serve: ['select (id, name, from_id, to_id, legs)', 'insert', 'update', 'delete'],
    rows: { see: SIGNED_IN, write: `${DRAWS_MAP} and (select scope_is_national())` },
  },
  // the road holds a seal's row while it writes of it; the one column it may update is the database's own and cannot be set
  seals: {
    ingest: ['select', 'update (key)'],
    serve: ALL,
    identity: ['select', 'update (key)'],
    rows: {
      see: `${SEES_ALL} or ${ADMINISTERS} or ${ownSeal('organisation_id')} or follows_seal(id)`,
      write: `${ADMINISTERS} and ${covers('organisation_id')}`,
    },
  },

  // Transits and what belongs to one
  transits: {
    ingest: ['select', 'update'],
    serve: ['select', 'insert', 'update'],
    rows: { see: sees('transits'), write: ACTS },
  },
  transit_containers: {
    ingest: READ,
    serve: ALL,
    rows: { see: ofSeenOften('transit_id'), write: ACTS },
  },
  // which seals closed its containers before; what their watches found is the road's to say
  past_seals: {
    ingest: ['select', 'update (findings)'],
    serve: APPEND,
    rows: { see: ofSeen('transit_id'), write: ACTS },
  },
  transit_exceptions: {
    ingest: READ,
    serve: ['select', 'insert', 'update'],
    rows: { see: ofSeen('transit_id'), write: ACTS },
  },
  transit_steps: { ingest: APPEND, serve: APPEND, rows: { see: ofSeenOften('transit_id'), write: ACTS } },
  transit_journeys: {
    ingest: ['select', 'insert', 'update'],
    serve: ['select', 'update'],
    rows: { see: ofFollowed('transit_id'), write: ACTS },
  },
  // what gates saw of it: the road's own, told through the journey
  gate_witnesses: { ingest: ALL },
  journey_notes: { ingest: APPEND, serve: READ, rows: { see: ofFollowed('transit_id') } },

  // The desk
  alarms: {
    ingest: ['select', 'insert', 'update'],
    serve: ['select', 'update'],
    rows: { see: alarmSeen('alarms'), write: ACTS },
  },

  // who may be sent is no secret among customs; the office of the facility keeps it
  patrols: {
    serve: ['select', 'insert', 'update'],
    rows: { see: `${SEES_ALL} or ${OF_CUSTOMS} or ${ADMINISTERS}`, write: `${DECIDES} and ${ofPlace}` },
  },
  dispatches: {
    serve: ['select', 'insert', 'update'],
    rows: { see: ofAlarm, write: `${DECIDES} and ${ofAlarm}` },
  },

  // what a shift hands to the next, of each organisation's own; whoever is above it reads it
  handovers: {
    serve: ['select', 'insert', 'update'],
    rows: {
      see: `${SEES_ALL} or (${OF_CUSTOMS} and ${covers('organisation_id')})`,
      write: `${DECIDES} and ${covers('organisation_id')}`,
    },
  },

  // Answers of writes that may be repeated: each to whoever got it
  idempotency_keys: {
    ingest: ['select', 'delete'],
    serve: APPEND,
    rows: { see: `split_part(call, ' ', 1) = (select scope_person())`, write: 'true' },
  },
  // the live feed is owed what a person changed; nobody reads it but the road
  outbox: {
    ingest: ALL,
    serve: ['insert'],
    rows: {
      see: 'false',
      // and a port is owed what customs says to it, a gate what an officer decides
      write: `(channel = 'live' and (${ACTS} or (topic in ('notice', 'case', 'outage') and ${REPORTS}))) or (channel = 'mqtt' and ${DECIDES}
        and topic ~ '^haidang/v1/(facilities/[^/]+/notices|gates/[^/]+/decisions)$')`,
      blind: true,
    },
  },
  passage_keys: {
    ingest: APPEND,
    serve: READ,
    rows: {
      see: `${SEES_ALL} or exists (select from gates g where g.id = gate_id and ${ownPlace('g.facility_id')})`,
    },
  },

  // Papers of customs, and what a port reports: of the facility they are about. The road uses up what it lets pass
  declarations: {
    ingest: READ,
    serve: ['select', 'insert', 'update'],
    rows: {
      see: `${SEES_ALL} or (${OF_CUSTOMS} and ${covers('office_id')})
        or exists (select from eligibilities e where e.declaration = number)
        or exists (select from expected_containers x where x.declaration = number)`,
      write: `${DECIDES} and ${covers('office_id')}`,
    },
  },
  manifests: {
    ingest: READ,
    serve: ['select', 'insert', 'update'],
    rows: { see: ofPlace, write: `${DECIDES} and ${ofPlace}` },
  },
  // what a vessel took: a later version of its manifest replaces it
  loaded_containers: { ingest: READ, serve: ALL, rows: { see: ofPlace, write: `${DECIDES} and ${ofPlace}` } },
  expected_containers: {
    ingest: ['select', 'insert', 'update'],
    serve: ['select', 'insert', 'update'],
    rows: { see: ofPlace, write: `${REPORTS} and ${ofPlace}` },
  },
  eligibilities: {
    ingest: ['select', 'update'],
    serve: ['select', 'insert', 'update'],
    rows: { see: ofPlace, write: `${DECIDES} and ${ofPlace}` },
  },
  stays: {
    ingest: ['select', 'insert', 'update'],
    serve: ['select', 'insert', 'update'],
    rows: { see: ofPlace, write: `${REPORTS} and ${ofPlace}` },
  },
  notices: {
    ingest: ['select', 'insert', 'update'],
    serve: ['select', 'insert', 'update'],
    rows: { see: ofPlace, write: `${REPORTS} and ${ofPlace}` },
  },
  port_messages: {
    ingest: ['select', 'insert', 'update'],
    serve: ['select', 'insert', 'update'],
    rows: { see: ofPlace, write: `${REPORTS} and ${ofPlace}` },
  },
  // as it came, whole: to whose all of it is, and to the organisation that sent it
  port_submissions: {
    ingest: APPEND,
    serve: APPEND,
    rows: {
      see: `${SEES_ALL} or (${REPORTS} and ${covers('party')})
        or (facilities <> '{}' and facilities <@ (select scope_places())::text[])`,
      write: `${REPORTS} and ${covers('party')}`,
    },
  },
  // calls of organisations' systems, as they came
  signed_calls: {
    serve: APPEND,
    rows: {
      see: `${SEES_ALL} or (${REPORTS} and ${covers('organisation_id')})`,
      write: `${REPORTS} and ${covers('organisation_id')}`,
    },
  },
  // by which certificates who signs is no secret
  signing_certificates: {
    ingest: READ,
    serve: ['select', 'insert', 'update'],
    rows: { see: SIGNED_IN, write: `${ADMINISTERS} and ${covers('organisation_id')}` },
  },
  passage_overrides: {
    ingest: READ,
    serve: APPEND,
    rows: {
      see: `${SEES_ALL} or exists (select from gates g where g.id = gate_id and ${ownPlace('g.facility_id')})`,
      write: `${DECIDES} and exists (select from gates g where g.id = gate_id and (${SEES_ALL} or ${ownPlace('g.facility_id')}))`,
    },
  },

  // Pictures and papers that prove something: of the facility they are about, or of a transit. Cameras' come by the road; the owner deletes what is expired
  evidence: {
    ingest: APPEND,
    serve: APPEND,
    rows: {
      see: `${ofPlace} or ${ofTransit}`,
      write: `(${REPORTS} and ${ofPlace}) or (${ACTS} and ${ofTransit})`,
    },
  },

  // What does not agree: of the facility, its office and the offices of the transit; whoever carries it is told what was decided
  cases: {
    ingest: ['select', 'insert'],
    serve: ['select', 'insert', 'update'],
    rows: {
      see: CASE_SEEN,
      write: `${ofPlace} and (${DECIDES} or (${REPORTS} and state = 'open'))`,
    },
  },
  case_acts: {
    ingest: ['insert'],
    serve: APPEND,
    rows: {
      see: `${ofCase} and (${NOT_CARRIER} or what in (${ACTS_FOR_CARRIERS.map((act) => `'${act}'`).join(', ')}))`,
      write: `${REPORTS} and ${ofCase}`,
    },
  },
  case_evidence: {
    serve: APPEND,
    rows: { see: `${ofCase} and ${NOT_CARRIER}`, write: `${REPORTS} and ${ofCase}` },
  },

  // By which numbers doubt is added up: an administrator of the whole country's
  doubt_settings: {
    serve: ['select', 'insert', 'update'],
    rows: { see: SIGNED_IN, write: `${ADMINISTERS} and (select scope_is_national())` },
  },

  // When the line was down, and what was entered from paper: the road enters it, as it does passages
  outages: {
    ingest: READ,
    serve: ['select', 'insert', 'update'],
    rows: { see: ofPlace, write: `${REPORTS} and ${ofPlace}` },
  },
  paper_imports: { ingest: APPEND, serve: READ, rows: { see: ofPlace } },
  paper_entries: { ingest: APPEND, serve: READ, rows: { see: ofPlace } },

  // What gatehouses decided without a network and told afterwards: the road enters it, as it does passages
  offline_passages: { ingest: APPEND, serve: READ, rows: { see: ofPlace } },

  // The log: series, no grant for the serving role (owner-functions.ts)
  fixes: { ingest: APPEND },
  passages: { ingest: APPEND },
  alarm_history: { ingest: APPEND },
  quarantine: { ingest: APPEND },

  // Counted from the log by the road; served by functions of the owner
  passage_days: { ingest: ALL },
  passage_days_due: { ingest: ALL },

  // The road's own
  contested_fixes: { ingest: ALL },
  seal_states: { ingest: ALL },
  seal_reception: { ingest: ALL },
  milestones: { ingest: ALL },
  revisions_due: { ingest: ALL },
  watch_ticks: { ingest: APPEND },
  stands: { ingest: ALL },
  plan_changes: { ingest: ['select', 'delete'] },
  settings: { ingest: ['select', 'insert', 'update'] },

  // People. What proves who they are is read by identity alone; an administrator sets it and cannot read it
  users: {
    serve: [
      `select (id, username, name, role, organisation_id, password_set_at, must_change, totp_since, demo, disabled_at, created_at,
        signed_in_at)`,
      'insert',
      'update',
    ],
    identity: ['select', 'insert', 'update'],
    rows: {
      see: `id::text = (select scope_person()) or (${ADMINISTERS} and ${covers('organisation_id')})`,
      write: ADMINISTERS,
    },
  },
  sessions: {
    serve: ['select (id, user_id, how, created_at, used_at, expires_at, address, agent)', 'delete'],
    identity: ALL,
    rows: {
      see: `user_id::text = (select scope_person()) or (${ADMINISTERS} and exists (
        select from users u where u.id = user_id and ${covers('u.organisation_id')}))`,
      write: SIGNED_IN,
    },
  },
  // Devices. At each CONNECT identity reads what proves them; an administrator sets it and cannot read it; only the command line, as the
  // owner, removes one
  devices: {
    identity: ['select', 'insert', 'update'],
    serve: APPEND,
    rows: {
      see: `${ADMINISTERS} and (${covers('organisation_id')}
        or exists (select from seals s where s.id = seal_id and ${covers('s.organisation_id')})
        or exists (select from gates g join facilities f on f.id = g.facility_id where ${covers('f.organisation_id')} and (g.id = devices.gate_id
          or exists (select from cameras c where c.id = devices.name and devices.kind = 'camera' and c.gate_id = g.id))))`,
      write: ADMINISTERS,
    },
  },
  credentials: {
    identity: ['select', 'insert', 'update'],
    serve: [
      'select (id, device, method, issued_at, used_at, ends_at, replaced_by, revoked_at, revoked_for)',
      'insert',
      'update (ends_at, replaced_by, revoked_at, revoked_for)',
    ],
    rows: { see: 'exists (select from devices d where d.name = device)', write: ADMINISTERS },
  },
  recovery_codes: { identity: ALL },
  directory_links: { identity: ALL },
  sign_in_failures: { identity: ALL },
  known_places: { identity: ALL },

  // Who was trained and how well: of the trainee, of those who lead them, and of the auditor. The road ends what a stop of the platform ended
  training_sessions: {
    ingest: ['select', 'update'],
    serve: ['select', 'insert', 'update'],
    rows: {
      see: `${AUDITS} or ${TRAINED} or (${TRAINS} and ${covers('organisation_id')})`,
      write: `${TRAINED} or (${TRAINS} and ${covers('organisation_id')})`,
    },
  },

  // The ledger. Whoever acts enters it here and changes nothing; the road chains what was entered, and the triggers see to it that nothing
  // leaves but into the chain. An auditor reads
  ledger_inbox: {
    ingest: ['select', 'insert', 'delete'],
    serve: APPEND,
    identity: ['insert'],
    rows: { see: AUDITS, write: SIGNED_IN, blind: true },
  },
  ledger: { ingest: APPEND, serve: READ, rows: { see: AUDITS } },
  ledger_data: { ingest: APPEND, serve: READ, rows: { see: AUDITS } },
  // public as they are named, and part of a proof that anyone may hold
  ledger_keys: { ingest: APPEND, serve: READ, rows: { see: SIGNED_IN } },
  ledger_checkpoints: { ingest: APPEND, serve: READ, rows: { see: AUDITS } },

  // Legal holds are the centre's; the owner, who drops what is expired, asks what they keep
  holds: { serve: ['select', 'insert', 'update'], rows: { see: SEES_ALL, write: HOLDS } },
  hold_targets: { serve: APPEND, rows: { see: SEES_ALL, write: HOLDS } },

  // what a role sees from a place, remembered; the owner's functions alone ask
  register_version: {},
  scope_memos: {},

  schema_migrations: {},
  schema_access: {},
};

/** Views of the migrations that only the owner asks. */
export const OWNERS_VIEWS: readonly string[] = [
  'standing_hold_targets',
  'held_transits',
  'held_seals',
  'held_containers',
  'held_alarms',
  'held_cases',
];

/** A view of the owner's, and who reads it. */
interface Seen {
  readonly sql: string;
  readonly to: readonly LoginRole[];
  /** A column that is worked out and so cannot be written: the right to update it is the right to hold a row (`for update`), and no more. */
  readonly holdBy?: string;
  /**
   * Planned as a part of the statement that asks, with its order and limit: of a barrier the whole would be read. Its conditions may then run before those of the
   * scope, and so must be the code's own.
   */
  readonly flat?: true;
}

/** What is read through the owner's eyes, and by whom. */
export const SEEN: Readonly<Record<string, Seen>> = {
  ...Object.fromEntries(Object.entries(VIEWS).map(([name, sql]) => [name, { sql, to: ['serve'] as const }])),
  transits_seen: { sql: TRANSITS_SEEN, to: ['serve', 'ingest'], flat: true },
  seals_seen: { sql: SEALS_SEEN, to: ['serve'], flat: true },
  facilities_seen: {
    sql: `select f.id, f.name, f.kind, f.locode, f.customs_code, f.lat, f.lon, f.organisation_id, f.operator_id, f.confirms, f.offline,
      case when ${SEES_ALL} or ${ADMINISTERS} or (${OF_CUSTOMS} and ${ownPlace('f.id')}) then f.cards end as cards
      from facilities f where ${SEES_ALL} or ${SIGNED_IN}`,
    to: ['serve'],
    holdBy: 'cards',
  },
  routes_seen: {
    sql: `select r.id, r.name, r.from_id, r.to_id, r.legs, case when ${READS_LIMITS} then r.rules end as rules
      from routes r where ${SEES_ALL} or ${SIGNED_IN}`,
    to: ['serve'],
    holdBy: 'rules',
  },
};

/** The page's own functions in the order in which they are made. */
export const FUNCTIONS: readonly string[] = [...SIGHT_FUNCTIONS, ...OWNER_FUNCTIONS];

/** Who may call what; a function that is not here nobody but the owner may call, triggers' functions among them. */
export const CALLS: Readonly<Record<string, readonly LoginRole[]>> = {
  enter_scope: ['serve'],
  work_out_scope: [],
  scope_person: ['serve'],
  // the road asks them within a view, where they say that it acts in nobody's name
  scope_role: ['serve', 'ingest'],
  scope_sees_all: ['serve', 'ingest'],
  scope_places: ['serve', 'ingest'],
  scope_carriers: ['serve', 'ingest'],
  scope_owners: ['serve'],
  scope_organisations: ['serve'],
  scope_is_national: ['serve'],
  sees_transit: ['serve'],
  follows_transit: ['serve'],
  follows_seal: ['serve'],
  sees_passage: ['serve'],
  sees_alarm: ['serve'],
  sees_case: ['serve'],
  serve_track: ['serve'],
  serve_newest_fixes: ['serve'],
  serve_contested: ['serve'],
  serve_timeline: ['serve'],
  seal_has_fixes: ['serve'],
  busy_patrols: ['serve'],
  record_alarm_act: ['serve'],
  end_alarms_of_transit: ['ingest', 'serve'],
  owe_transit_revision: ['ingest', 'serve'],
  hand_on_unsealed: ['serve'],
  owe_alarm_revision: ['serve'],
  doubtful_passages: ['serve'],
  true_alarms: ['serve'],
  follow_alarm_by_case: ['ingest', 'serve'],
  use_up_eligibility: ['ingest', 'serve'],
  papers_changed: ['ingest', 'serve'],
  stands_elsewhere: ['ingest', 'serve'],
  ledger_of_transit: ['serve'],
  last_ledger_checkpoint: ['serve'],
  ledger_checkpoints_over: ['serve'],
  count_passages: ['serve'],
  gates_heard: ['serve'],
  seal_windows: [],
  note_plan_change: [],
  note_passage_day: [],
  bump_register_version: [],
  desk_people: ['serve'],
};

/** Functions of the migrations' triggers that write where those who fire them may not. */
export const AS_OWNER: readonly string[] = ['note_plan_change', 'note_passage_day', 'bump_register_version'];
