import { randomUUID } from 'node:crypto';
import { HOUR, MINUTE } from '@haidang/domain';
import { passageOf, PAPER, type Half } from './country.js';

/** How a route is called on a half's things. */
export interface Recipe {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Of a body that is text. */
  readonly contentType?: string;
  /**
   * What a call that is allowed on something foreign is answered: not found as if it did not exist; refused, where what is made would be
   * foreign; the same as to everybody, where the thing is no secret.
   */
  readonly foreign: 'not_found' | 'refused' | 'open' | 'nothing_named';
}

type Make = (of: Half) => Recipe;

const open: Make = () => ({ foreign: 'nothing_named' });

/** The five calls on one kind of thing. @param secret its existence is told only to whom it belongs */
function register(
  path: string,
  id: (of: Half) => string,
  made: (of: Half) => object,
  secret: boolean,
): Record<string, Make> {
  const foreign = secret ? 'not_found' : 'open';
  return {
    [`GET /api/v1/${path}`]: open,
    [`POST /api/v1/${path}`]: (of) => ({ body: made(of), foreign: 'open' }),
    [`GET /api/v1/${path}/:id`]: (of) => ({ params: { id: id(of) }, foreign }),
    [`PATCH /api/v1/${path}/:id`]: (of) => ({ params: { id: id(of) }, body: {}, foreign }),
    [`DELETE /api/v1/${path}/:id`]: (of) => ({ params: { id: id(of) }, foreign }),
  };
}

const made = (of: Half) => `${of.mark}-${randomUUID().slice(0, 8)}`;
const place = { lat: 0, lon: 1 };

const step = (of: Half): Recipe => ({ params: { id: of.transit }, body: {}, foreign: 'not_found' });
const act =
  (more: object = {}): Make =>
  (of) => ({ params: { id: of.alarm }, body: { revision: 99, ...more }, foreign: 'not_found' });

/** What is asked for does not change anything, or cannot be done, so that every role meets the same transit. */
const onTheWay =
  (more: (of: Half) => object): Make =>
  (of) => ({ params: { id: of.transit }, body: { reason: 'x', ...more(of) }, foreign: 'not_found' });

const actOnEligibility: Make = (of) => ({
  params: { id: of.eligibility },
  body: { reason: 'x' },
  foreign: 'not_found',
});

const ofFacility: Make = (of) => ({ params: { id: of.facility }, foreign: 'not_found' });

const onHandover =
  (body?: object): Make =>
  (of) => ({ params: { id: of.handover }, ...(body && { body }), foreign: 'not_found' });

const onTraining =
  (body?: object): Make =>
  (of) => ({ params: { id: of.training, alarmId: of.alarm, sealId: of.seal }, body, foreign: 'not_found' });

const onCase =
  (body: object): Make =>
  (of) => ({ params: { id: of.case }, body, foreign: 'not_found' });

