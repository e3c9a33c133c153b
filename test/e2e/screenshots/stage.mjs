import { setTimeout as pause } from 'node:timers/promises';

/** The demo's port of the north, its main gate, and a carrier's transits: whose accounts the pictures are taken with. */
export const PORT = 'LACHHUYEN';
export const GATE = 'G-LACHHUYEN-1';
/** The patrol of that port. */
export const PATROL = 'TT-HAIPHONG-1';

const MINUTE = 60_000;
/** Until a story at the highest speed has told of its alarms. */
const STORY_MS = 12_000;
const ago = (ms) => new Date(Date.now() - ms).toISOString();

/**
 * What the demo's people have not done by themselves, so that every page has something to show: each is a call that a person of the
 * role makes on a page. What is there already, of a demo that goes on, is left as it is.
 * @param {import('./demo.mjs').Demo} demo
 * @returns {Promise<Facts>}
 * @typedef {{ transit: string, other: string, seal: string, alarmed: string }} Facts what the addresses of views name
 */
export async function stage(demo) {
  const { items: own } = await demo.call('carrier', '/transits?state=in_transit&limit=20');
  const long = own.filter(({ progress }) => progress > 30_000);
  const [transit = own[0]] = long;
  await Promise.all([
    carrierAsks(demo, own.find(({ from }) => from === PORT) ?? transit),
    portReports(demo),
    officerOpensCase(demo),
    portIsCutOff(demo),
    shiftIsHandedOver(demo),
    giveTraining(demo),
    patrolIsSent(demo),
    gateWorksAlone(demo),
    somebodyIsNew(demo),
    carrierRegisters(demo),
  ]);
  const { items: alarms } = await demo.call('shift_supervisor', '/alarms?standing=true&limit=100');
  const withTransit = alarms.filter(
    ({ transitId, sealId }) => transitId !== undefined && sealId !== undefined,
  );
  const gravest = withTransit.find(({ severity }) => severity === 'critical') ?? withTransit[0];
  const other = own.find(({ id }) => id !== transit.id) ?? transit;
  return {
    transit: transit.id,
    other: other.id,
    seal: transit.containers[0].sealId,
    alarmed: gravest.transitId,
  };
}

/** A carrier's driver has broken down, and goes on with another truck. */
async function carrierAsks(demo, { id }) {
  const { items } = await demo.call('customs_officer', '/exceptions?limit=1');
  if (items.length > 0) return;
  await demo.call('carrier', `/transits/${id}/incident`, {
    ...{ kind: 'breakdown', text: 'Đầu kéo hỏng hộp số, xe dừng ở trạm dừng nghỉ, seal còn nguyên' },
  });
  await demo.call('carrier', `/transits/${id}/change-vehicle`, {
    ...{ vehicle: { plate: '29H-777.77' }, reason: 'Đầu kéo hỏng hộp số' },
  });
}

/** A transit that nobody has sealed yet. */
async function carrierRegisters(demo) {
  const number = 'QT-2026-0412';
  const { items } = await demo.call('carrier', `/transits?number=${number}`);
  if (items.length > 0) return;
  await demo.call('carrier', '/transits', {
    ...{ number, declaration: '106512340412', from: PORT, to: 'HUUNGHI', routeId: 'LACHHUYEN-HUUNGHI' },
    vehicle: { plate: '15C-123.45', trailer: '15R-012.34' },
    containers: [{ number: 'TCNU7200794' }, { number: 'MSKU3003020', carrierSeal: 'ML-VN7301' }],
    arriveBy: ago(-10 * 60 * MINUTE),
  });
}

/** A port corrects what it reported: an officer decides. */
async function portReports(demo) {
  const { items } = await demo.call('customs_officer', '/port-messages?state=waiting&limit=1');
  if (items.length > 0) return;
  const number = `TB-${Date.now()}`;
  const report = (body) =>
    demo.call('port_operator', '/port-messages', {
      ...{ facilityId: PORT, at: ago(10 * MINUTE), container: 'CSQU3054383', ...body },
    });
  await report({ form: '14', number, carrierSeal: 'HPH001245' });
  await report({
    ...{ form: '16', number: `${number}-S`, corrects: number, reason: 'Nhập nhầm số chì' },
    changes: { carrierSeal: 'HPH001254' },
  });
}

