import type { ClientToServer, ServerToClient } from '@haidang/contract';
import {
  ACTS_ON_TRANSITS,
  CUSTOMS,
  DRAW_MAP,
  ROLES,
  SEE_ALARMS,
  SEE_CARGO,
  SEE_PASSAGES,
  TRAIN,
  type Role,
} from '@haidang/domain';

/** `anybody`: without a session, too; a device by its own credential, where the route is devices'. */
export type Who = 'anybody' | readonly Role[];

const SIGNED_IN = ROLES;
const CENTRE = ['centre_operator', 'shift_supervisor'] as const satisfies Role[];
/** Who sees what customs and ports tell each other. */
const SEE_PAPERS = [...CUSTOMS, 'port_operator', 'auditor'] as const satisfies Role[];
/** Who stands at gates, and who sets them up. */
const SEE_GATES = [...CUSTOMS, 'port_operator', 'auditor', 'administrator'] as const satisfies Role[];
const ADMINISTER = ['administrator'] as const satisfies Role[];

/** The five calls on one kind of thing in the register. */
function register(path: string, read: Who, write: Who): Record<string, Who> {
  return {
    [`GET /api/v1/${path}`]: read,
    [`GET /api/v1/${path}/:id`]: read,
    [`POST /api/v1/${path}`]: write,
    [`PATCH /api/v1/${path}/:id`]: write,
    [`DELETE /api/v1/${path}/:id`]: write,
  };
}

/**
 * Who may make which call: every route of the server has an entry, and one that has none is denied. On which things, the person's place
 * in the tree says ({@link Sight}, and the database's policies): what lies outside answers as if it were not there.
 */
