import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GateBook } from '../../../apps/platform/src/gates/gate-book.js';
import { container, declaration, openPorts, OTHER_PORT, PORT, type Ports } from './port.js';

failOnLeaks();

withStore((store) => {
  let ports: Ports;
  beforeAll(async () => {
    ports = await openPorts(store);
    await ports.officer.post('/declarations', declaration('D1'));
  });
  afterAll(() => ports.api.close());
  const send = (body: object) => ports.officer.post('/manifests', { facilityId: PORT, ...body });
  const boxes = (...numbers: number[]) => numbers.map((n) => ({ container: container(n) }));
  const isExpected = (n: number) =>
    ports.api.app
      .get(GateBook)
      .papersOf(container(n))
      .expected.some(({ facilityId }) => facilityId === PORT);
  const states = async (id: string) =>
    Object.fromEntries(
      (await ports.operator.get(`/manifests/${id}`)).body.expected.map(
        (line: { container: string; state: string }) => [line.container, line.state],
      ),
    ) as Record<string, string>;

  describe('a discharge list (form 01)', () => {
    it('expects its containers, and the port is told', async () => {
      const lines = [
        { container: container(1), carrierSeal: 'ML-1', declaration: 'D1' },
        { container: container(2), purpose: 'transit', plate: '15C-123.45' },
      ];
      const head = { form: '01', number: 'V1', means: 'MV Sao Biển', dueAt: '2026-11-27T08:00:00+07:00' };
      const sent = await send({ ...head, lines });
      expect(sent).toMatchObject({
        status: 201,
        body: { form: '01', number: 'V1', version: 1, lines: 2, dueAt: '2026-11-27T01:00:00.000Z' },
      });
      const whole = (await ports.operator.get(`/manifests/${sent.body.id}`)).body;
      expect(whole.expected).toMatchObject([
        {
          container: container(1),
          purpose: 'import',
          carrierSeal: 'ML-1',
          declaration: 'D1',
          state: 'expected',
        },
        { container: container(2), purpose: 'transit', plate: '15C12345', scanOrdered: false },
      ]);
      expect((await ports.operator.get(`/manifests?facilityId=${PORT}&form=01`)).body.items).toEqual([
        sent.body,
      ]);
      expect([isExpected(1), isExpected(2), isExpected(3)]).toEqual([true, true, false]);
      const [notice] = (await ports.operator.get('/notices?form=01')).body.items;
      const { message } = (await ports.operator.get(`/notices/${notice.id}`)).body;
      expect(message).toMatchObject({
        ...{ form: '01', version: 1, facilityId: PORT },
        manifest: { id: sent.body.id, number: 'V1', version: 1, means: 'MV Sao Biển', part: 1, parts: 1 },
      });
      expect(message.lines).toEqual([
        { container: container(1), purpose: 'import', carrierSeal: 'ML-1', declaration: 'D1' },
        { container: container(2), purpose: 'transit', plate: '15C12345' },
      ]);
    });

    it('a higher version replaces what is not here yet; the same or a lower one is refused', async () => {
      const first = await send({ form: '01', number: 'V2', lines: boxes(11, 12, 13) });
      const { id } = first.body;
      // one has come by now
      await store.pool.query(
        `update expected_containers set state = 'arrived', settled_at = now() where container = $1`,
        [container(11)],
      );
      const again = await send({ form: '01', number: 'V2', lines: boxes(14) });
      expect(again.body).toMatchObject({ status: 409, code: 'already_exists', manifest: { id, version: 1 } });
      const second = await send({
        form: '01',
        number: 'V2',
        version: 3,
        lines: [...boxes(11, 14), { ...boxes(12)[0], carrierSeal: 'S' }],
      });
      expect(second).toMatchObject({ status: 201, body: { id, version: 3, lines: 3 } });
      expect(await states(id)).toEqual({
        ...{
          [container(11)]: 'arrived',
          [container(12)]: 'expected',
          [container(13)]: 'cancelled',
          [container(14)]: 'expected',
        },
      });
      expect([12, 13, 14].map(isExpected)).toEqual([true, false, true]);
      const third = await send({ form: '01', number: 'V2', version: 4, lines: boxes(13) });
      expect(third.status).toBe(201);
      expect([12, 13, 14].map(isExpected)).toEqual([false, true, false]);
      expect((await send({ form: '01', number: 'V2', version: 2, lines: boxes(13) })).body.code).toBe(
        'already_exists',
      );
      const { rows } = await store.pool.query(
        `select data->'withdrawn' as withdrawn from ledger_inbox where subject = $1`,
        [`manifest/${id}`],
      );
      expect(rows.map(({ withdrawn }: { withdrawn: string[] }) => withdrawn.length).sort()).toEqual([
        0, 1, 2,
      ]);
    });

    it.each([
      ['a container twice', boxes(21, 22, 21), 'invalid_request', 'lines.2.container'],
      ['a wrong number', [{ container: 'CSQU3054384' }], 'invalid_request', 'lines.0.container'],
      [
        'a declaration that nobody knows',
        [...boxes(21), { ...boxes(22)[0], declaration: 'NONE' }],
        'reference_unknown',
        'lines.1.declaration',
      ],
      ['what another list expects there', boxes(21, 1), 'already_exists', 'lines.1.container'],
      ['no lines', [], 'invalid_request', 'lines'],
    ])('with %s is refused whole', async (_, lines, code, path) => {
      expect((await send({ form: '01', number: 'V3', lines })).body).toMatchObject({
        code,
        errors: [{ path }],
      });
      expect(isExpected(21)).toBe(false);
      expect((await ports.officer.get('/manifests?limit=1000')).body.items).not.toContainEqual(
        expect.objectContaining({ number: 'V3' }),
      );
    });

    it('of another port is refused; the centre sends to any', async () => {
      const body = { form: '01', number: 'V4', facilityId: OTHER_PORT, lines: boxes(41) };
      expect((await send(body)).body).toMatchObject({
        code: 'reference_unknown',
        errors: [{ path: 'facilityId' }],
      });
      const sent = await ports.supervisor.post('/manifests', body);
      expect(sent.status).toBe(201);
      expect((await ports.operator.get(`/manifests/${sent.body.id}`)).body.code).toBe('manifest_not_found');
      expect((await ports.otherOperator.get(`/manifests/${sent.body.id}`)).status).toBe(200);
      expect((await ports.operator.post('/manifests', body)).body.code).toBe('forbidden');
    });

    it('of two who write the same number at once one does', async () => {
      const lists = [boxes(51), boxes(52)].map((lines) => send({ form: '01', number: 'V5', lines }));
      expect((await Promise.all(lists)).map(({ status }) => status).sort()).toEqual([201, 409]);
    });

    it('ten thousand containers are one call', async () => {
      const lines = Array.from({ length: 10_000 }, (_, i) => ({ container: container(100_000 + i) }));
      const first = await send({ form: '01', number: 'V6', lines });
      expect(first).toMatchObject({ status: 201, body: { lines: 10_000 } });
      const second = await send({ form: '01', number: 'V6', version: 2, lines: lines.slice(0, 5_000) });
      expect(second.status).toBe(201);
      expect([104_999, 105_000].map(isExpected)).toEqual([true, false]);
    }, 60_000);
  });

  it('bulk goods (form 02) are told as they are, and expect no container', async () => {
    const lines = [
      { description: 'Ngô hạt', weight: 2_500_000 },
      { description: 'Đậu tương', quantity: 3, unit: 'hầm' },
    ];
    const sent = await send({ form: '02', number: 'B1', lines });
    expect(sent.status).toBe(201);
    expect((await ports.operator.get(`/manifests/${sent.body.id}`)).body).toMatchObject({
      goods: lines,
      expected: [],
    });
    const [notice] = (await ports.operator.get('/notices?form=02')).body.items;
    expect((await ports.operator.get(`/notices/${notice.id}`)).body.message.lines).toEqual(lines);
  });

  it('a scan list (form 03) marks what is expected and what is here; the next version takes it back of what it leaves out', async () => {
    await send({ form: '01', number: 'V7', lines: boxes(71, 72) });
    await store.pool.query(
      `insert into stays (id, container, facility_id, in_at) values (gen_random_uuid(), $1, '${PORT}', now())`,
      [container(73)],
    );
    const { book, orders } = {
      book: ports.api.app.get(GateBook),
      orders: () =>
        [71, 72, 73].map((n) => {
          const { expected, stays } = book.papersOf(container(n));
          return [...expected, ...stays].some(({ scanOrdered }) => scanOrdered);
        }),
    };
    const unknown = await send({ form: '03', number: 'S1', lines: boxes(71, 79) });
    expect(unknown.body).toMatchObject({
      code: 'reference_unknown',
      errors: [{ path: 'lines.1.container' }],
    });
    expect(orders()).toEqual([false, false, false]);
    const sent = await send({ form: '03', number: 'S1', lines: boxes(71, 73) });
    expect(sent.status).toBe(201);
    expect(orders()).toEqual([true, false, true]);
    expect((await ports.operator.get(`/manifests/${sent.body.id}`)).body.scans).toEqual([
      container(71),
      container(73),
    ]);
    await send({ form: '03', number: 'S1', version: 2, lines: boxes(72, 73) });
    expect(orders()).toEqual([false, true, true]);
    expect((await ports.operator.get(`/containers/${container(73)}`)).body.stays).toMatchObject([
      { facilityId: PORT, scanOrdered: true, state: 'landed' },
    ]);
  });

  it('a warehouse’s list (form 08) expects them there as goods in storage', async () => {
    const sent = await send({ form: '08', number: 'W1', lines: boxes(81) });
    expect((await ports.operator.get(`/manifests/${sent.body.id}`)).body.expected).toMatchObject([
      { purpose: 'warehouse' },
    ]);
    expect((await ports.operator.get(`/containers/${container(81)}`)).body.expected).toMatchObject([
      { manifestId: sent.body.id },
    ]);
  });

  it.each(['04', '14', '1', undefined])('there is no list of form %j', async (form) => {
    expect((await send({ form, number: 'X', lines: boxes(91) })).body).toMatchObject({
      ...{ code: 'invalid_request', errors: [{ path: 'form' }] },
    });
  });

  it('the platform failed at nothing meanwhile', () => expect(ports.api.errors).toEqual([]));
});
