/** A column in which people write what they like: anybody's name may stand there. */
export interface FreeText {
  readonly table: string;
  /** Text, or JSON in whose texts the name may stand. */
  readonly column: string;
  /** SQL: what the row belongs to, as an administrator finds it. */
  readonly of: string;
  /** SQL: whether a hold keeps the row. */
  readonly held: string;
}

const HELD_TRANSIT = 'transit_id in (select id from held_transits)';
const HELD_ALARM = 'alarm_id in (select id from held_alarms)';
const HELD_CONTAINER = 'container in (select number from held_containers)';
const HELD_CASE = 'id in (select id from held_cases)';
const HELD_ACT = 'case_id in (select id from held_cases)';
const HELD_PASSAGE = `exists (select from passages p join held_containers h on h.number = p.container
  where p.gate_id = passage_overrides.gate_id and p.id = passage_overrides.passage_id)`;
const HELD_OUTAGE = `id in (select i.outage_id from paper_imports i join paper_entries e on e.import_id = i.id
  join held_containers h on h.number = e.container)`;
const HELD_HANDOVER = `exists (select from held_alarms h
  where picture -> 'items' @> jsonb_build_array(jsonb_build_object('key', 'alarm/' || h.id)))`;
const HELD_DEVICE = `device in (select d.name from devices d join seals s on s.id = d.seal_id join held_seals h on h.key = s.key)`;
/** It belongs to nothing that a hold can name. */
const FREE = 'false';

/** Every one of them: a test looks for columns that sound like it and are not here. */
export const FREE_TEXTS: readonly FreeText[] = [
  ...of('transit_steps', `'transit ' || transit_id`, HELD_TRANSIT, 'reason'),
  ...of(
    'transit_exceptions',
    `'transit ' || transit_id`,
    HELD_TRANSIT,
    'reason',
    'decision',
    'fields',
    'was',
    'is_now',
  ),
  ...of(
    'alarms',
    `'alarm ' || id`,
    'id in (select id from held_alarms)',
    'comments',
    'shelve_reason',
    'response',
    'why',
  ),
  ...of('alarm_history', `'alarm ' || alarm_id`, HELD_ALARM, 'data'),
  ...of('cases', `'case ' || id`, HELD_CASE, 'description', 'details', 'decision_reason', 'outcome_reason'),
  ...of('case_acts', `'case ' || case_id`, HELD_ACT, 'text', 'data'),
  ...of('dispatches', `'alarm ' || alarm_id`, HELD_ALARM, 'message', 'report'),
  ...of('outages', `'outage ' || id`, HELD_OUTAGE, 'reason', 'end_note'),
  ...of('paper_entries', `'sheet ' || sheet`, HELD_CONTAINER, 'note'),
  ...of('offline_passages', `'passage ' || passage_id`, HELD_CONTAINER, 'said'),
  ...of('passage_overrides', `'passage ' || passage_id`, HELD_PASSAGE, 'reason'),
  ...of('eligibilities', `'eligibility ' || id`, HELD_CONTAINER, 'reason'),
  ...of('port_messages', `'port message ' || id`, HELD_CONTAINER, 'decision_reason'),
  ...of(
    'handovers',
    `'handover ' || id`,
    HELD_HANDOVER,
    'remark',
    'notes',
    'picture',
    'given_changes',
    'taken_changes',
  ),
  ...of('holds', `'hold ' || id`, 'lifted_at is null', 'reason', 'lift_reason'),
  ...of('credentials', `'device ' || device`, HELD_DEVICE, 'revoked_for'),
  ...of('signing_certificates', `'certificate ' || id`, FREE, 'revoke_reason'),
  ...of('patrols', `'patrol ' || id`, FREE, 'contact'),
];

/** Columns that sound like free text and are none: codes of the platform's own, and what is deleted within days anyway. */
export const NO_FREE_TEXTS: readonly string[] = [
  'offline_passages.reasons',
  'quarantine.reason',
  'quarantine.detail',
  'port_submissions.reference',
];

function of(table: string, place: string, held: string, ...columns: readonly string[]): FreeText[] {
  return columns.map((column) => ({ table, column, of: place, held }));
}