export const CALLS: Readonly<Record<string, Who>> = {
  // Machines, and what a page needs before anybody is signed in
  'GET /health/live': 'anybody',
  'GET /health/ready': 'anybody',
  'GET /metrics': 'anybody',
  'GET /api/openapi.json': 'anybody',
  'GET /config.json': 'anybody',

  // Signing in, and one's own session
  'POST /api/v1/session': 'anybody',
  'GET /api/v1/session': SIGNED_IN,
  'GET /api/v1/session/who': 'anybody',
  'DELETE /api/v1/session': SIGNED_IN,
  'POST /api/v1/session/password': SIGNED_IN,
  'POST /api/v1/session/second-factor': SIGNED_IN,
  'POST /api/v1/session/second-factor/confirm': SIGNED_IN,
  'POST /api/v1/session/second-factor/remove': SIGNED_IN,
  'GET /api/v1/session/directory': 'anybody',
  'GET /api/v1/session/directory/callback': 'anybody',
  'GET /api/v1/session/directory/sign-out': 'anybody',
  'GET /api/v1/sessions': SIGNED_IN,
  'DELETE /api/v1/sessions/:id': SIGNED_IN,
  'GET /api/v1/demo/accounts': 'anybody',

  // People
  ...register('users', ADMINISTER, ADMINISTER),
  'POST /api/v1/users/:id/reset-password': ADMINISTER,
  'POST /api/v1/users/:id/reset-second-factor': ADMINISTER,

  // Devices and their credentials: of what the administrator's own tree owns
  'GET /api/v1/devices': ADMINISTER,
  'POST /api/v1/devices': ADMINISTER,
  'POST /api/v1/devices/import': ADMINISTER,
  'GET /api/v1/devices/:name': ADMINISTER,
  'POST /api/v1/devices/:name/rotate': ADMINISTER,
  'POST /api/v1/devices/:name/revoke': ADMINISTER,

  // The register
  ...register('organisations', SIGNED_IN, ADMINISTER),
  ...register('facilities', SIGNED_IN, ADMINISTER),
  ...register('gates', SIGNED_IN, ADMINISTER),
  ...register('cameras', SEE_GATES, ADMINISTER),
  'GET /api/v1/cameras/:id/health': SEE_GATES,
  ...register('zones', SIGNED_IN, DRAW_MAP),
  ...register('routes', SIGNED_IN, DRAW_MAP),
  // what a draft of one would raise: of transits whose alarms one may see, of which an administrator sees none
  'POST /api/v1/trials': [...SEE_ALARMS, 'administrator'],
  ...register('seals', SIGNED_IN, ADMINISTER),
  'GET /api/v1/seal-standings': SIGNED_IN,
  'GET /api/v1/seal-figures': SIGNED_IN,
  'GET /api/v1/seals/:id/track': SEE_CARGO,

  // Transits: a carrier registers its own and may change them until customs acts; officers take the steps, each at its own office
  'GET /api/v1/transits': SEE_CARGO,
  'GET /api/v1/transits/:id': SEE_CARGO,
  'GET /api/v1/transits/:id/timeline': SEE_CARGO,
  'GET /api/v1/transits/:id/track': SEE_CARGO,
  'GET /api/v1/transits/:id/dossier.pdf': SEE_CARGO,
  'POST /api/v1/transits': ACTS_ON_TRANSITS,
  'POST /api/v1/transits/import': ACTS_ON_TRANSITS,
  'PATCH /api/v1/transits/:id': ACTS_ON_TRANSITS,
  'POST /api/v1/transits/:id/seal': CUSTOMS,
  'POST /api/v1/transits/:id/approve': CUSTOMS,
  'POST /api/v1/transits/:id/depart': CUSTOMS,
  'POST /api/v1/transits/:id/arrive': CUSTOMS,
  'POST /api/v1/transits/:id/close': CUSTOMS,
  'POST /api/v1/transits/:id/cancel': CUSTOMS,
  // Exceptions on the way: whoever has to do with it asks, an officer of the office of departure decides
  'GET /api/v1/exceptions': SEE_CARGO,
  'GET /api/v1/transits/:id/exceptions': SEE_CARGO,
  'POST /api/v1/transits/:id/reroute': ACTS_ON_TRANSITS,
  'POST /api/v1/transits/:id/replace-seal': ACTS_ON_TRANSITS,
  'POST /api/v1/transits/:id/change-vehicle': ACTS_ON_TRANSITS,
  'POST /api/v1/transits/:id/split': ACTS_ON_TRANSITS,
  'POST /api/v1/transits/:id/end-early': ACTS_ON_TRANSITS,
  'POST /api/v1/transits/:id/incident': ACTS_ON_TRANSITS,
  'POST /api/v1/transits/:id/exceptions/:exceptionId/approve': CUSTOMS,
  'POST /api/v1/transits/:id/exceptions/:exceptionId/refuse': CUSTOMS,
  'POST /api/v1/transits/:id/exceptions/:exceptionId/withdraw': ACTS_ON_TRANSITS,
  'GET /api/v1/containers/:number': SEE_CARGO,

  // The desk
  'GET /api/v1/alarms': SEE_ALARMS,
  'GET /api/v1/alarms/:id': SEE_ALARMS,
  'GET /api/v1/alarms/:id/history': SEE_ALARMS,
  'POST /api/v1/alarms/:id/acknowledge': CUSTOMS,
  'POST /api/v1/alarms/:id/assign': CUSTOMS,
  'POST /api/v1/alarms/:id/comment': CUSTOMS,
  'POST /api/v1/alarms/:id/escalate': CUSTOMS,
  'POST /api/v1/alarms/:id/shelve': CUSTOMS,
  'POST /api/v1/alarms/:id/unshelve': CUSTOMS,
  'POST /api/v1/alarms/:id/resolve': CUSTOMS,
  'GET /api/v1/desk/people': CUSTOMS,
  'GET /api/v1/alarm-figures': SEE_ALARMS,
  'GET /api/v1/figures': SEE_ALARMS,
  // Who is sent there: each office keeps its own patrols
  'GET /api/v1/patrols': [...SEE_ALARMS, 'administrator'],
  'POST /api/v1/patrols': CUSTOMS,
  'PATCH /api/v1/patrols/:id': CUSTOMS,
  'GET /api/v1/alarms/:id/responders': CUSTOMS,
  'GET /api/v1/alarms/:id/whereabouts': SEE_ALARMS,
  'GET /api/v1/alarms/:id/dispatches': SEE_ALARMS,
  'POST /api/v1/alarms/:id/dispatch': CUSTOMS,
  'POST /api/v1/alarms/:id/dispatches/:dispatchId/report': CUSTOMS,

  // A shift hands over to the next: each organisation its own
  'GET /api/v1/handovers': SEE_ALARMS,
  'POST /api/v1/handovers': CUSTOMS,
  'GET /api/v1/handovers/:id': SEE_ALARMS,
  'PATCH /api/v1/handovers/:id': CUSTOMS,
  'POST /api/v1/handovers/:id/give': CUSTOMS,
  'POST /api/v1/handovers/:id/take': CUSTOMS,

  // Training in a sandbox: who leads people gives it to them, each works on their own, and an auditor reads what came of it
  'GET /api/v1/training/scenarios': [...CUSTOMS, 'administrator', 'auditor'],
  'GET /api/v1/training/people': TRAIN,
  'GET /api/v1/training': [...CUSTOMS, 'administrator', 'auditor'],
  'POST /api/v1/training': TRAIN,
  'GET /api/v1/training/:id': [...CUSTOMS, 'administrator', 'auditor'],
  'POST /api/v1/training/:id/begin': CUSTOMS,
  'POST /api/v1/training/:id/finish': CUSTOMS,
  'POST /api/v1/training/:id/stop': TRAIN,
  'GET /api/v1/training/:id/desk': CUSTOMS,
  'GET /api/v1/training/:id/world': CUSTOMS,
  'GET /api/v1/training/:id/seals/:sealId/track': CUSTOMS,
  'GET /api/v1/training/:id/alarms/:alarmId/file': CUSTOMS,
  'POST /api/v1/training/:id/alarms/:alarmId/act': CUSTOMS,

  // Gates
  'GET /api/v1/gates/:id/passages': SEE_PASSAGES,
  'GET /api/v1/passages': SEE_PASSAGES,
  'POST /api/v1/gates/:id/passages': [...CUSTOMS, 'port_operator'],
  'POST /api/v1/gates/:id/passages/:passageId/override': CUSTOMS,

  // What ports report, and what officers decide on it
  'POST /api/v1/port-messages': [...CUSTOMS, 'port_operator'],
  'GET /api/v1/port-messages': [...CUSTOMS, 'port_operator', 'auditor'],
  'GET /api/v1/port-messages/:id': [...CUSTOMS, 'port_operator', 'auditor'],
  'POST /api/v1/port-messages/:id/approve': CUSTOMS,
  'POST /api/v1/port-messages/:id/refuse': CUSTOMS,
  'POST /api/v1/edi/codeco': [...CUSTOMS, 'port_operator'],
  'GET /api/v1/signed-calls': [...CUSTOMS, 'port_operator', 'auditor'],
  'GET /api/v1/signed-calls/:id': [...CUSTOMS, 'port_operator', 'auditor'],
  'GET /api/v1/organisations/:id/certificates': SIGNED_IN,
  'POST /api/v1/organisations/:id/certificates': ADMINISTER,
  'DELETE /api/v1/organisations/:id/certificates/:certificateId': ADMINISTER,
  // Papers of customs: of the facilities they are about; a port says that it has them
  'GET /api/v1/declarations': SEE_PAPERS,
  'POST /api/v1/declarations': CUSTOMS,
  'GET /api/v1/declarations/:number': SEE_PAPERS,
  'GET /api/v1/manifests': SEE_PAPERS,
  'POST /api/v1/manifests': CUSTOMS,
  'GET /api/v1/manifests/:id': SEE_PAPERS,
  'GET /api/v1/manifests/:id/differences': SEE_PAPERS,
  'POST /api/v1/scans': CUSTOMS,
  'GET /api/v1/eligibility': SEE_PAPERS,
  'POST /api/v1/eligibility': CUSTOMS,
  'POST /api/v1/eligibility/changes': CUSTOMS,
  'GET /api/v1/eligibility/:id': SEE_PAPERS,
  'GET /api/v1/eligibility/:id/qr': SEE_PAPERS,
  'POST /api/v1/eligibility/:id/suspend': CUSTOMS,
  'POST /api/v1/eligibility/:id/resume': CUSTOMS,
  'POST /api/v1/eligibility/:id/cancel': CUSTOMS,
  'GET /api/v1/facilities/:id/eligible-list': SEE_PAPERS,
  'GET /api/v1/signing-keys': SIGNED_IN,
  'GET /api/v1/notices': SEE_PAPERS,
  'GET /api/v1/notices/:id': SEE_PAPERS,
  'POST /api/v1/notices/:id/receipt': [...CUSTOMS, 'port_operator'],

  // What stands at facilities, and when offices work
  'GET /api/v1/yard': SEE_PAPERS,
  'GET /api/v1/yard/summary': SEE_PAPERS,
  'GET /api/v1/deadlines': SEE_PAPERS,
  'GET /api/v1/deadline-terms/:organisationId': SEE_GATES,
  'PUT /api/v1/deadline-terms/:organisationId': ADMINISTER,
  'GET /api/v1/calendars/:organisationId': SEE_GATES,
  'PUT /api/v1/calendars/:organisationId': ADMINISTER,

  // Cameras push by HTTP what others publish; each as the device that it is
  'POST /api/v1/cameras/:id/events': 'anybody',

  // What proves something
  'GET /api/v1/evidence': SEE_CARGO,
  'GET /api/v1/evidence/:id': SEE_CARGO,
  'GET /api/v1/evidence/:id/content': SEE_CARGO,
  'POST /api/v1/evidence': [...CUSTOMS, 'port_operator', 'carrier'],

  // What was done and by whom
  'GET /api/v1/ledger': ['auditor'],
  'GET /api/v1/ledger/:id': ['auditor'],
  'GET /api/v1/ledger/:id/proof': ['auditor'],

  // What does not agree: the port and customs open cases and say what they know; the office in charge decides
  'GET /api/v1/cases': SEE_CARGO,
  'GET /api/v1/cases/:id': SEE_CARGO,
  'POST /api/v1/cases': [...CUSTOMS, 'port_operator'],
  'POST /api/v1/cases/:id/comment': [...CUSTOMS, 'port_operator'],
  'POST /api/v1/cases/:id/evidence': [...CUSTOMS, 'port_operator'],
  'POST /api/v1/cases/:id/assign': CUSTOMS,
  'POST /api/v1/cases/:id/segregate': CUSTOMS,
  'POST /api/v1/cases/:id/decide': CUSTOMS,
  'POST /api/v1/cases/:id/close': CUSTOMS,

  // Whom to look at after clearance, and by which numbers that is worked out
  'GET /api/v1/doubt': [...CUSTOMS, 'auditor'],
  'GET /api/v1/containers/:number/doubt': [...CUSTOMS, 'auditor'],
  'GET /api/v1/companies/:id/doubt': [...CUSTOMS, 'auditor'],
  'GET /api/v1/doubt/rules': [...CUSTOMS, 'auditor', 'administrator'],
  'PUT /api/v1/doubt/rules': ADMINISTER,

  // When the line is down: paper forms, and what was written on them, entered afterwards
  'GET /api/v1/facilities/:id/outages': SEE_PAPERS,
  'POST /api/v1/facilities/:id/outages': [...CUSTOMS, 'port_operator'],
  'POST /api/v1/facilities/:id/outages/:outageId/end': [...CUSTOMS, 'port_operator'],
  'GET /api/v1/facilities/:id/paper-forms': SEE_PAPERS,
  'GET /api/v1/facilities/:id/paper-entries': SEE_PAPERS,
  'POST /api/v1/facilities/:id/paper-entries': [...CUSTOMS, 'port_operator'],
  'GET /api/v1/facilities/:id/paper-entries/:importId': SEE_PAPERS,

  // Legal holds are the centre's; what is held about a person, and its removal, the administrator's
  'GET /api/v1/holds': ['shift_supervisor', 'auditor'],
  'GET /api/v1/holds/:id': ['shift_supervisor', 'auditor'],
  'POST /api/v1/holds': ['shift_supervisor'],
  'DELETE /api/v1/holds/:id': ['shift_supervisor'],
  'GET /api/v1/persons/:id/data': ADMINISTER,
  'POST /api/v1/persons/:id/forget': ADMINISTER,

  // What was refused: devices' messages as they came, also those whose sender is not known
  'GET /api/v1/quarantine': [...CENTRE, 'auditor', 'administrator'],
  'GET /api/v1/quarantine/:id': [...CENTRE, 'auditor', 'administrator'],
};

/** The page's own files, which hold nothing of the register: their paths are those of the build. */
export const FILES_ARE_FOR: Who = 'anybody';

/** What goes over the live socket, and to whom; of what, sight says again. */
export const LIVE: Readonly<Record<keyof ServerToClient | keyof ClientToServer, Who>> = {
  watch: SIGNED_IN,
  snapshot: SIGNED_IN,
  positions: SIGNED_IN,
  heartbeat: SIGNED_IN,
  problem: SIGNED_IN,
  alarm: SEE_ALARMS,
  transit: SEE_CARGO,
  passage: SEE_CARGO,
  notice: SEE_PAPERS,
  case: SEE_CARGO,
  deadline: SEE_PAPERS,
  outage: SEE_PAPERS,
};

/** @param route method and path as the router has them: `GET /api/v1/seals/:id` */
export function mayCall(role: Role, route: string): boolean {
  return allows(CALLS[route], role);
}

export function mayHear(role: Role | null, event: keyof ServerToClient): boolean {
  return role !== null && allows(LIVE[event], role);
}

function allows(who: Who | undefined, role: Role): boolean {
  return who === 'anybody' || (who !== undefined && who.includes(role));
}
