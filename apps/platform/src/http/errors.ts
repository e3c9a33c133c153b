import type { FieldErrorCode, FieldProblem } from '@haidang/contract';
import type { QuarantineReason } from '@haidang/domain';

interface ErrorKind {
  /** HTTP status code. */
  readonly status: number;
  /** One sentence that does not change from one occurrence to the next (RFC 9457, section 3.1.3). */
  readonly title: string;
}

/** A message refused by REST names the code under which the same message by MQTT is quarantined. */
const REJECTIONS = {
  protocol_error: { status: 400, title: 'The message breaks its protocol.' },
  bad_topic: { status: 400, title: 'The platform takes nothing on this topic.' },
  unknown_seal: { status: 422, title: 'The seal is not in the register.' },
  unknown_gate: { status: 404, title: 'The gate is not in the register.' },
  unknown_camera: { status: 404, title: 'The camera is not in the register.' },
  not_json: { status: 400, title: 'The body is not JSON.' },
  not_xml: { status: 400, title: 'The message is not XML of the kind that is taken.' },
  not_utf8: { status: 400, title: 'The body is not UTF-8.' },
  too_large: { status: 413, title: 'The message is larger than a message may be.' },
  empty_backlog: { status: 400, title: 'The backlog is empty.' },
  backlog_too_long: { status: 400, title: 'The backlog holds too many fixes.' },
  bad_field: { status: 400, title: 'A field has a wrong value.' },
  missing_field: { status: 400, title: 'A required field is missing.' },
  position_incomplete: { status: 400, title: 'A position needs both lat and lon.' },
  time_ahead: { status: 422, title: "The time lies ahead of the platform's clock." },
  time_before_2020: { status: 422, title: 'The time lies before 2020.' },
  time_dropped: { status: 422, title: 'The time lies before what the store still keeps.' },
  conflict: { status: 409, title: 'The same identity was taken before with other content.' },
  unstorable: { status: 422, title: 'The database refused the content.' },
  wrong_sender: { status: 403, title: 'The sender spoke in the name of another.' },
  bad_credentials: { status: 401, title: 'A device could not prove who it is.' },
  unknown_notice: { status: 404, title: 'The facility has no such notice.' },
} as const satisfies Record<QuarantineReason, ErrorKind>;

