/** Why a message was not taken. The codes are public; the list only ever grows. */
export const QUARANTINE_REASONS = [
  'protocol_error',
  'bad_topic',
  'unknown_seal',
  'unknown_gate',
  'not_json',
  'not_utf8',
  'too_large',
  'empty_backlog',
  'backlog_too_long',
  'bad_field',
  'missing_field',
  'position_incomplete',
  'time_ahead',
  'time_before_2020',
  'time_dropped',
  'conflict',
  'unstorable',
  'wrong_sender',
  'bad_credentials',
  'unknown_notice',
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
