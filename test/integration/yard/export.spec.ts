import { formatInstant, HOUR, MINUTE } from '@haidang/domain';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { GateBook } from '../../../apps/platform/src/gates/gate-book.js';
import { container, declaration, openPorts, OTHER_PORT, PORT, type Ports } from '../papers/port.js';

failOnLeaks();

withStore((store) => {
  let ports: Ports;
  beforeAll(async () => {
    ports = await openPorts(store);
    await store.pool.query(
      `insert into facilities (id, name, kind, lat, lon, organisation_id, operator_id) values ('CFS-N', 'CFS', 'cfs', 0, 0, 'OFFICE-N', 'OPERATOR-N')`,
    );
    await ports.api.app.get(Directory).refreshOrganisations();
  });
  afterAll(() => ports.api.close());

  const NOW = Date.now();
  const ago = (ms: number) => formatInstant(NOW - ms);
  let report = 0;
  const tell = async (form: string, n: number, at: string, more: object = {}) => {
    const message = { form, number: `R${++report}`, facilityId: PORT, at, container: container(n), ...more };
    const answer = await ports.operator.post('/port-messages', message);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  };
  const land = (n: number, more: object = {}) => tell('14', n, ago(2 * HOUR), more);
  const declare = (number: string, boxes: readonly (number | object)[], more: object = {}) => {
    const containers = boxes.map((box) => (typeof box === 'number' ? { container: container(box) } : box));
    const goods = { facilityId: PORT, departure: 'V9', containers, ...more };
    return ports.officer.post(
      '/declarations',
      declaration(number, { purpose: 'export', registeredAt: ago(5 * HOUR), export: goods }),
    );
  };
  const papers = (n: number) => ports.api.app.get(GateBook).papersOf(container(n));
  const stands = async (n: number) =>
    (await ports.operator.get(`/yard?container=${container(n)}`)).body.items.length === 1;
  const depart = (number: string, boxes: readonly (number | object)[], more: object = {}) =>
    ports.officer.post('/manifests', {
      ...{ form: 'departure', facilityId: PORT, number, means: 'MV Sao Biển', loadedAt: ago(MINUTE) },
      lines: boxes.map((box) => (typeof box === 'number' ? { container: container(box) } : box)),
      ...more,
    });
  const differences = async (id: string, query = '') => {
    const { body } = await ports.operator.get(`/manifests/${id}/differences${query}`);
    return body as { counts: object; next: string | null; items: Record<string, unknown>[] };
  };
  const kinds = async (id: string, query = '') =>
    (await differences(id, query)).items.map(
      ({ kind, container: of }) => `${kind as string} ${of as string}`,
    );

  describe('a declaration of export', () => {
    it('expects its containers at its facility; the gate lets them in, and the declaration says how far they are', async () => {
      await tell('14', 1, ago(4 * HOUR), { facilityId: 'CFS-N' });
      await tell('23', 1, ago(3 * HOUR), { facilityId: 'CFS-N', goods: {} });
      await tell('21', 1, ago(150 * MINUTE), { facilityId: 'CFS-N' });
      const box = { container: container(1), carrierSeal: 'ML-1', plate: '15C-123.45' };
      expect((await declare('E1', [box, 2])).status).toBe(201);
      expect(papers(1).expected).toMatchObject([
        { facilityId: PORT, purpose: 'export', carrierSeal: 'ML-1', plate: '15C12345' },
      ]);
      const steps = async () =>
        (await ports.officer.get('/declarations/E1')).body.exported as Record<string, unknown>[];
      expect(await steps()).toMatchObject([
        {
          ...{ container: container(1), facilityId: PORT, departure: 'V9', step: 'declared' },
          ...{ gatheredAt: ago(4 * HOUR), stuffedAt: ago(3 * HOUR), declaredAt: ago(5 * HOUR) },
        },
        { container: container(2), step: 'declared' },
      ]);
      const passage = { id: 'in1', time: ago(0), direction: 'in', container: container(1) };
      expect((await ports.operator.post('/gates/GATE-N/passages', passage)).body.verdict).toBe('pass');
      expect((await steps())[0]).toMatchObject({ step: 'brought_in', broughtInAt: ago(0) });
      expect((await ports.operator.get(`/yard?container=${container(1)}`)).body.items).toMatchObject([
        { purpose: 'export', carrierSeal: 'ML-1' },
      ]);
    });

    it('finds what stands there already, and says what it is there for', async () => {
      await land(11);
      await declare('E2', [11]);
      expect(papers(11)).toMatchObject({ expected: [], stays: [{ purpose: 'export' }] });
      expect((await ports.officer.get('/declarations/E2')).body.exported).toMatchObject([
        { step: 'brought_in', broughtInAt: ago(2 * HOUR) },
      ]);
    });

    it('said again, what it names no more is expected no more; cancelled, nothing is', async () => {
      await declare('E3', [21, 22]);
      await declare('E3', [22, 23]);
      expect([21, 22, 23].map((n) => papers(n).expected.length)).toEqual([0, 1, 1]);
      await ports.officer.post(
        '/declarations',
        declaration('E3', { purpose: 'export', status: 'cancelled' }),
      );
      expect([21, 22, 23].map((n) => papers(n).expected.length)).toEqual([0, 0, 0]);
    });

    it('is refused whole for what is wrong with it', async () => {
      await declare('E4', [31]);
      expect((await declare('E5', [32, 31])).body).toMatchObject({
        ...{ code: 'already_exists', errors: [{ path: 'export.containers.1.container' }] },
      });
      expect(papers(32).expected).toEqual([]);
      expect((await declare('E5', [33, 33])).body).toMatchObject({
        ...{ code: 'invalid_request', errors: [{ path: 'export.containers.1.container' }] },
      });
      expect((await declare('E5', [33], { facilityId: OTHER_PORT })).body).toMatchObject({
        ...{ code: 'reference_unknown', errors: [{ path: 'export.facilityId' }] },
      });
      const goods = { facilityId: PORT, containers: [{ container: container(33) }] };
      expect(
        (await ports.officer.post('/declarations', declaration('E5', { export: goods }))).body,
      ).toMatchObject({
        ...{ code: 'invalid_request', errors: [{ path: 'export' }] },
      });
      expect((await ports.officer.get('/declarations/E5')).status).toBe(404);
    });
  });

  describe('a departure manifest', () => {
    it('ends the stays of what was loaded, uses up what might pass; the list of differences is empty where all agrees', async () => {
      await declare('E10', [{ container: container(41), carrierSeal: 'ML 41' }], { departure: 'V10' });
      await land(41, { carrierSeal: 'ML-41' });
      const issued = await ports.officer.post('/eligibility', {
        ...{ form: '04', facilityId: PORT, declaration: 'E10', container: container(41) },
      });
      const sent = await depart('V10', [
        { container: container(41), carrierSeal: 'ml41', declaration: 'E10' },
      ]);
      expect(sent).toMatchObject({ status: 201, body: { form: 'departure', number: 'V10', lines: 1 } });
      expect(await stands(41)).toBe(false);
      expect((await ports.operator.get(`/eligibility/${issued.body.id}`)).body.state).toBe('used');
      expect(papers(41)).toMatchObject({ expected: [], stays: [] });
      expect((await ports.operator.get(`/manifests/${sent.body.id}`)).body.loaded).toEqual([
        {
          ...{ container: container(41), line: 0, declaration: 'E10', carrierSeal: 'ml41' },
          loadedAt: ago(MINUTE),
        },
      ]);
      expect(await differences(sent.body.id)).toMatchObject({ counts: {}, items: [], next: null });
      expect((await ports.officer.get('/declarations/E10')).body.exported).toMatchObject([
        { step: 'loaded', loadedAt: ago(MINUTE) },
      ]);
      // it is no message to the port
      expect((await ports.operator.get('/notices?limit=1000')).body.items).not.toContainEqual(
        expect.objectContaining({ form: 'departure' }),
      );
      expect((await ports.operator.get('/manifests?form=departure')).body.items).toContainEqual(sent.body);
    });

    it('is compared with what was declared for it and brought in, each difference with its evidence', async () => {
      const seal = (n: number, carrierSeal: string) => ({ container: container(n), carrierSeal });
      await declare('E20', [51, 52, 53, seal(54, 'S54'), seal(55, 'S55')], { departure: 'V20' });
      await declare('E21', [56], { departure: 'V21' });
      for (const n of [52, 54, 56, 57, 58]) await land(n);
      await ports.officer.post('/eligibility', {
        ...{ form: '04', facilityId: PORT, declaration: 'E20', container: container(54) },
      });
      const [held] = (await ports.officer.get(`/eligibility?container=${container(54)}`)).body.items;
      await ports.officer.post(`/eligibility/${held.id}/suspend`, { reason: 'x' });
      const sent = await depart('V20', [53, seal(54, 'OTHER'), 56, 57, seal(58, 's-55')]);
      const { id } = sent.body;
      expect(await kinds(id)).toEqual([
        `declared_not_loaded ${container(51)}`,
        `brought_in_not_loaded ${container(52)}`,
        `loaded_never_brought_in ${container(53)}`,
        `other_seal ${container(54)}`,
        `loaded_suspended ${container(54)}`,
        `other_departure ${container(56)}`,
        `loaded_not_declared ${container(57)}`,
        `other_number ${container(58)}`,
      ]);
      const { items, counts } = await differences(id, '?kind=other_seal');
      expect(counts).toMatchObject({ other_seal: 1, other_number: 1, declared_not_loaded: 1 });
      expect(items).toMatchObject([
        {
          loaded: { line: 1, carrierSeal: 'OTHER' },
          declared: { declaration: 'E20', carrierSeal: 'S54', departure: 'V20' },
          stay: { since: ago(2 * HOUR), until: ago(MINUTE) },
          eligibility: { id: held.id, state: 'suspended' },
        },
      ]);
      expect((await differences(id, '?kind=other_number')).items).toMatchObject([
        { loaded: { container: container(58) }, declared: { container: container(55), declaration: 'E20' } },
      ]);
      const paged: string[] = [];
      for (let next: string | null = ''; next !== null;) {
        const query = `?limit=3${next === '' ? '' : `&cursor=${next}`}`;
        paged.push(...(await kinds(id, query)));
        ({ next } = await differences(id, query));
      }
      expect(paged).toEqual(await kinds(id));
      // what was suspended may not pass by that
      expect((await ports.operator.get(`/eligibility/${held.id}`)).body.state).toBe('suspended');
    });

    it('a higher version replaces it: what it does not name stands again, as it was', async () => {
      await declare('E30', [61, 62], { departure: 'V30' });
      await land(61);
      const sent = await depart('V30', [61, 62]);
      expect(await stands(61)).toBe(false);
      expect(papers(62).expected).toEqual([]);
      expect((await depart('V30', [62])).body.code).toBe('already_exists');
      const second = await depart('V30', [63], { version: 2 });
      expect(second).toMatchObject({ status: 201, body: { id: sent.body.id, version: 2, lines: 1 } });
      expect(await stands(61)).toBe(true);
      expect(papers(61).stays).toHaveLength(1);
      expect(papers(62).expected).toHaveLength(1);
      expect(await kinds(sent.body.id)).toEqual([
        `brought_in_not_loaded ${container(61)}`,
        `declared_not_loaded ${container(62)}`,
        `loaded_not_declared ${container(63)}`,
        `loaded_never_brought_in ${container(63)}`,
      ]);
    });

    it('is refused for what is wrong, and is not for others', async () => {
      expect((await depart('V40', [71, 71])).body).toMatchObject({
        ...{ code: 'invalid_request', errors: [{ path: 'lines.1.container' }] },
      });
      expect((await depart('V40', [71], { loadedAt: formatInstant(Date.now() + HOUR) })).body.code).toBe(
        'time_ahead',
      );
      expect((await depart('V40', [71], { facilityId: OTHER_PORT })).body.code).toBe('reference_unknown');
      expect((await ports.operator.post('/manifests', {})).body.code).toBe('forbidden');
      const sent = await depart('V41', [71]);
      const path = `/manifests/${sent.body.id}`;
      for (const address of [path, `${path}/differences`])
        expect((await ports.otherOperator.get(address)).body.code).toBe('manifest_not_found');
      const list = await ports.officer.post('/manifests', {
        ...{ form: '01', facilityId: PORT, number: 'V42', lines: [{ container: container(72) }] },
      });
      expect((await ports.officer.get(`/manifests/${list.body.id}/differences`)).body.code).toBe(
        'wrong_state',
      );
    });
  });

  it('the platform failed at nothing meanwhile', () => expect(ports.api.errors).toEqual([]));
});
