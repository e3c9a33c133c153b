import { randomUUID } from 'node:crypto';
import { DAY, HOUR, formatInstant } from '@haidang/domain';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { container, declaration, eligible, openPorts, OTHER_PORT, PORT, type Ports } from '../papers/port.js';

failOnLeaks();

const NOW = Date.now();

withStore((store) => {
  let ports: Ports;
  beforeAll(async () => {
    ports = await openPorts(store);
    await ports.officer.post('/declarations', declaration('D1'));
  });
  afterAll(() => ports.api.close());

  async function stands(n: number, { facilityId = PORT, hours = 1, ...more }: Record<string, unknown> = {}) {
    const row = {
      ...{
        id: randomUUID(),
        container: container(n),
        facility_id: facilityId,
        state: 'landed',
        purpose: 'import',
      },
      ...{ in_at: new Date(NOW - (hours as number) * HOUR), in_reported: true, ...more },
    };
    const names = Object.keys(row);
    await store.pool.query(
      `insert into stays (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    );
  }
  const list = async (query = '', caller = ports.operator) =>
    (await caller.get(`/yard${query}`)).body as { items: Record<string, unknown>[]; next: string | null };
  const numbers = async (query = '', caller = ports.operator) =>
    (await list(query, caller)).items.map((line) => line['container']);

  describe('what stands', () => {
    beforeAll(async () => {
      await stands(1, { hours: 91 * 24, mode: 'sea' });
      await stands(2, { hours: 91 * 24 + 1, purpose: 'export', mode: 'road', in_seen: true });
      await stands(3, { hours: 50, state: 'segregated', scan_ordered: true, carrier_seal: 'ML-3' });
      await stands(4, { hours: 20, purpose: null, in_seen: true, in_reported: false });
      await stands(5, { hours: 10, out_at: new Date(NOW) });
      await stands(6, { hours: 5, facilityId: OTHER_PORT });
      await stands(3, { hours: 4, facilityId: OTHER_PORT });
    });

    it('is listed, the longest first, in one’s own places alone; what has left is not', async () => {
      expect(await numbers()).toEqual([2, 1, 3, 4].map((n) => container(n)));
      expect(await numbers('', ports.officer)).toHaveLength(4);
      expect(await numbers('', ports.otherOperator)).toEqual([6, 3].map((n) => container(n)));
      expect(await numbers('', ports.supervisor)).toHaveLength(6);
      expect(await numbers(`?facilityId=${OTHER_PORT}`)).toEqual([]);
    });

    it('in pages, none twice and none left out', async () => {
      const seen: unknown[] = [];
      for (let next: string | null = ''; next !== null;) {
        const page = await list(`?limit=3${next === '' ? '' : `&cursor=${next}`}`, ports.supervisor);
        seen.push(...page.items.map(({ id }) => id));
        next = page.next;
      }
      expect(seen).toHaveLength(6);
      expect(new Set(seen).size).toBe(6);
    });

    it.each([
      ['purpose=export', [2]],
      ['state=segregated', [3]],
      ['mode=sea', [1]],
      ['overdue=true', [1]],
      ['overdue=false', [2, 3, 4]],
      [`container=${container(3).slice(0, 9)}`, [1, 2, 3, 4]],
      [`container=${container(3).slice(0, 10).toLowerCase()}`, [3]],
      ['container=ZZZ', []],
      ['purpose=import&mode=road', []],
    ])('%s', async (query, expected) => {
      expect((await numbers(`?${query}`)).toSorted()).toEqual(expected.map((n) => container(n)));
    });

    it('with its dwell, flags, seal and scan', async () => {
      const [two, one, three, four] = (await list()).items;
      expect(one).toMatchObject({
        ...{ facilityId: PORT, purpose: 'import', state: 'landed', mode: 'sea', overdue: true },
        since: formatInstant(NOW - 91 * DAY),
        flags: ['unseen', 'unclaimed'],
      });
      expect(one!['dwell']).toBeGreaterThanOrEqual(91 * DAY);
      expect(two).toMatchObject({ overdue: false, flags: [] });
      expect(three).toMatchObject({
        ...{ carrierSeal: 'ML-3', scan: { ordered: true } },
        flags: ['stands_elsewhere', 'unseen', 'unscanned'],
      });
      expect(four).toMatchObject({ flags: ['unreported'] });
      expect(four).not.toHaveProperty('purpose');
    });

    it('with what is on file of whether it may leave', async () => {
      const issued = await ports.officer.post('/eligibility', eligible(4, { customsSeal: 'HQ-4' }));
      const line = async () => (await list(`?container=${container(4)}`)).items[0];
      expect(await line()).toMatchObject({
        eligibility: { id: issued.body.id, state: 'eligible', declaration: 'D1' },
        customsSeal: 'HQ-4',
      });
      await ports.officer.post(`/eligibility/${issued.body.id}/suspend`, { reason: 'x' });
      expect(await line()).toMatchObject({ eligibility: { state: 'suspended' } });
      // one that another stay used up says nothing of this one
      await store.pool.query(
        `update eligibilities set state = 'used', changed_at = now() - interval '30 hours' where id = $1`,
        [issued.body.id],
      );
      expect(await line()).not.toHaveProperty('eligibility');
    });

    it('is counted', async () => {
      const { body } = await ports.operator.get('/yard/summary');
      expect(body).toMatchObject({
        ...{ total: 4, overdue: 1, byPurpose: { import: 2, export: 1, unknown: 1 } },
        ...{ byState: { landed: 3, segregated: 1 }, byMode: { sea: 1, road: 1, unknown: 2 } },
        facilities: [{ facilityId: PORT, total: 4, overdue: 1 }],
      });
      // of 20, 50, 2184 and 2185 hours, and the moment since
      const aMoment = Date.parse(body.at) - NOW;
      expect(body.dwell).toEqual({
        median: ((50 + 2184) / 2) * HOUR + aMoment,
        p90: 2184 * HOUR + (7 * HOUR) / 10 + aMoment,
      });
      expect(body.facilities[0].dwell).toEqual(body.dwell);
      const all = (await ports.supervisor.get('/yard/summary')).body;
      expect(all).toMatchObject({ total: 6, facilities: [{ facilityId: PORT }, { facilityId: OTHER_PORT }] });
      const none = (await ports.operator.get('/yard/summary?container=ZZZ')).body;
      expect(none).toMatchObject({ total: 0, overdue: 0, facilities: [] });
      expect(none).not.toHaveProperty('dwell');
    });

    it.each(['mode=air', 'overdue=maybe', 'container=---', 'cursor=x'])('%s is refused', async (query) => {
      expect((await ports.operator.get(`/yard?${query}`)).body.code).toBe('invalid_request');
    });
  });

  describe('by what it came', () => {
    const land = async (n: number, more: object = {}) => {
      const message = {
        form: '14',
        number: `L${n}`,
        facilityId: PORT,
        at: formatInstant(NOW),
        container: container(n),
      };
      expect((await ports.operator.post('/port-messages', { ...message, ...more })).status).toBe(201);
      return (await list(`?container=${container(n)}`)).items[0]?.['mode'];
    };
    const lines = (n: number) => [{ container: container(n) }];

    it('its list says; else the truck’s plate; else the kind of facility', async () => {
      const head = { form: '01', facilityId: PORT };
      await ports.officer.post('/manifests', { ...head, number: 'V1', mode: 'waterway', lines: lines(21) });
      await ports.officer.post('/manifests', { ...head, number: 'V2', lines: lines(22) });
      expect(await land(21)).toBe('waterway');
      expect(await land(22)).toBe('sea');
      expect(await land(23, { plate: '15C-123.45' })).toBe('road');
      expect(await land(24)).toBe('sea');
    });

    it('a gate that saw it come saw it on the road', async () => {
      await ports.officer.post('/manifests', {
        ...{ form: '08', facilityId: PORT, number: 'W1', mode: 'road', lines: lines(25) },
      });
      const passage = {
        id: 'p25',
        time: formatInstant(Date.now()),
        direction: 'in',
        container: container(25),
      };
      expect((await ports.operator.post('/gates/GATE-N/passages', passage)).body.verdict).toBe('pass');
      expect((await list(`?container=${container(25)}`)).items).toMatchObject([
        { mode: 'road', flags: ['unreported'] },
      ]);
    });
  });

  it('the platform failed at nothing meanwhile', () => expect(ports.api.errors).toEqual([]));
});
