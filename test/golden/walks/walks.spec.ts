import type {
  AlarmView,
  DeclarationView,
  EligibilityView,
  ManifestView,
  Page,
  PortMessageView,
  TransitView,
} from '@haidang/contract';
import { formatInstant, HOUR, MINUTE, type Instant } from '@haidang/domain';
import { failOnLeaks, waitFor } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { country } from '../story.js';
import { startTold, type ToldPlatform } from '../told-platform.js';
import { gatesOnRoute } from '../../../firmware-sim/src/live/gates-on-route.js';
import { routeRoad } from '../../../firmware-sim/src/scenario/planner.js';
import { Cast, pass, receive, story, whereIs, type Device, type Person } from './cast.js';

failOnLeaks();

/** Five in the morning at the port. */
const START = Date.parse('2026-11-23T05:00:00+07:00');
const PORT = 'LACHHUYEN';
const GATE = 'G-LACHHUYEN-1';

/**
 * One container through import, one through export, one through transit, as their people and devices do it: by REST as who each of them is, by
 * MQTT with each device's own credential, and by nothing else. At each step what is known of the container, and at the end its whole story in
 * the ledger.
 */
describe('one container', () => {
  let platform: ToldPlatform;
  let cast: Cast;
  let officer: Person;
  let operator: Person;
  let carrier: Person;
  let supervisor: Person;
  let auditor: Person;
  let administrator: Person;
  let port: Device;
  let gate: Device;
  let now: Instant = START;
  beforeAll(async () => {
    platform = await startTold(START, 5_000);
    cast = await Cast.of(platform);
    officer = await cast.person('haiquan');
    operator = await cast.person('cang');
    carrier = await cast.person('vantai');
    supervisor = await cast.person('truongca');
    auditor = await cast.person('kiemtoan');
    administrator = await cast.person('quantri');
    port = await cast.port('KT-CANG-BAC', PORT);
    gate = await cast.gate(GATE);
  });
  afterAll(async () => {
    await cast?.leave();
    await platform?.dispose();
  });

  const after = async (minutes: number) => {
    now += minutes * MINUTE;
    await platform.tell(now);
  };
  const clock = () => formatInstant(now);
  const seen = (id: string, direction: 'in' | 'out', more: object) => ({
    ...{ id, time: clock(), direction, lane: '2', source: 'camera' },
    ...{ containerConfidence: 0.97, plateConfidence: 0.95 },
    ...more,
  });
  const report = (form: string, container: string, more: object = {}) =>
    operator.call<PortMessageView>('/port-messages', {
      ...{ form, number: `LH-${form}-${container}`, facilityId: PORT, at: clock(), container },
      ...more,
    });
  const received = (form: string, container: string) => receive(port, PORT, form, container, clock());
  const alarms = async () => (await officer.call<Page<AlarmView>>('/alarms?limit=100')).items;

  it('through import: listed, landed, scanned, declared, eligible, out of the gate, reported', async () => {
    const box = 'CSQU3054383';
    const is = () => whereIs(operator, box);
    const list = (form: string, lines: object[], more: object = {}) =>
      officer.call<ManifestView>('/manifests', {
        ...{ form, facilityId: PORT, number: `WALK-${form}`, means: 'MV Sao Biển 120W', lines },
        ...{ dueAt: formatInstant(START + 8 * HOUR), ...more },
      });
    const discharge = await list('01', [{ container: box, carrierSeal: 'ML-VN9001' }]);
    const told01 = await received('01', box);
    expect(await is()).toBe('expected at LACHHUYEN');
    await after(10);
    const scans = await list('03', [{ container: box }], { call: discharge.number });
    const told03 = await received('03', box);

    await after(8 * 60);
    const landed = await report('14', box, { carrierSeal: 'ML-VN9001', purpose: 'import' });
    expect([landed.state, landed.flags]).toEqual(['taken', []]);
    expect(await is()).toBe('arrived at LACHHUYEN, landed at LACHHUYEN');
    await after(40);
    await officer.call('/scans', { facilityId: PORT, container: box });

    await after(60);
    const number = '106512349001';
    await officer.call<DeclarationView>('/declarations', {
      ...{ number, purpose: 'import', channel: 'yellow', status: 'cleared', registeredAt: clock() },
      ...{ companyId: '0201234567', companyName: 'Công ty Điện tử Hải Âu' },
    });
    const paper = await officer.call<EligibilityView>('/eligibility', {
      ...{ form: '04', facilityId: PORT, declaration: number, container: box },
      ...{ plate: '15C-123.45', carrierSeal: 'ML-VN9001' },
    });
    const told04 = await received('04', box);
    expect(await is()).toBe('arrived at LACHHUYEN, landed at LACHHUYEN, eligible');

    await after(90);
    const out = seen('walk-import', 'out', { container: box, plate: '15C-123.45', carrierSeal: 'ML-VN9001' });
    expect(await pass(gate, GATE, out)).toMatchObject({ verdict: 'pass', reasons: [], container: box });
    expect(await is()).toBe('arrived at LACHHUYEN, left LACHHUYEN, used, out G-LACHHUYEN-1: pass');
    await after(9);
    const left = await report('21', box, { plate: '15C-123.45' });
    expect([left.state, left.flags]).toEqual(['taken', []]);
    await after(30);
    expect(await alarms()).toEqual([]);

    const { lines, entries } = await story(
      auditor,
      [
        ...[discharge, scans].map(({ id }) => `manifest/${id}`),
        ...[told01, told03, told04].map((id) => `notice/${id}`),
        ...[landed, left].map(({ id }) => `port-message/${id}`),
        ...[
          `container/${box}`,
          `declaration/${number}`,
          `eligibility/${paper.id}`,
          `passage/${GATE}/${out.id}`,
        ],
      ],
      ({ subject }) => subject === `port-message/${left.id}`,
    );
    expect(lines).toEqual([
      'manifest.send: customs_officer HQ-LACHHUYEN',
      'notice.receive: KT-CANG-BAC-0',
      'manifest.send: customs_officer HQ-LACHHUYEN',
      'notice.receive: KT-CANG-BAC-0',
      'port_message.take: port_operator KT-CANG-BAC',
      'scan.record: customs_officer HQ-LACHHUYEN',
      'declaration.register: customs_officer HQ-LACHHUYEN',
      'eligibility.issue: customs_officer HQ-LACHHUYEN',
      'notice.receive: KT-CANG-BAC-0',
      'gate.decide: the platform',
      'port_message.take: port_operator KT-CANG-BAC',
    ]);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort());
    // the decision says by which paper it left, and which stay ended with it
    const [decided, said] = entries.slice(-2).map(({ data }) => data!);
    expect(decided).toMatchObject({ verdict: 'pass', container: box, eligibilityId: paper.id });
    expect(said).toMatchObject({ form: '21', container: box, stayId: decided!['stayId'] });
  });

  it('through export: declared, expected, into the gate, landed, stuffed', async () => {
    const box = 'TCNU7200794';
    const is = () => whereIs(operator, box);
    const number = '306512349002';
    await officer.call<DeclarationView>('/declarations', {
      ...{ number, purpose: 'export', channel: 'green', status: 'cleared', registeredAt: clock() },
    });
    const list = await officer.call<ManifestView>('/manifests', {
      ...{ form: '08', facilityId: PORT, number: 'WALK-GATHER' },
      lines: [{ container: box, purpose: 'export', declaration: number, plate: '15C-678.90' }],
    });
    const told08 = await received('08', box);
    expect(await is()).toBe('expected at LACHHUYEN');

    await after(75);
    const into = seen('walk-export', 'in', { container: box, plate: '15C-678.90' });
    expect(await pass(gate, GATE, into)).toMatchObject({ verdict: 'pass', reasons: [] });
    expect(await is()).toBe('arrived at LACHHUYEN, landed at LACHHUYEN, in G-LACHHUYEN-1: pass');
    await after(5);
    const landed = await report('14', box, { purpose: 'export', declaration: number });
    await after(120);
    const goods = { description: 'Giày dép', packages: 640, grossKg: 11_200 };
    const stuffed = await report('23', box, { declaration: number, goods, carrierSeal: 'ML-VN9002' });
    expect([landed.flags, stuffed.flags]).toEqual([[], []]);
    expect(await is()).toBe('arrived at LACHHUYEN, stuffed at LACHHUYEN, in G-LACHHUYEN-1: pass');
    expect(await alarms()).toEqual([]);

    const { lines, entries } = await story(
      auditor,
      [
        ...[`declaration/${number}`, `manifest/${list.id}`, `notice/${told08}`, `passage/${GATE}/${into.id}`],
        ...[landed, stuffed].map(({ id }) => `port-message/${id}`),
      ],
      ({ subject }) => subject === `port-message/${stuffed.id}`,
    );
    expect(lines).toEqual([
      'declaration.register: customs_officer HQ-LACHHUYEN',
      'manifest.send: customs_officer HQ-LACHHUYEN',
      'notice.receive: KT-CANG-BAC-0',
      'gate.decide: the platform',
      'port_message.take: port_operator KT-CANG-BAC',
      'port_message.take: port_operator KT-CANG-BAC',
    ]);
    // all of it is about one stay, which the gate began
    const stays = entries.slice(-3).map(({ data }) => data!['stayId']);
    expect(new Set(stays).size).toBe(1);
  });

  it('through transit: registered, approved, sealed, out of one gate, along its route, in at another, closed', async () => {
    const [box, sealId, routeId, to] = ['TOLU4734787', 'VN000205', 'LACHHUYEN-MONGCAI', 'MONGCAI'];
    const id = 'WALK-TRANSIT';
    const is = () => whereIs(supervisor, box);
    const border = await cast.admit(administrator, 'mongcai', 'customs_officer', 'HQ-MONGCAI');
    const road = routeRoad(country, routeId);
    const gates = gatesOnRoute(country, routeId);
    const [leaves, comes] = gates as [(typeof gates)[0], (typeof gates)[0]];
    const [first, last] = [await cast.gate(leaves.gateId), await cast.gate(comes.gateId)];
    const seal = await cast.seal(sealId);
    let seq = 0;
    const fix = (metres: number, lock: 'locked' | 'unlocked', more: object = {}) => {
      const { lat, lon, heading } = road.at(metres);
      const said = { seq: ++seq, time: clock(), lat, lon, heading, accuracy: 8, speed: 40, lock, ...more };
      return seal.say(topics.fixes(sealId), said);
    };
    const step = (by: Person, what: string, body: object = {}) =>
      by.call<TransitView>(`/transits/${id}/${what}`, body);

    await carrier.call('/transits', {
      ...{ id, number: 'QT-2026-9003', declaration: '506512349003', from: PORT, to, routeId },
      ...{ carrierId: 'VT-BIENDONG', vehicle: { plate: '15C-246.80' }, containers: [{ number: box }] },
      ...{ departBy: formatInstant(now + 6 * HOUR), arriveBy: formatInstant(now + 18 * HOUR) },
    });
    expect(await is()).toBe('transit registered');
    await after(45);
    await step(officer, 'approve');
    await after(20);
    await fix(leaves.at, 'locked', { speed: 0 });
    await step(officer, 'seal', { containers: [{ number: box, sealId }] });
    expect(await is()).toBe(`transit sealed, seal ${sealId}`);
    await after(5);
    await fix(leaves.at, 'locked', { speed: 0 });
    const plate = '15C-246.80';
    const out = seen('walk-transit-out', 'out', { container: box, plate, sealId });
    expect(await pass(first, leaves.gateId, out)).toMatchObject({ verdict: 'pass', reasons: [] });
    await after(6);
    const left = await report('21', box, { plate });

    // 50 km/h, a fix each four minutes
    const STRIDE = 50_000 / 15;
    for (let metres = leaves.at + STRIDE; metres < leaves.at + 4 * STRIDE; metres += STRIDE) {
      await fix(metres, 'locked');
      await after(4);
    }
    const proposed = await waitFor(
      async () => (await carrier.call<TransitView>(`/transits/${id}`)).proposed,
      10_000,
      'the departure to be proposed',
    );
    expect(proposed.step).toBe('depart');
    await step(officer, 'depart');
    expect(await is()).toBe(`transit in_transit, seal ${sealId}, out ${leaves.gateId}: pass`);
    for (let metres = leaves.at + 4 * STRIDE; metres < comes.at; metres += STRIDE) {
      await fix(metres, 'locked');
      await after(4);
    }
    await fix(comes.at, 'locked', { speed: 5 });
    const into = seen('walk-transit-in', 'in', { container: box, plate, sealId });
    expect(await pass(last, comes.gateId, into)).toMatchObject({ verdict: 'pass', reasons: [] });
    expect(await is()).toBe(`landed at ${to}, transit in_transit, seal ${sealId}, in ${comes.gateId}: pass`);
    for (let i = 0; i < 2; i++) {
      await after(4);
      await fix(road.length, 'locked', { speed: 0 });
    }
    await step(border, 'arrive');
    await after(10);
    await fix(road.length, 'unlocked', { speed: 0, events: ['unlocked'] });
    await after(5);
    await step(border, 'close');
    expect(await is()).toBe(`landed at ${to}, transit closed, in ${comes.gateId}: pass`);
    expect(await alarms()).toEqual([]);

    const { lines, entries } = await story(
      auditor,
      [
        ...[`transit/${id}`, `port-message/${left.id}`],
        ...[`passage/${leaves.gateId}/${out.id}`, `passage/${comes.gateId}/${into.id}`],
      ],
      ({ kind }) => kind === 'transit.close',
    );
    expect(lines).toEqual([
      'transit.register: carrier VT-BIENDONG',
      'transit.approve: customs_officer HQ-LACHHUYEN',
      'transit.attach_seals: customs_officer HQ-LACHHUYEN',
      'transit.seal: customs_officer HQ-LACHHUYEN',
      'gate.decide: the platform',
      'port_message.take: port_operator KT-CANG-BAC',
      'transit.depart: customs_officer HQ-LACHHUYEN',
      'gate.decide: the platform',
      'transit.arrive: customs_officer HQ-MONGCAI',
      'transit.close: customs_officer HQ-MONGCAI',
    ]);
    expect(entries.filter(({ kind }) => kind === 'gate.decide').map(({ data }) => data!['verdict'])).toEqual([
      'pass',
      'pass',
    ]);
  });
});