async function officerOpensCase(demo) {
  const container = 'GYOU4047990';
  const { items } = await demo.call('customs_officer', `/cases?container=${container}`);
  if (items.length > 0) return;
  await demo.call('port_operator', '/cases', {
    ...{ facilityId: PORT, container, kind: 'damage', description: 'Cửa bên phải móp, nghi bị cạy' },
  });
}

async function portIsCutOff(demo) {
  const { items } = await demo.call('port_operator', `/facilities/${PORT}/outages`);
  if (items.length > 0) return;
  await demo.call('port_operator', `/facilities/${PORT}/outages`, { reason: 'Đứt cáp quang ở cổng chính' });
}

async function shiftIsHandedOver(demo) {
  const { items } = await demo.call('centre_operator', '/handovers?limit=1');
  if (items.length === 0) await demo.call('centre_operator', '/handovers', {});
}

/** A patrol is on the way to a truck; the gravest alarm is left to the pictures. */
async function patrolIsSent(demo) {
  const { busyWith } = (await demo.call('centre_operator', '/patrols')).items.find(({ id }) => id === PATROL);
  if (busyWith !== undefined) return;
  const { items } = await demo.call('centre_operator', '/alarms?standing=true&limit=100');
  const { id, revision } =
    items.find(({ severity, transitId }) => severity === 'major' && transitId !== undefined) ?? items.at(-1);
  await demo.call('centre_operator', `/alarms/${id}/dispatch`, {
    ...{ revision, patrolId: PATROL, message: 'Đến chỗ xe dừng, kiểm tra seal và giấy tờ' },
  });
}

/** The port's gates may work longer without a network than others. */
async function gateWorksAlone(demo) {
  const { offline } = await demo.call('administrator', `/facilities/${PORT}`);
  if (offline !== undefined) return;
  await demo.change('administrator', `/facilities/${PORT}`, {
    offline: { listMinutes: 360, afterExpiry: 'allow_listed' },
  });
}

/** An officer who was given access and has not signed in before. */
async function somebodyIsNew(demo) {
  const { items } = await demo.call('administrator', '/users');
  const { organisationId } = items.find(({ role }) => role === 'customs_officer');
  const person = { username: 'chau', name: 'Đỗ Minh Châu', role: 'customs_officer', organisationId };
  const there = items.find(({ username }) => username === person.username);
  const { oneTimePassword } =
    there === undefined
      ? await demo.call('administrator', '/users', person)
      : await demo.call('administrator', `/users/${there.id}/reset-password`, {});
  demo.know('newcomer', { username: person.username, password: oneTimePassword });
}

/** Ends a session of the operator's, so that there is a sheet. @returns {Promise<string>} its id */
export async function endTraining(demo) {
  const { items } = await demo.call('shift_supervisor', '/training');
  const ended = items.find(({ ending }) => ending === 'finished');
  if (ended !== undefined) return ended.id;
  const id = await giveTraining(demo);
  await demo.call('centre_operator', `/training/${id}/begin`, {});
  await pause(STORY_MS);
  await demo.call('centre_operator', `/training/${id}/finish`, {});
  return id;
}

/** Gives the operator a session to begin; one that was begun already is stopped. @returns {Promise<string>} its id */
export async function giveTraining(demo) {
  const { items } = await demo.call('shift_supervisor', '/training');
  const waiting = items.find(({ state }) => state === 'waiting');
  if (waiting !== undefined) return waiting.id;
  for (const { id, state } of items)
    if (state !== 'ended') await demo.call('shift_supervisor', `/training/${id}/stop`, {});
  const { person } = await demo.call('centre_operator', '/session');
  const given = { scenario: 'cut-seal', traineeId: person.id, speed: 30 };
  return (await demo.call('shift_supervisor', '/training', given)).id;
}
