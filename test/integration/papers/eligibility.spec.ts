import { randomUUID } from 'node:crypto';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { compactVerify, createLocalJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GateBook } from '../../../apps/platform/src/gates/gate-book.js';
import { container, declaration, eligible, openPorts, OTHER_PORT, PORT, type Ports } from './port.js';

failOnLeaks();

withStore((store) => {
  let ports: Ports;
  let next = 1_000;
  beforeAll(async () => {
    ports = await openPorts(store);
    await ports.officer.post('/declarations', {
      lines: [declaration('D1'), declaration('D2', { status: 'cancelled' })],
    });
  });
  afterAll(() => ports.api.close());
  const issue = async (more: object = {}) => {
    const made = await ports.officer.post('/eligibility', eligible(next++, more));
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body as { id: string; container: string; token: string; noticeId: string };
  };
  const count = async (table: string) =>
    (await store.pool.query<{ n: number }>(`select count(*)::int4 as n from ${table}`)).rows[0]!.n;
  const acts = async (subject: string) =>
    (
      await store.pool.query<{ kind: string; data: Record<string, unknown> }>(
        'select kind, data from ledger_inbox where subject = $1 order by at, kind',
        [subject],
      )
    ).rows;

  describe('a container', () => {
    it('becomes eligible (form 04): the gate knows, the port is told, the ledger has it', async () => {
      const body = {
        plate: '15c-123.45',
        carrierSeal: 'ML-1',
        customsSeal: 'HQ-1',
        validUntil: '2099-01-01T00:00:00Z',
      };
      const made = await issue(body);
      expect(made).toMatchObject({
        ...{ form: '04', facilityId: PORT, declaration: 'D1', state: 'eligible', plate: '15C12345' },
        ...{
          carrierSeal: 'ML-1',
          customsSeal: 'HQ-1',
          officerConfirmed: true,
          validUntil: '2099-01-01T00:00:00.000Z',
        },
      });
      expect((await ports.operator.get(`/eligibility/${made.id}`)).body).toEqual(made);
      expect(ports.api.app.get(GateBook).papersOf(made.container).eligibilities).toMatchObject([
        { id: made.id, state: 'eligible', plate: '15C12345' },
      ]);
      const told = (await ports.operator.get(`/notices/${made.noticeId}`)).body;
      expect(told).toMatchObject({ form: '04', facilityId: PORT, lines: 1, containers: [made.container] });
      expect(told.message.lines).toEqual([
        {
          ...{
            id: made.id,
            declaration: 'D1',
            container: made.container,
            plate: '15C12345',
            carrierSeal: 'ML-1',
          },
          ...{
            customsSeal: 'HQ-1',
            officerConfirmed: true,
            validUntil: '2099-01-01T00:00:00.000Z',
            token: made.token,
          },
        },
      ]);
      expect(await acts(`notice/${made.noticeId}`)).toMatchObject([
        {
          kind: 'eligibility.issue',
          data: { form: '04', lines: [{ id: made.id, container: made.container }] },
        },
      ]);
    });

    it('is eligible once at a place; elsewhere, or after it ended, again', async () => {
      const { officer, supervisor } = ports;
      const made = await issue();
      const again = { ...eligible(0), container: made.container };
      expect((await officer.post('/eligibility', again)).body).toMatchObject({
        ...{ status: 409, code: 'already_exists', errors: [{ path: 'container' }] },
      });
      const elsewhere = await supervisor.post('/eligibility', { ...again, facilityId: OTHER_PORT });
      expect(elsewhere.status).toBe(201);
      await officer.post(`/eligibility/${made.id}/cancel`, { reason: 'wrong box' });
      expect((await officer.post('/eligibility', again)).status).toBe(201);
    });

    it.each([
      ['a wrong check digit', { container: 'CSQU3054384' }, 400, 'container'],
      ['no form', { form: undefined }, 400, 'form'],
      ['a form of something else', { form: '14' }, 400, 'form'],
      ['a time that is over', { validUntil: '2020-01-01T00:00:00Z' }, 400, 'validUntil'],
      ['a declaration that nobody knows', { declaration: 'NONE' }, 422, 'declaration'],
      ['a cancelled declaration', { declaration: 'D2' }, 409, 'declaration'],
      ['a port that is not one’s own', { facilityId: OTHER_PORT }, 422, 'facilityId'],
      ['a port that is not there', { facilityId: 'NOWHERE' }, 422, 'facilityId'],
      ['text that no database holds', { carrierSeal: 'a\0b' }, 400, 'carrierSeal'],
    ])('with %s is refused, and the field is named', async (_, wrong, status, path) => {
      const answer = await ports.officer.post('/eligibility', eligible(900, wrong));
      expect(answer).toMatchObject({ status, body: { errors: [{ path }] } });
    });
  });

  it('bulk goods (form 05) are eligible without a container, as often as they are', async () => {
    const goods = { description: 'Hạt nhựa PP', quantity: 420, unit: 'bao', weight: 10500 };
    const body = { form: '05', facilityId: PORT, declaration: 'D1', goods, plate: '51D-678.90' };
    const [first, second] = [
      await ports.officer.post('/eligibility', body),
      await ports.officer.post('/eligibility', body),
    ];
    expect(first).toMatchObject({ status: 201, body: { form: '05', goods, plate: '51D67890' } });
    expect(first.body.container).toBeUndefined();
    expect(second.status).toBe(201);
    const stopped = await ports.officer.post(`/eligibility/${first.body.id}/suspend`, { reason: 'a sample' });
    expect(stopped.body.state).toBe('suspended');
    const [notice] = (await ports.operator.get(`/notices?facilityId=${PORT}&form=07`)).body.items;
    expect(notice).toMatchObject({ act: 'suspend', lines: 1, containers: [] });
  });

  describe('many', () => {
    it('are taken all or none, and each that is wrong is told with its line', async () => {
      const lines = Array.from({ length: 30 }, (_, i) => eligible(20_000 + i));
      const before = [await count('eligibilities'), await count('notices'), await count('outbox')];
      const wrong = (changes: Record<number, object>) => ({
        lines: lines.map((line, i) => ({ ...line, ...changes[i] })),
      });
      const form = await ports.officer.post(
        '/eligibility',
        wrong({ 3: { container: 'CSQU3054384' }, 17: { container: 'X' }, 20: { declaration: '' } }),
      );
      expect(form.body).toMatchObject({ status: 400, code: 'invalid_request' });
      expect(form.body.errors.map(({ path }: { path: string }) => path)).toEqual([
        ...['lines.3.container', 'lines.17.container', 'lines.20.declaration'],
      ]);
      const unknown = await ports.officer.post(
        '/eligibility',
        wrong({ 0: { facilityId: OTHER_PORT }, 29: { declaration: 'NONE' } }),
      );
      expect(unknown.body).toMatchObject({
        ...{ status: 422, code: 'reference_unknown' },
        errors: [{ path: 'lines.0.facilityId' }, { path: 'lines.29.declaration' }],
      });
      const twice = await ports.officer.post('/eligibility', wrong({ 12: { container: container(20_005) } }));
      expect(twice.body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'lines.12.container' }] });
      const standing = await issue();
      const taken = await ports.officer.post('/eligibility', wrong({ 7: { container: standing.container } }));
      expect(taken.body).toMatchObject({
        status: 409,
        code: 'already_exists',
        errors: [{ path: 'lines.7.container' }],
      });
      expect(taken.body.errors).toHaveLength(1);
      expect([await count('eligibilities'), await count('notices'), await count('outbox')]).toEqual([
        ...[before[0]! + 1, before[1]! + 1, before[2]! + 2],
      ]);
    });

    it('name two hundred errors, and say how many there are', async () => {
      const lines = Array.from({ length: 2_000 }, (_, i) => eligible(i, { container: `WRONG${i}` }));
      const { body } = await ports.officer.post('/eligibility', { lines });
      expect(body).toMatchObject({ code: 'invalid_request', count: 2_000 });
      expect(body.errors).toHaveLength(200);
    });

    it('ten thousand are one call, and twenty messages to the port', async () => {
      const lines = Array.from({ length: 10_000 }, (_, i) => eligible(30_000 + i));
      const key = { 'idempotency-key': randomUUID() };
      const made = await ports.officer.post('/eligibility', { lines }, key);
      expect(made.status, JSON.stringify(made.body).slice(0, 500)).toBe(201);
      const { ids, notices } = made.body as { ids: string[]; notices: string[] };
      expect([made.body.count, new Set(ids).size, notices.length]).toEqual([10_000, 10_000, 20]);
      const middle = (await ports.officer.get(`/eligibility/${ids[5_432]!}`)).body;
      expect(middle).toMatchObject({ container: container(35_432), noticeId: notices[10] });
      const { message } = (await ports.operator.get(`/notices/${notices[10]!}`)).body;
      expect(message.lines).toHaveLength(500);
      expect(message.lines[432]).toMatchObject({ id: ids[5_432], token: middle.token });
      expect(ports.api.app.get(GateBook).papersOf(container(39_999)).eligibilities).toHaveLength(1);
      // the same again is the same answer; one line more is too many
      const again = await ports.officer.post('/eligibility', { lines }, key);
      expect(again.body).toEqual(made.body);
      const more = await ports.officer.post('/eligibility', { lines: [...lines, eligible(40_000)] });
      expect(more.body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'lines' }] });
    }, 60_000);
  });

  describe('what an officer does with it', () => {
    it('suspended, resumed, cancelled: each from its states, and the gate and the port know each', async () => {
      const { officer, operator } = ports;
      const { id, container: number } = await issue();
      const act = (what: string, reason = `because ${what}`) =>
        officer.post(`/eligibility/${id}/${what}`, { reason });
      const state = () => ports.api.app.get(GateBook).papersOf(number).eligibilities[0]!.state;
      expect((await act('resume')).body).toMatchObject({
        status: 409,
        code: 'wrong_state',
        state: 'eligible',
      });
      expect((await act('suspend')).body).toMatchObject({ state: 'suspended', reason: 'because suspend' });
      expect(state()).toBe('suspended');
      expect((await act('suspend')).body).toMatchObject({ code: 'wrong_state', allowed: ['eligible'] });
      expect((await act('resume')).body).toMatchObject({ state: 'eligible', reason: 'because resume' });
      expect((await act('suspend', '')).body.code).toBe('invalid_request');
      expect((await act('cancel')).body).toMatchObject({ state: 'cancelled' });
      expect(state()).toBe('cancelled');
      for (const what of ['suspend', 'resume', 'cancel'])
        expect((await act(what)).body.code).toBe('wrong_state');
      expect((await acts(`eligibility/${id}`)).map(({ kind }) => kind)).toEqual([
        ...['eligibility.suspend', 'eligibility.resume', 'eligibility.cancel'],
      ]);
      const told = (await operator.get(`/notices?facilityId=${PORT}&form=06&limit=3`)).body.items;
      expect(
        told.map((notice: { act: string; containers: string[] }) => [notice.act, notice.containers]),
      ).toEqual([
        ...[
          ['cancel', [number]],
          ['resume', [number]],
          ['suspend', [number]],
        ],
      ]);
    });

    it('of many: all or none, and each that is wrong is told with its line', async () => {
      const { officer, operator, supervisor } = ports;
      const issued = [await issue(), await issue(), await issue()];
      const ids = issued.map(({ id }) => id);
      const change = (act: string, of: readonly string[], by = officer) =>
        by.post('/eligibility/changes', { act, reason: 'a risk', lines: of.map((id) => ({ id })) });
      const states = async () =>
        await Promise.all(
          ids.map(async (id) => (await officer.get(`/eligibility/${id}`)).body.state as string),
        );
      const wrong = [
        [await change('suspend', [ids[0]!, randomUUID()]), 422, 'reference_unknown', 'lines.1.id'],
        [await change('suspend', [ids[0]!, ids[1]!, ids[0]!]), 400, 'invalid_request', 'lines.2.id'],
        [await change('resume', ids), 409, 'wrong_state', 'lines.0.id'],
        [await change('open', ids), 400, 'invalid_request', 'act'],
        [await change('suspend', ids, ports.otherOfficer), 422, 'reference_unknown', 'lines.0.id'],
        [await change('suspend', ids, operator), 403, 'forbidden', undefined],
      ] as const;
      for (const [answer, status, code, path] of wrong) {
        expect(answer.body).toMatchObject({ status, code });
        expect(answer.body.errors?.[0].path).toBe(path);
      }
      expect(await states()).toEqual(['eligible', 'eligible', 'eligible']);

      const done = await change('suspend', ids);
      expect(done).toMatchObject({ status: 200, body: { count: 3, ids } });
      expect(await states()).toEqual(['suspended', 'suspended', 'suspended']);
      const told = (await operator.get(`/notices/${done.body.notices[0]}`)).body;
      expect(told).toMatchObject({
        form: '06',
        act: 'suspend',
        containers: issued.map((one) => one.container),
      });
      const book = ports.api.app.get(GateBook);
      expect(issued.map((one) => book.papersOf(one.container).eligibilities[0]!.state)).toEqual(
        await states(),
      );
      expect(await acts(`eligibility/${ids[1]!}`)).toMatchObject([
        { kind: 'eligibility.suspend', data: { was: 'eligible', reason: 'a risk', notice: told.id } },
      ]);

      await store.pool.query(`update eligibilities set state = 'used' where id = $1`, [ids[2]]);
      expect((await change('cancel', ids, supervisor)).body).toMatchObject({
        ...{ code: 'forbidden', errors: [{ path: 'lines.2.id' }] },
      });
      expect((await change('cancel', ids)).status).toBe(200);
      expect(await states()).toEqual(['cancelled', 'cancelled', 'cancelled']);
    });

    it('a pass that was confirmed is cancelled by an officer alone, and entered as such', async () => {
      const { id } = await issue();
      await store.pool.query(
        `update eligibilities set state = 'used', used_at = now(), used_gate = 'GATE-N' where id = $1`,
        [id],
      );
      const reason = { reason: 'the wrong truck' };
      expect((await ports.supervisor.post(`/eligibility/${id}/cancel`, reason)).body.code).toBe('forbidden');
      expect((await ports.operator.post(`/eligibility/${id}/cancel`, reason)).body.code).toBe('forbidden');
      expect((await ports.officer.post(`/eligibility/${id}/suspend`, reason)).body.code).toBe('wrong_state');
      expect((await ports.officer.post(`/eligibility/${id}/cancel`, reason)).body).toMatchObject({
        ...{ state: 'cancelled', usedGate: 'GATE-N', reason: 'the wrong truck' },
      });
      expect(await acts(`eligibility/${id}`)).toMatchObject([
        { kind: 'eligibility.cancel_pass', data: { was: 'used', reason: 'the wrong truck' } },
      ]);
    });

    it('of two who act at once one does, and the other is told what is', async () => {
      for (let round = 0; round < 10; round++) {
        const { id } = await issue();
        const [a, b] = await Promise.all([
          ports.officer.post(`/eligibility/${id}/suspend`, { reason: 'a' }),
          ports.supervisor.post(`/eligibility/${id}/suspend`, { reason: 'b' }),
        ]);
        expect([a.status, b.status].sort()).toEqual([200, 409]);
        const winner = a.status === 200 ? a : b;
        expect((await ports.officer.get(`/eligibility/${id}`)).body).toEqual(winner.body);
        expect(await acts(`eligibility/${id}`)).toHaveLength(1);
      }
    });

    it('of two who issue the same at once one does', async () => {
      for (let round = 0; round < 10; round++) {
        const lines = [eligible(next), eligible(next + 1)];
        next += 2;
        const answers = await Promise.all([
          ports.officer.post('/eligibility', { lines }),
          ports.supervisor.post('/eligibility', { lines: lines.toReversed() }),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      }
    });
  });

  it('another office and another port see and change nothing of it', async () => {
    const { id, container: number, noticeId } = await issue();
    for (const stranger of [ports.otherOfficer, ports.otherOperator]) {
      for (const path of [
        `/eligibility/${id}`,
        `/eligibility/${id}/qr`,
        `/notices/${noticeId}`,
        `/containers/${number}`,
      ])
        expect((await stranger.get(path)).status).toBe(404);
      expect((await stranger.get(`/eligibility?facilityId=${PORT}`)).body.items).toEqual([]);
      expect((await stranger.get(`/facilities/${PORT}/eligible-list`)).status).toBe(404);
    }
    expect((await ports.otherOfficer.post(`/eligibility/${id}/cancel`, { reason: 'x' })).status).toBe(404);
    expect((await ports.operator.get(`/containers/${number}`)).body).toMatchObject({
      ...{ number, eligibilities: [{ id }], expected: [], stays: [] },
    });
  });

  describe('what is signed', () => {
    const keys = async () => createLocalJWKSet((await ports.operator.get('/signing-keys')).body);
    const tampered = (token: string, change: (content: Record<string, unknown>) => object) => {
      const [header, payload, signature] = token.split('.');
      const content = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Record<string, unknown>;
      return [header, Buffer.from(JSON.stringify(change(content))).toString('base64url'), signature].join(
        '.',
      );
    };

    it('a code holds by the public key alone, and what was changed of it does not', async () => {
      const { token, id, container: number } = await issue({ carrierSeal: 'ML-9', plate: '15C-999.99' });
      const { payload, protectedHeader } = await compactVerify(token, await keys());
      expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'eligibility+jws' });
      expect(JSON.parse(Buffer.from(payload).toString())).toEqual({
        ...{
          id,
          facility: PORT,
          declaration: 'D1',
          container: number,
          carrierSeal: 'ML-9',
          plate: '15C99999',
        },
      });
      for (const forged of [
        tampered(token, (content) => ({ ...content, container: container(1) })),
        tampered(token, ({ id: _, ...content }) => content),
        token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA'),
      ])
        await expect(compactVerify(forged, await keys())).rejects.toThrow('signature verification failed');
    });

    it('a code is drawn as SVG or PNG, as is asked', async () => {
      const { id } = await issue();
      const svg = await ports.operator.get(`/eligibility/${id}/qr`, 'image/svg+xml');
      expect(svg.headers.get('content-type')).toBe('image/svg+xml');
      expect(svg.body).toMatch(/^<svg [^]*<\/svg>\s*$/);
      const png = await ports.operator.get(`/eligibility/${id}/qr`, 'image/png');
      expect([png.headers.get('content-type'), png.body.slice(1, 4)]).toEqual(['image/png', 'PNG']);
      expect((await ports.operator.get(`/eligibility/${id}/qr`, 'text/html')).status).toBe(406);
    });

    it('a port’s list has what may leave now, by declaration, and holds by its signature', async () => {
      const { officer, operator } = ports;
      const [stays, suspended, over] = [await issue(), await issue(), await issue()];
      await officer.post(`/eligibility/${suspended.id}/suspend`, { reason: 'x' });
      await store.pool.query(
        `update eligibilities set valid_until = now() - interval '1 second' where id = $1`,
        [over.id],
      );
      const { body: list } = await operator.get(`/facilities/${PORT}/eligible-list`);
      const [of] = list.declarations;
      expect(of).toMatchObject({ number: 'D1', status: 'cleared', channel: 'green', goodsNumber: 'D1-01' });
      const listed = new Map(of.lines.map((line: { container: string }) => [line.container, line]));
      expect(listed.get(stays.container)).toEqual({
        ...{ container: stays.container, officerConfirmed: true, token: stays.token },
      });
      expect([suspended, over].some((gone) => listed.has(gone.container))).toBe(false);

      const { body: jws, headers } = await operator.get(
        `/facilities/${PORT}/eligible-list`,
        'application/jose',
      );
      expect(headers.get('content-type')).toBe('application/jose');
      const { payload } = await compactVerify(jws as string, await keys());
      expect(JSON.parse(Buffer.from(payload).toString()).declarations).toEqual(list.declarations);
      // the signature beside the list is over its canonical form
      const { signature, ...said } = list;
      const [header, , mark] = signature.split('.');
      const { canonical } = await import('@haidang/ledger');
      const rebuilt = `${header}.${Buffer.from(canonical(said)).toString('base64url')}.${mark}`;
      expect((await compactVerify(rebuilt, await keys())).protectedHeader.typ).toBe('eligible-list+jws');
    });
  });

  it('the platform failed at nothing meanwhile', () => expect(ports.api.errors).toEqual([]));
});