/** Every route that is about something; a route without a recipe fails the matrix. */
export const RECIPES: Readonly<Record<string, Make>> = {
  ...register(
    'organisations',
    (of) => of.carrier,
    (of) => ({ id: made(of), name: 'x', kind: 'office', parentId: 'CENTRE' }),
    false,
  ),
  ...register(
    'users',
    (of) => of.person,
    (of) => ({ username: made(of), name: 'x', role: 'carrier', organisationId: of.carrier }),
    true,
  ),
  'POST /api/v1/users/:id/reset-password': (of) => ({ params: { id: of.person }, foreign: 'not_found' }),
  'POST /api/v1/users/:id/reset-second-factor': (of) => ({ params: { id: of.person }, foreign: 'not_found' }),
  'GET /api/v1/devices': open,
  'POST /api/v1/devices': (of) => ({ body: { kind: 'seal', id: of.idleSeal }, foreign: 'open' }),
  'POST /api/v1/devices/import': (of) => ({
    body: `kind,id\nseal,${of.idleSeal}\n`,
    contentType: 'text/csv',
    foreign: 'open',
  }),
  'GET /api/v1/devices/:name': (of) => ({ params: { name: of.seal }, foreign: 'not_found' }),
  'POST /api/v1/devices/:name/rotate': (of) => ({
    params: { name: of.seal },
    body: {},
    foreign: 'not_found',
  }),
  'POST /api/v1/devices/:name/revoke': (of) => ({
    params: { name: of.seal },
    body: { reason: 'x', credentialId: of.person },
    foreign: 'not_found',
  }),
  ...register(
    'facilities',
    (of) => of.facility,
    (of) => ({ id: made(of), name: 'x', kind: 'seaport', place }),
    false,
  ),
  ...register(
    'gates',
    (of) => of.gate,
    (of) => ({ id: made(of), name: 'x', facilityId: of.facility, place }),
    true,
  ),
  ...register(
    'cameras',
    (of) => of.camera,
    (of) => ({ id: made(of), name: 'x', gateId: of.gate, maker: 'haidang', direction: 'in' }),
    true,
  ),
  'GET /api/v1/cameras/:id/health': (of) => ({ params: { id: of.camera }, foreign: 'not_found' }),
  ...register(
    'zones',
    (of) => `ZONE-${of.letter}`,
    (of) => ({
      id: made(of),
      name: 'x',
      kind: 'stop',
      geometry: { type: 'Circle', center: place, radius: 10 },
    }),
    false,
  ),
  'POST /api/v1/trials': () => ({
    body: {
      zone: {
        id: 'TRIAL',
        name: 'x',
        kind: 'forbidden',
        geometry: { type: 'Circle', center: place, radius: 10 },
      },
    },
    foreign: 'nothing_named',
  }),
  ...register(
    'routes',
    (of) => `ROUTE-${of.letter}`,
    (of) => ({
      id: made(of),
      name: 'x',
      from: of.facility,
      to: `TO-${of.letter}`,
      legs: [
        {
          line: {
            type: 'LineString',
            coordinates: [
              [1, 0],
              [2, 0],
            ],
          },
          halfWidth: 500,
          stops: [],
          checkpoints: [],
        },
      ],
    }),
    false,
  ),
  ...register(
    'seals',
    (of) => of.seal,
    (of) => ({ id: made(of), interval: 30 }),
    true,
  ),
  'GET /api/v1/seals/:id/track': (of) => ({ params: { id: of.seal }, foreign: 'not_found' }),

  'GET /api/v1/transits': open,
  'POST /api/v1/transits': (of) => ({
    body: {
      number: made(of),
      declaration: `${of.mark}-D`,
      from: of.facility,
      to: `TO-${of.letter}`,
      carrierId: of.carrier,
      vehicle: { plate: of.plate },
      containers: [{ number: of.otherContainer }],
      routeId: `ROUTE-${of.letter}`,
    },
    foreign: 'refused',
  }),
  'POST /api/v1/transits/import': (of) => ({
    body: [
      'number,declaration,from,to,routeId,carrierId,plate,container',
      [made(of), `${of.mark}-D`, of.facility, `TO-${of.letter}`, `ROUTE-${of.letter}`, of.carrier].join(',') +
        `,${of.plate},${of.otherContainer}`,
    ].join('\n'),
    contentType: 'text/csv',
    foreign: 'refused',
  }),
  'GET /api/v1/transits/:id': (of) => ({ params: { id: of.transit }, foreign: 'not_found' }),
  'PATCH /api/v1/transits/:id': (of) => ({
    params: { id: of.registered },
    body: { declaration: `${of.mark}-E` },
    foreign: 'not_found',
  }),
  'GET /api/v1/transits/:id/timeline': (of) => ({ params: { id: of.transit }, foreign: 'not_found' }),
  'GET /api/v1/transits/:id/track': (of) => ({ params: { id: of.transit }, foreign: 'not_found' }),
  'GET /api/v1/transits/:id/dossier.pdf': (of) => ({ params: { id: of.transit }, foreign: 'not_found' }),
  'POST /api/v1/transits/:id/seal': step,
  'POST /api/v1/transits/:id/approve': step,
  'POST /api/v1/transits/:id/depart': step,
  'POST /api/v1/transits/:id/arrive': (of) => ({ ...step(of), body: { at: '2020-01-01T00:00:00Z' } }),
  'POST /api/v1/transits/:id/close': step,
  'POST /api/v1/transits/:id/cancel': (of) => ({ ...step(of), body: { at: '2020-01-01T00:00:00Z' } }),
  'GET /api/v1/containers/:number': (of) => ({ params: { number: of.container }, foreign: 'not_found' }),

  'GET /api/v1/alarms': open,
  'GET /api/v1/alarms/:id': (of) => ({ params: { id: of.alarm }, foreign: 'not_found' }),
  'GET /api/v1/alarms/:id/history': (of) => ({ params: { id: of.alarm }, foreign: 'not_found' }),
  'POST /api/v1/alarms/:id/acknowledge': act(),
  'GET /api/v1/exceptions': open,
  'GET /api/v1/transits/:id/exceptions': (of) => ({ params: { id: of.transit }, foreign: 'not_found' }),
  'POST /api/v1/transits/:id/reroute': onTheWay((of) => ({ routeId: `ROUTE-${of.letter}` })),
  'POST /api/v1/transits/:id/replace-seal': onTheWay((of) => ({
    ...{ number: of.container, sealId: of.seal, cause: 'battery' },
  })),
  'POST /api/v1/transits/:id/change-vehicle': onTheWay((of) => ({ vehicle: { plate: of.plate } })),
  'POST /api/v1/transits/:id/split': onTheWay((of) => ({ number: made(of), containers: [of.container] })),
  'POST /api/v1/transits/:id/end-early': onTheWay(() => ({ facilityId: 'NOWHERE', outcome: 'taken_back' })),
  'POST /api/v1/transits/:id/incident': onTheWay(() => ({ kind: 'breakdown', text: 'x' })),
  'POST /api/v1/transits/:id/exceptions/:exceptionId/approve': (of) => ({
    params: { id: of.transit, exceptionId: of.exception },
    body: {},
    foreign: 'not_found',
  }),
  'POST /api/v1/transits/:id/exceptions/:exceptionId/refuse': (of) => ({
    params: { id: of.transit, exceptionId: of.exception },
    body: { reason: 'x' },
    foreign: 'not_found',
  }),
  'POST /api/v1/transits/:id/exceptions/:exceptionId/withdraw': (of) => ({
    params: { id: of.transit, exceptionId: of.exception },
    body: {},
    foreign: 'not_found',
  }),

  'POST /api/v1/alarms/:id/assign': act({ to: 'somebody' }),
  'POST /api/v1/alarms/:id/comment': act({ text: 'words' }),
  'POST /api/v1/alarms/:id/escalate': act({ reason: 'words' }),
  'POST /api/v1/alarms/:id/shelve': act({
    until: new Date(Date.now() + HOUR).toISOString(),
    reason: 'words',
  }),
  'POST /api/v1/alarms/:id/unshelve': act(),
  'POST /api/v1/alarms/:id/resolve': act({ ending: 'true' }),
  'GET /api/v1/desk/people': open,
  'GET /api/v1/alarm-figures': open,
  'GET /api/v1/seal-standings': open,
  'GET /api/v1/seal-figures': () => ({ foreign: 'nothing_named' }),
  'GET /api/v1/figures': () => ({ foreign: 'nothing_named' }),
  'GET /api/v1/patrols': open,
  'POST /api/v1/patrols': (of) => ({
    body: { id: made(of), name: 'x', facilityId: of.facility, contact: 'x' },
    foreign: 'refused',
  }),
  'PATCH /api/v1/patrols/:id': (of) => ({
    params: { id: `PATROL-${of.letter}` },
    body: { onDuty: true },
    foreign: 'refused',
  }),
  'GET /api/v1/alarms/:id/responders': (of) => ({ params: { id: of.alarm }, foreign: 'not_found' }),
  'GET /api/v1/alarms/:id/whereabouts': (of) => ({ params: { id: of.alarm }, foreign: 'not_found' }),
  'GET /api/v1/alarms/:id/dispatches': (of) => ({ params: { id: of.alarm }, foreign: 'not_found' }),
  'POST /api/v1/alarms/:id/dispatch': act({ patrolId: 'NOBODY', message: 'words' }),
  'POST /api/v1/alarms/:id/dispatches/:dispatchId/report': (of) => ({
    params: {
      id: of.alarm,
      dispatchId: `${of.letter === 'A' ? 'aaaaaaaa' : 'bbbbbbbb'}-0000-4000-8000-000000000031`,
    },
    body: { state: 'accepted' },
    foreign: 'not_found',
  }),

  'GET /api/v1/handovers': open,
  'POST /api/v1/handovers': open,
  'GET /api/v1/handovers/:id': onHandover(),
  'PATCH /api/v1/handovers/:id': onHandover({ revision: 99 }),
  'POST /api/v1/handovers/:id/give': onHandover({ hash: '0'.repeat(64) }),
  'POST /api/v1/handovers/:id/take': onHandover({ hash: '0'.repeat(64) }),
  'GET /api/v1/training/scenarios': open,
  'GET /api/v1/training/people': open,
  'GET /api/v1/training': open,
  'POST /api/v1/training': (of) => ({
    body: { scenario: 'NOTHING', traineeId: of.person },
    foreign: 'refused',
  }),
  'GET /api/v1/training/:id': onTraining(),
  'POST /api/v1/training/:id/begin': onTraining({}),
  'POST /api/v1/training/:id/finish': onTraining({}),
  'POST /api/v1/training/:id/stop': onTraining({}),
  'GET /api/v1/training/:id/desk': onTraining(),
  'GET /api/v1/training/:id/world': onTraining(),
  'GET /api/v1/training/:id/seals/:sealId/track': onTraining(),
  'GET /api/v1/training/:id/alarms/:alarmId/file': onTraining(),
  'POST /api/v1/training/:id/alarms/:alarmId/act': onTraining({ act: 'see' }),

  'GET /api/v1/passages': open,
  'GET /api/v1/gates/:id/passages': (of) => ({ params: { id: of.gate }, foreign: 'not_found' }),
  'POST /api/v1/gates/:id/passages/:passageId/override': (of) => ({
    params: { id: of.gate, passageId: `${of.mark}-seen` },
    body: { verdict: 'pass', reason: 'looked' },
    foreign: 'not_found',
  }),
  'POST /api/v1/gates/:id/passages': (of) => ({
    params: { id: of.gate },
    body: passageOf(of, randomUUID()),
    foreign: 'not_found',
  }),

  'GET /api/v1/port-messages': open,
  'POST /api/v1/port-messages': (of) => ({
    body: {
      ...{ form: '20', number: made(of), facilityId: of.facility, at: new Date().toISOString() },
      container: of.container,
    },
    foreign: 'refused',
  }),
  'GET /api/v1/port-messages/:id': (of) => ({ params: { id: of.portMessage }, foreign: 'not_found' }),
  'POST /api/v1/port-messages/:id/approve': (of) => ({
    params: { id: of.portMessage },
    body: {},
    foreign: 'not_found',
  }),
  'POST /api/v1/port-messages/:id/refuse': (of) => ({
    params: { id: of.portMessage },
    body: { reason: 'x' },
    foreign: 'not_found',
  }),
  'GET /api/v1/signed-calls': open,
  'GET /api/v1/signed-calls/:id': (of) => ({ params: { id: of.signedCall }, foreign: 'not_found' }),
  'GET /api/v1/organisations/:id/certificates': (of) => ({ params: { id: of.carrier }, foreign: 'open' }),
  'POST /api/v1/organisations/:id/certificates': (of) => ({
    params: { id: of.carrier },
    body: { certificate: 'x' },
    foreign: 'open',
  }),
  'DELETE /api/v1/organisations/:id/certificates/:certificateId': (of) => ({
    params: { id: of.carrier, certificateId: of.certificate },
    body: { reason: 'x' },
    foreign: 'open',
  }),
  'POST /api/v1/edi/codeco': (of) => ({
    body: codecoOf(of),
    contentType: 'application/edifact',
    foreign: 'refused',
  }),
  'GET /api/v1/declarations': open,
  'POST /api/v1/declarations': (of) => ({
    body: {
      number: made(of),
      officeId: `OFFICE-${of.letter}`,
      purpose: 'import',
      channel: 'green',
      registeredAt: '2026-11-01T00:00:00Z',
    },
    foreign: 'refused',
  }),
  'GET /api/v1/declarations/:number': (of) => ({ params: { number: of.declaration }, foreign: 'not_found' }),
  'GET /api/v1/manifests': open,
  'POST /api/v1/manifests': (of) => ({
    body: { form: '01', facilityId: of.facility, number: made(of), lines: [{ container: 'BEAU6168370' }] },
    foreign: 'refused',
  }),
  'GET /api/v1/manifests/:id/differences': (of) => ({ params: { id: of.manifest }, foreign: 'not_found' }),
  'GET /api/v1/manifests/:id': (of) => ({ params: { id: of.manifest }, foreign: 'not_found' }),
  'POST /api/v1/scans': (of) => ({
    body: { facilityId: of.facility, container: of.container },
    foreign: 'refused',
  }),
  'GET /api/v1/eligibility': open,
  'POST /api/v1/eligibility': (of) => ({
    body: { form: '04', facilityId: of.facility, declaration: of.declaration, container: 'BEAU6168370' },
    foreign: 'refused',
  }),
  'POST /api/v1/eligibility/changes': (of) => ({
    body: { act: 'suspend', reason: 'x', lines: [{ id: of.eligibility }] },
    foreign: 'refused',
  }),
  'GET /api/v1/eligibility/:id': (of) => ({ params: { id: of.eligibility }, foreign: 'not_found' }),
  'GET /api/v1/eligibility/:id/qr': (of) => ({ params: { id: of.eligibility }, foreign: 'not_found' }),
  'POST /api/v1/eligibility/:id/suspend': actOnEligibility,
  'POST /api/v1/eligibility/:id/resume': actOnEligibility,
  'POST /api/v1/eligibility/:id/cancel': actOnEligibility,
  'GET /api/v1/facilities/:id/eligible-list': (of) => ({
    params: { id: of.facility },
    foreign: 'not_found',
  }),
  'GET /api/v1/signing-keys': open,
  'GET /api/v1/notices': open,
  'GET /api/v1/notices/:id': (of) => ({ params: { id: of.notice }, foreign: 'not_found' }),
  'POST /api/v1/notices/:id/receipt': (of) => ({
    params: { id: of.notice },
    body: { status: 'received' },
    foreign: 'not_found',
  }),

  'GET /api/v1/yard': open,
  'GET /api/v1/yard/summary': open,
  'GET /api/v1/deadlines': open,
  'GET /api/v1/deadline-terms/:organisationId': (of) => ({
    params: { organisationId: `OFFICE-${of.letter}` },
    foreign: 'open',
  }),
  'PUT /api/v1/deadline-terms/:organisationId': (of) => ({
    params: { organisationId: `OFFICE-${of.letter}` },
    body: { terms: { scan_list: { within: 3_600_000, warnBefore: 60_000 } } },
    foreign: 'open',
  }),
  'GET /api/v1/calendars/:organisationId': (of) => ({
    params: { organisationId: `OFFICE-${of.letter}` },
    foreign: 'open',
  }),
  'PUT /api/v1/calendars/:organisationId': (of) => ({
    params: { organisationId: `OFFICE-${of.letter}` },
    body: { hours: [{ days: [1], from: 480, to: 1020 }] },
    foreign: 'open',
  }),

  'GET /api/v1/evidence': open,
  'GET /api/v1/evidence/:id': (of) => ({ params: { id: of.evidence }, foreign: 'not_found' }),
  'GET /api/v1/evidence/:id/content': (of) => ({ params: { id: of.evidence }, foreign: 'not_found' }),
  'POST /api/v1/evidence': (of) => ({
    body: [
      ...['--x', 'content-disposition: form-data; name="facilityId"', '', of.facility],
      ...['--x', 'content-disposition: form-data; name="transitId"', '', of.transit],
      ...[
        '--x',
        'content-disposition: form-data; name="file"; filename="a"',
        'content-type: application/pdf',
        '',
      ],
      ...[PAPER.content.toString('latin1'), '--x--', ''],
    ].join('\r\n'),
    contentType: 'multipart/form-data; boundary=x',
    foreign: 'refused',
  }),

  'GET /api/v1/cases': open,
  'POST /api/v1/cases': (of) => ({
    body: { facilityId: of.facility, container: of.container, description: 'a dent' },
    foreign: 'refused',
  }),
  'GET /api/v1/cases/:id': (of) => ({ params: { id: of.case }, foreign: 'not_found' }),
  'POST /api/v1/cases/:id/comment': onCase({ text: 'words' }),
  'POST /api/v1/cases/:id/evidence': (of) => onCase({ evidenceId: of.evidence })(of),
  'POST /api/v1/cases/:id/assign': onCase({ to: 'somebody' }),
  'POST /api/v1/cases/:id/segregate': onCase({ reason: 'x' }),
  'POST /api/v1/cases/:id/decide': onCase({ decision: 'recheck', reason: 'x' }),
  'POST /api/v1/cases/:id/close': onCase({ outcome: 'confirmed', reason: 'x' }),

  'GET /api/v1/doubt': open,
  'GET /api/v1/containers/:number/doubt': (of) => ({
    params: { number: of.container },
    foreign: 'nothing_named',
  }),
  'GET /api/v1/companies/:id/doubt': (of) => ({ params: { id: of.mark }, foreign: 'nothing_named' }),
  'GET /api/v1/doubt/rules': open,
  'PUT /api/v1/doubt/rules': () => ({ body: { reason: 'x' }, foreign: 'open' }),

  'GET /api/v1/facilities/:id/outages': ofFacility,
  'POST /api/v1/facilities/:id/outages': (of) => ({ ...ofFacility(of), body: { reason: 'x' } }),
  'POST /api/v1/facilities/:id/outages/:outageId/end': (of) => ({
    params: { id: of.facility, outageId: of.outage },
    body: {},
    foreign: 'not_found',
  }),
  'GET /api/v1/facilities/:id/paper-forms': ofFacility,
  'GET /api/v1/facilities/:id/paper-entries': ofFacility,
  'POST /api/v1/facilities/:id/paper-entries': (of) => ({
    ...ofFacility(of),
    body: {
      ...{ gateId: of.gate, vouchedBy: 'a guard' },
      lines: [
        {
          ...{ sheet: made(of), line: 1, direction: 'in', container: 'BEAU6168370' },
          time: new Date(Date.now() - HOUR).toISOString(),
        },
      ],
    },
  }),
  'GET /api/v1/facilities/:id/paper-entries/:importId': (of) => ({
    params: { id: of.facility, importId: of.paperImport },
    foreign: 'not_found',
  }),

  'GET /api/v1/holds': open,
  'GET /api/v1/holds/:id': () => ({ params: { id: randomUUID() }, foreign: 'nothing_named' }),
  'POST /api/v1/holds': (of) => ({ body: { transits: [of.transit], reason: 'a case' }, foreign: 'refused' }),
  'DELETE /api/v1/holds/:id': () => ({
    params: { id: randomUUID() },
    body: { reason: 'x' },
    foreign: 'nothing_named',
  }),
  'GET /api/v1/persons/:id/data': () => ({ params: { id: randomUUID() }, foreign: 'nothing_named' }),
  'POST /api/v1/persons/:id/forget': () => ({
    params: { id: randomUUID() },
    body: { reason: 'x' },
    foreign: 'nothing_named',
  }),
  'GET /api/v1/ledger': open,
  'GET /api/v1/ledger/:id': () => ({ params: { id: randomUUID() }, foreign: 'nothing_named' }),
  'GET /api/v1/ledger/:id/proof': () => ({ params: { id: randomUUID() }, foreign: 'nothing_named' }),
  'GET /api/v1/quarantine': open,
  'GET /api/v1/quarantine/:id': () => ({ params: { id: randomUUID() }, foreign: 'nothing_named' }),

  'GET /api/v1/session': open,
  'POST /api/v1/session/second-factor': () => ({ body: { password: 'x' }, foreign: 'nothing_named' }),
  'POST /api/v1/session/second-factor/confirm': () => ({ body: { totp: 'x' }, foreign: 'nothing_named' }),
  'POST /api/v1/session/second-factor/remove': () => ({
    body: { password: 'x', totp: 'x' },
    foreign: 'nothing_named',
  }),
  'GET /api/v1/sessions': open,
  'DELETE /api/v1/sessions/:id': () => ({ params: { id: randomUUID() }, foreign: 'nothing_named' }),
  'POST /api/v1/session/password': () => ({
    body: { password: 'x', newPassword: 'y' },
    foreign: 'nothing_named',
  }),
};

/** A gate-out at the half's facility, ten minutes ago. */
function codecoOf(of: Half): string {
  const at = new Date(Date.now() + 7 * HOUR - 10 * MINUTE).toISOString().replace(/\D/g, '').slice(0, 12);
  const reference = randomUUID().slice(0, 8).toUpperCase();
  return [
    `UNB+UNOA:2+TERMINAL+CUSTOMS+261126:0800+${reference}`,
    "UNH+1+CODECO:D:95B:UN'BGM+36+1+9",
    `EQD+CN+${of.container}+22G1:102:5++3+5'DTM+7:${at}:203'LOC+165+:::+${of.facility}`,
    `CNT+16:1'UNT+7+1'UNZ+1+${reference}'`,
  ].join("'");
}

/** Ends the session that asks: tried with one of its own. */
export const ENDS_THE_SESSION = 'DELETE /api/v1/session';