/** Every error of the API by its stable code. The list only ever grows; docs/errors.md explains each. */
export const API_ERRORS = {
  invalid_request: { status: 400, title: 'The request is not of the form this call takes.' },
  route_unknown: { status: 404, title: 'There is nothing at this address.' },
  method_not_allowed: { status: 405, title: 'This address does not take this method.' },
  not_acceptable: { status: 406, title: 'The call cannot answer in any of the types asked for.' },
  body_too_large: { status: 413, title: 'The body is larger than this call takes.' },
  unsupported_media_type: { status: 415, title: 'The call does not take a body of this type.' },
  not_signed_in: { status: 401, title: 'The call needs somebody who is signed in.' },
  sign_in_refused: { status: 401, title: 'No such user, or another password.' },
  second_factor_needed: { status: 401, title: 'A code of the second factor is wanted as well.' },
  second_factor_wrong: { status: 403, title: 'The code of the second factor is wrong, or was used before.' },
  second_factor_enrolled: { status: 409, title: 'There is a second factor already.' },
  too_many_attempts: { status: 429, title: 'It was tried too often; wait.' },
  session_not_found: { status: 404, title: 'There is no such session.' },
  unknown_user: { status: 403, title: 'The directory knows them, and nobody has given them access.' },
  directory_refused: { status: 403, title: 'The sign-in by the directory came to nothing.' },
  last_administrator: { status: 409, title: 'Nobody would be left who can give access.' },
  role_elsewhere: { status: 422, title: 'The role has no place in an organisation of this kind.' },
  user_not_found: { status: 404, title: 'There is no such user.' },
  device_not_found: { status: 404, title: 'There is no such device.' },
  credential_refused: { status: 422, title: 'These credentials cannot be issued; nothing was.' },
  password_refused: { status: 403, title: 'The present password is another.' },
  password_known: { status: 422, title: 'The password is one of those that are tried first.' },
  cross_site: { status: 403, title: "The request comes from another site's page." },
  password_change_required: { status: 403, title: 'The password must be changed before anything else.' },
  second_factor_required: { status: 403, title: 'A second factor must be enrolled before anything else.' },
  headers_too_large: { status: 431, title: 'The headers are larger than a request may have.' },
  not_http: { status: 400, title: 'What came is no HTTP request.' },
  forbidden: { status: 403, title: 'The call, or what it would change, is not for who is signed in.' },
  organisation_not_found: { status: 404, title: 'There is no such organisation.' },
  facility_not_found: { status: 404, title: 'There is no such facility.' },
  gate_not_found: { status: 404, title: 'There is no such gate.' },
  camera_not_found: { status: 404, title: 'There is no such camera.' },
  passage_not_found: { status: 404, title: 'The gate has no such passage.' },
  papers_changed: { status: 409, title: 'The papers have changed meanwhile; look again.' },
  zone_not_found: { status: 404, title: 'There is no such zone.' },
  route_not_found: { status: 404, title: 'There is no such route.' },
  seal_not_found: { status: 404, title: 'There is no such seal.' },
  transit_not_found: { status: 404, title: 'There is no such transit.' },
  exception_not_found: { status: 404, title: 'The transit has no such exception.' },
  patrol_not_found: { status: 404, title: 'There is no such patrol.' },
  dispatch_not_found: { status: 404, title: 'Nobody was sent by this id.' },
  handover_not_found: { status: 404, title: 'There is no such note of a shift.' },
  handover_changed: { status: 409, title: 'The note is not any more what was seen of it.' },
  own_handover: { status: 403, title: 'Nobody takes over a shift from themselves.' },
  other_shift: { status: 403, title: "The shift is another organisation's." },
  training_not_found: { status: 404, title: 'There is no such training session.' },
  alarm_not_found: { status: 404, title: 'There is no such alarm.' },
  container_not_found: { status: 404, title: 'No transit, no paper and no passage knows this container.' },
  declaration_not_found: { status: 404, title: 'There is no such declaration.' },
  manifest_not_found: { status: 404, title: 'There is no such manifest.' },
  eligibility_not_found: { status: 404, title: 'There is no such eligibility.' },
  notice_not_found: { status: 404, title: 'There is no such notice.' },
  quarantine_not_found: { status: 404, title: 'There is no such quarantined message.' },
  case_not_found: { status: 404, title: 'There is no such case.' },
  outage_not_found: { status: 404, title: 'There is no such outage.' },
  paper_import_not_found: { status: 404, title: 'There is no such import of paper forms.' },
  hold_not_found: { status: 404, title: 'There is no such hold.' },
  person_not_found: { status: 404, title: 'There is no such person.' },
  port_message_not_found: { status: 404, title: 'There is no such port message.' },
  own_message: { status: 403, title: 'Nobody decides on what they sent themselves.' },
  other_asker: { status: 403, title: 'Only who asked for it withdraws it.' },
  not_edifact: { status: 400, title: 'The body is no UN/EDIFACT interchange.' },
  signature_missing: {
    status: 403,
    title: 'The organisation signs its messages, and this one is not signed.',
  },
  signature_invalid: { status: 403, title: 'The signature does not hold.' },
  signed_call_not_found: { status: 404, title: 'There is no such signed call.' },
  certificate_not_found: { status: 404, title: 'There is no such certificate.' },
  evidence_not_found: { status: 404, title: 'There is no such evidence.' },
  evidence_damaged: { status: 500, title: 'The content is not what was stored.' },
  content_refused: { status: 422, title: 'The content is no whole JPEG, PNG, WebP or PDF.' },
  storage_full: { status: 507, title: 'There is no room to store it.' },
  under_hold: { status: 409, title: 'A legal hold keeps what this would delete.' },
  ledger_entry_not_found: { status: 404, title: 'There is no such entry in the ledger.' },
  ledger_not_signed: { status: 409, title: 'No signed checkpoint is over the entry yet.' },
  already_exists: { status: 409, title: 'There is one with this id or number already.' },
  changed_meanwhile: { status: 412, title: 'Somebody has changed it since it was read; look again.' },
  in_use: { status: 409, title: 'Something else still refers to it.' },
  reference_unknown: { status: 422, title: 'The request refers to something that is not in the register.' },
  wrong_state: { status: 409, title: 'Its state does not permit this.' },
  seal_in_use: { status: 409, title: 'The seal closes a container of another transit under way.' },
  not_sealed: { status: 409, title: 'A container of the transit has no seal.' },
  alarm_changed: { status: 409, title: 'The evidence has changed since the revision that was acted on.' },
  alarm_acted_on: { status: 409, title: 'Somebody has acted on the alarm meanwhile.' },
  transit_changed: { status: 409, title: 'The transit has moved on since the revision that was acted on.' },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key came before with another body.' },
  call_left: { status: 499, title: 'The caller left before the work was done; nothing was changed.' },
  idempotency_in_progress: { status: 409, title: 'The call with this Idempotency-Key is still running.' },
  internal: { status: 500, title: 'The platform failed; the failure is in its log.' },
  unavailable: { status: 503, title: 'The platform cannot answer now; try again.' },
  ...REJECTIONS,
} as const satisfies Record<string, ErrorKind>;

export type ApiErrorCode = keyof typeof API_ERRORS;

/** One wrong field: its path in the body, the query or the address (`containers.1.sealId`), and what is wrong with it. */
export interface FieldError extends FieldProblem {
  readonly code?: FieldErrorCode | ApiErrorCode;
}

export interface ApiErrorParts {
  readonly errors?: readonly FieldError[];
  /** Extension members of the problem details (RFC 9457, section 3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A call is refused. Whoever throws it picks the code; the problem filter writes the answer. */
export class ApiError extends Error {
  readonly errors: readonly FieldError[] | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  /** @param detail what is particular to this occurrence, for a person; nothing of the platform's inside */
  constructor(
    readonly code: ApiErrorCode,
    readonly detail?: string,
    parts: ApiErrorParts = {},
  ) {
    super(detail ?? API_ERRORS[code].title, { cause: parts.cause });
    this.name = 'ApiError';
    this.errors = parts.errors;
    this.members = parts.members ?? {};
  }

  get status(): number {
    return API_ERRORS[this.code].status;
  }
}
