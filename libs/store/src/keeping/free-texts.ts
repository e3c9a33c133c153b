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
const HELD_CASE = `coalesce(${HELD_TRANSIT}, false) or coalesce(${HELD_ALARM}, false) or coalesce(${HELD_CONTAINER}, false)`;
const HELD_ACT = `case_id in (select id from cases where ${HELD_CASE})`;
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
  ...of('outages', `'outage ' || id`, FREE, 'reason', 'end_note'),
  ...of('paper_entries', `'sheet ' || sheet`, HELD_CONTAINER, 'note'),
  ...of('offline_passages', `'passage ' || passage_id`, HELD_CONTAINER, 'said'),
  ...of('passage_overrides', `'passage ' || passage_id`, FREE, 'reason'),
  ...of('eligibilities', `'eligibility ' || id`, HELD_CONTAINER, 'reason'),
  ...of('port_messages', `'port message ' || id`, HELD_CONTAINER, 'decision_reason'),
  ...of(
    'handovers',
    `'handover ' || id`,
    FREE,
    'remark',
    'notes',
    'picture',
    'given_changes',
    'taken_changes',
  ),
  ...of('holds', `'hold ' || id`, 'lifted_at is null', 'reason', 'lift_reason'),
  ...of('credentials', `'device ' || device`, FREE, 'revoked_for'),
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
