import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GateBook } from '../../../apps/platform/src/gates/gate-book.js';
import { ago, BOX, form, FOURTH, Harbour, OTHER, THIRD } from './harbour.js';

failOnLeaks();

const goods = { description: 'gạo', packages: 10, grossKg: 500 };

withStore((store) => {
  let harbour: Harbour;
  beforeAll(async () => {
    harbour = await Harbour.open(store);
  });
  afterAll(() => harbour.close());
  beforeEach(() => harbour.clear());

  const land = (container: string = BOX, more: object = {}) =>
    harbour.report(form('14', { container, ...more }));

  describe('what happens is told by its form', () => {
    it('14: a stay begins as it was expected, the expectation is met, and the gates know', async () => {
      const expected = await harbour.expect(BOX);
      const landed = await land(BOX, { plate: '15C-123.45', means: 'HAI PHONG STAR', goods });
      expect(landed).toMatchObject({
        status: 201,
        body: { form: '14', state: 'taken', flags: [], container: BOX, way: 'rest', message: { goods } },
      });
      expect(await harbour.stays(BOX)).toMatchObject([
        {
          state: 'landed',
          carrier_seal: 'ML-1',
          purpose: 'import',
          scan_ordered: true,
          in_reported: true,
          gone: false,
        },
      ]);
      expect(await harbour.stateOf('expected_containers', expected)).toBe('arrived');
      expect(harbour.api.app.get(GateBook).papersOf(BOX)).toMatchObject({
        expected: [],
        stays: [{ facilityId: 'LACHHUYEN' }],
      });
    });

    it('14 of what a camera saw come: the same stay', async () => {
      await harbour.see(BOX, 7);
      await land(BOX, { carrierSeal: 'ML-2' });
      expect(await harbour.stays(BOX)).toMatchObject([
        { in_seen: true, in_reported: true, carrier_seal: 'ML-2' },
      ]);
    });

    it('14 of what a camera saw come and go meanwhile: the stay that is over', async () => {
      await harbour.see(BOX, 7, 2);
      await land(BOX);
      expect(await harbour.stays(BOX)).toMatchObject([
        { in_reported: true, gone: true, out_reported: false },
      ]);
    });

    it('14 twice is kept, and odd', async () => {
      await land();
      expect((await land()).body.flags).toEqual(['landed_before']);
      expect(await harbour.stays(BOX)).toHaveLength(1);
    });

    it('18 sets the container apart, and keeps what was found', async () => {
      await land();
      const told = await harbour.report(
        form('18', { container: BOX, kind: 'carrier_seal', expected: 'A', found: 'B' }),
      );
      expect(told.body.message).toMatchObject({ kind: 'carrier_seal', expected: 'A', found: 'B' });
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'segregated' }]);
    });

    it('20, 23, 24: emptied, stuffed anew, sealed anew', async () => {
      await land();
      await harbour.report(form('20', { container: BOX }));
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'emptied' }]);
      await harbour.report(form('23', { container: BOX, goods, carrierSeal: 'ML-8' }));
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'stuffed', carrier_seal: 'ML-8' }]);
      await harbour.report(
        form('24', { container: BOX, oldSeal: 'ML-8', newSeal: 'ML-9', reason: 'cut to look' }),
      );
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'stuffed', carrier_seal: 'ML-9' }]);
      await harbour.report(
        form('24', { container: BOX, seal: 'customs', newSeal: 'HQ-1', reason: 'looked at' }),
      );
      expect(await harbour.stays(BOX)).toMatchObject([{ carrier_seal: 'ML-9' }]);
    });

    it.each([
      ['18', { kind: 'damage' }],
      ['20', {}],
      ['23', { goods }],
      ['24', { newSeal: 'X', reason: 'x' }],
    ])('%s of what does not stand here is kept, and odd', async (number, more) => {
      const { status, body } = await harbour.report(form(number, { container: BOX, ...more }));
      expect([status, body.flags]).toEqual([201, ['not_standing']]);
    });

    it('15, 19: bulk landed, and what is odd about it', async () => {
      expect((await harbour.report(form('15', { goods }))).body.flags).toEqual([]);
      expect((await harbour.report(form('19', { goods, kind: 'quantity' }))).body.flags).toEqual([]);
    });
  });

  describe('gate-out (21)', () => {
    it('ends the stay and uses the eligibility up', async () => {
      const eligibility = await harbour.allow(BOX);
      await land();
      const out = await harbour.report(form('21', { container: BOX, at: ago(1) }));
      expect(out.body.flags).toEqual([]);
      expect(await harbour.stays(BOX)).toMatchObject([{ gone: true, out_reported: true, out_seen: false }]);
      expect(await harbour.stateOf('eligibilities', eligibility)).toBe('used');
      expect(harbour.api.app.get(GateBook).papersOf(BOX).stays).toEqual([]);
    });

    it('of what a camera saw go confirms it', async () => {
      await harbour.allow(BOX, 'used');
      await harbour.see(BOX, 60, 3);
      expect((await harbour.report(form('21', { container: BOX, at: ago(3) }))).body.flags).toEqual([]);
      expect(await harbour.stays(BOX)).toMatchObject([{ gone: true, out_seen: true, out_reported: true }]);
    });

    it('after a gate let it pass: the camera’s exit is the port’s, and what a port landed may leave', async () => {
      const eligibility = await harbour.allow(BOX);
      await land();
      const passage = { id: `p-${Date.now()}`, time: ago(2), direction: 'out', container: BOX };
      expect((await harbour.post('/gates/LACH-1/passages', passage)).body).toMatchObject({ verdict: 'pass' });
      expect(await harbour.stateOf('eligibilities', eligibility)).toBe('used');
      expect((await harbour.report(form('21', { container: BOX, at: ago(2) }))).body.flags).toEqual([]);
      expect(await harbour.stays(BOX)).toMatchObject([{ gone: true, out_seen: true, out_reported: true }]);
    });

    it('on a transit that an officer approved wants no eligibility', async () => {
      await store.pool.query(`
        insert into routes (id, name, from_id, to_id, legs) values ('R', 'x', 'LACHHUYEN', 'CATLAI', '[]');
        insert into transits (id, number, declaration, regime, from_id, to_id, plate, route_id, state, created_at, approved_at)
          values ('T', 'T', 'D', 'transit', 'LACHHUYEN', 'CATLAI', 'x', 'R', 'sealed', now(), now());
        insert into transit_containers (transit_id, position, number) values ('T', 1, '${FOURTH}')`);
      await land(FOURTH);
      expect((await harbour.report(form('21', { container: FOURTH }))).body.flags).toEqual([]);
      // a suspension holds what travels on one, too
      await harbour.allow(FOURTH, 'suspended');
      await land(FOURTH);
      expect((await harbour.report(form('21', { container: FOURTH }))).body.flags).toEqual(['not_eligible']);
    });

    it.each([
      ['without an eligibility', undefined],
      ['under suspension', 'suspended'],
      ['after the eligibility was cancelled', 'cancelled'],
      ['with one that was used before', 'used'],
    ])('%s is kept and flagged: it happened', async (_, state) => {
      const eligibility = state === undefined ? undefined : await harbour.allow(BOX, state);
      await land();
      const out = await harbour.report(form('21', { container: BOX }));
      expect([out.status, out.body.flags]).toEqual([201, ['not_eligible']]);
      expect(await harbour.stays(BOX)).toMatchObject([{ gone: true }]);
      if (eligibility !== undefined) expect(await harbour.stateOf('eligibilities', eligibility)).toBe(state);
    });

    it.each([
      ['21', { container: BOX }, 14, false],
      ['21', { container: BOX }, 16, true],
      ['32', { container: BOX, declaration: 'D1' }, 59, false],
      ['32', { container: BOX, declaration: 'D1' }, 61, true],
      ['22', { declaration: 'D1', goods }, 16, true],
    ])('by form %s, %j, %i minutes after it happened', async (number, more, minutes, late) => {
      const { body } = await harbour.report(form(number, { ...more, at: ago(minutes) }));
      expect(body.flags.includes('reported_late')).toBe(late);
    });
  });

  it('22: bulk leaves in parts; the last uses the eligibility up, and one more is odd', async () => {
    const eligibility = await harbour.allow(null);
    const load = (last?: boolean) =>
      harbour.report(form('22', { declaration: 'D1', goods, last, at: ago(1) }));
    expect((await load()).body.flags).toEqual([]);
    expect(await harbour.stateOf('eligibilities', eligibility)).toBe('eligible');
    expect((await load(true)).body.flags).toEqual([]);
    expect(await harbour.stateOf('eligibilities', eligibility)).toBe('used');
    expect((await load()).body.flags).toEqual(['not_eligible']);
  });

  it('32: out of an air warehouse, by container or by declaration', async () => {
    await harbour.allow(BOX);
    await harbour.allow(null);
    await land();
    const out = form('32', { container: BOX, declaration: 'D1', waybill: '738-12345675' });
    expect((await harbour.report(out)).body.flags).toEqual([]);
    expect(await harbour.stays(BOX)).toMatchObject([{ gone: true }]);
    expect((await harbour.report(form('32', { declaration: 'D1', goods }))).body.flags).toEqual([]);
  });

  it('a container at two places stands at both, and is shown so; where else is not told', async () => {
    await land();
    const there = { ...form('14', { container: BOX }), facilityId: 'CATLAI' };
    const { body } = await harbour.report(there, harbour.otherPort);
    expect(body.flags).toEqual(['stands_elsewhere']);
    expect(JSON.stringify(body)).not.toContain('LACHHUYEN');
    expect((await harbour.stays(BOX)).map(({ facility_id: id }) => id).sort()).toEqual([
      'CATLAI',
      'LACHHUYEN',
    ]);
  });

  describe('a report again', () => {
    it('with the same content is the first one, and does nothing', async () => {
      const body = form('14', { container: BOX, at: '2026-01-02T10:00:00+07:00' });
      const first = await harbour.report(body);
      const again = await harbour.report({ ...body, at: '2026-01-02T03:00:00Z' });
      expect([first.status, again.status]).toEqual([201, 200]);
      expect(again.body).toEqual(first.body);
      expect(await harbour.stays(BOX)).toHaveLength(1);
    });

    it('with other content is a conflict', async () => {
      const body = form('14', { container: BOX });
      await harbour.report(body);
      expect(await harbour.report({ ...body, container: OTHER })).toMatchObject({
        status: 409,
        body: { code: 'conflict', errors: [{ path: 'number' }] },
      });
      expect(await harbour.stays(OTHER)).toEqual([]);
    });

    it('twenty at once are one', async () => {
      const body = form('14', { container: BOX });
      const answers = await Promise.all(Array.from({ length: 20 }, () => harbour.report(body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(200), 201]);
      expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    });
  });

  describe('many in one call', () => {
    it('are taken in their order, each may speak of what the one before did', async () => {
      const messages = [
        form('14', { container: BOX }),
        form('20', { container: BOX }),
        form('21', { container: BOX }),
        form('14', { container: OTHER }),
      ];
      const { status, body } = await harbour.report({ messages });
      expect([status, body.items.map((item: { flags: string[] }) => item.flags)]).toEqual([
        201,
        [[], [], ['not_eligible'], []],
      ]);
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'emptied', gone: true }]);
    });

    it('a thousand are', async () => {
      const messages = Array.from({ length: 1_000 }, () => form('15', { goods }));
      expect((await harbour.report({ messages })).body.items).toHaveLength(1_000);
      expect((await harbour.report({ messages: [...messages, form('15', { goods })] })).body.code).toBe(
        'invalid_request',
      );
    });

    it('all or none: the wrong one is named', async () => {
      const messages = [form('14', { container: BOX }), form('17', { corrects: 'NONE', reason: 'x' })];
      expect(await harbour.report({ messages })).toMatchObject({
        status: 422,
        body: { code: 'reference_unknown', errors: [{ path: 'messages.1.corrects' }] },
      });
      expect(await harbour.stays(BOX)).toEqual([]);
      expect((await harbour.get('/port-messages')).body.items).toEqual([]);
    });
  });

  it.each([
    [{ form: '99' }, 400, 'invalid_request', 'form'],
    [{ container: 'CSQU3054384' }, 400, 'invalid_request', 'container'],
    [{ container: undefined }, 400, 'invalid_request', 'container'],
    [{ at: 'noon' }, 400, 'invalid_request', 'at'],
    [{ at: '2036-01-01T00:00:00Z' }, 422, 'time_ahead', 'at'],
    [{ at: '2019-12-31T00:00:00Z' }, 422, 'time_before_2020', 'at'],
    [{ facilityId: 'NOWHERE' }, 422, 'reference_unknown', 'facilityId'],
    [{ facilityId: 'CATLAI' }, 403, 'forbidden', 'facilityId'],
  ])('%j is refused, and nothing is kept', async (more, status, code, path) => {
    const answer = await harbour.report(form('14', { container: THIRD, ...more }));
    expect(answer).toMatchObject({ status, body: { code, errors: [{ path }] } });
    expect(await harbour.stays(THIRD)).toEqual([]);
  });

  describe('is found', () => {
    it('with the original as it came, by whom it belongs to', async () => {
      const text = JSON.stringify(form('14', { container: BOX, note: 'mưa' }), null, 3);
      const { id } = (await harbour.post('/port-messages', text)).body;
      for (const token of [harbour.port, harbour.officer])
        expect((await harbour.get(`/port-messages/${id}`, token)).body.original).toMatchObject({
          contentType: 'application/json',
          encoding: 'utf8',
          text,
        });
      for (const token of [harbour.otherPort, harbour.otherOfficer])
        expect((await harbour.get(`/port-messages/${id}`, token)).body.code).toBe('port_message_not_found');
    });

    it('by facility, form, state and container, the latest first, by the page', async () => {
      for (const container of [BOX, OTHER, THIRD]) await land(container);
      await harbour.report(form('20', { container: BOX }));
      const list = async (query: string, token?: string) =>
        (await harbour.get(`/port-messages?${query}`, token)).body.items.map(
          (item: { form: string; container: string }) => `${item.form} ${item.container}`,
        );
      expect(await list('')).toEqual([`20 ${BOX}`, `14 ${THIRD}`, `14 ${OTHER}`, `14 ${BOX}`]);
      expect(await list(`container=${BOX}&form=14,16`)).toEqual([`14 ${BOX}`]);
      expect(await list('state=waiting')).toEqual([]);
      expect(await list('facilityId=CATLAI')).toEqual([]);
      expect(await list('', harbour.otherOfficer)).toEqual([]);
      const { body } = await harbour.get('/port-messages?limit=3');
      expect(await list(`limit=3&cursor=${body.next}`)).toEqual([`14 ${BOX}`]);
    });
  });

  it('the platform failed at nothing meanwhile', () => expect(harbour.api.errors).toEqual([]));
});
