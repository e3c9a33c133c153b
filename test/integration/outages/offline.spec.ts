import { randomUUID } from 'node:crypto';
import { formatInstant, MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore, signInAs } from '@haidang/testkit';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GateBook } from '../../../apps/platform/src/gates/gate-book.js';
import { ago, BOX, FOURTH, Harbour, OTHER, THIRD } from '../port/harbour.js';

failOnLeaks();

forEachStore((store) => {
  let harbour: Harbour;
  beforeAll(async () => {
    harbour = await Harbour.open(store);
    const administrator = await signInAs(store.pool, 'administrator', 'CENTRE');
    const gate = {
      id: 'LACH-9',
      name: 'another gate',
      facilityId: 'LACHHUYEN',
      place: { lat: 20.81, lon: 106.9 },
    };
    expect((await harbour.post('/gates', gate, administrator)).status).toBe(201);
  });
  afterAll(() => harbour.close());
  beforeEach(async () => {
    await store.pool.query('truncate offline_passages, passages, passage_keys, outbox');
    await store.pool.query('update facilities set offline = null');
    await harbour.clear();
    await read();
  });

  const read = () => harbour.api.app.get(GateBook).refresh([BOX, OTHER, THIRD, FOURTH]);
  const PATH = '/gates/LACH-1/passages';
  const LIST = '/facilities/LACHHUYEN/eligible-list';
  const decided = (more: object = {}) => ({
    ...{ listId: 'list-1', listAt: ago(90), listExpiresAt: formatInstant(Date.now() + 60 * MINUTE) },
    ...{ verdict: 'pass', reasons: [], by: 'Trần Văn Bình', ...more },
  });
  const told = (minutesAgo: number, more: object = {}) => ({
    ...{ id: randomUUID(), time: ago(minutesAgo), direction: 'out', container: BOX, source: 'gatehouse' },
    ...{ decidedOffline: decided(), ...more },
  });
  const tell = (body: object, token = harbour.port, headers: Record<string, string> = {}) =>
    harbour.post(PATH, body, token, headers);
  /** May leave since three hours. */
  const allowed = async (container: string) => {
    const id = await harbour.allow(container);
    await store.pool.query(`update eligibilities set issued_at = now() - interval '3 hours' where id = $1`, [
      id,
    ]);
    await harbour.see(container, 600);
    await read();
    return id;
  };
  const casesOf = async (container: string) =>
    (await harbour.get(`/cases?container=${container}`, harbour.officer)).body.items;

  describe('the list that a gatehouse keeps', () => {
    it('says of which facility it is and until when it is good, and what is expected; signed whole', async () => {
      await allowed(BOX);
      await harbour.expect(OTHER);
      await store.pool.query(`update stays set state = 'segregated' where container = $1`, [BOX]);
      await read();
      const { body } = await harbour.get(LIST);
      expect(body).toMatchObject({
        facilityId: 'LACHHUYEN',
        afterExpiry: 'hold',
        declarations: [{ number: 'D1', lines: [{ container: BOX, holds: ['segregated'] }] }],
        transits: [],
        expected: [{ container: OTHER, purpose: 'import', carrierSeal: 'ML-1' }],
      });
      expect(Date.parse(body.expiresAt) - Date.parse(body.at)).toBe(240 * MINUTE);
      const keys = (await harbour.get('/signing-keys')).body as JSONWebKeySet;
      const response = await fetch(`${harbour.api.origin}/api/v1${LIST}`, {
        headers: { authorization: `Bearer ${harbour.port}`, accept: 'application/jose' },
      });
      const jws = await response.text();
      const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(keys));
      expect(protectedHeader.typ).toBe('eligible-list+jws');
      expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({ facilityId: 'LACHHUYEN' });
    });

    it('lives as long as the facility says, and the change is in the ledger', async () => {
      const administrator = await signInAs(store.pool, 'administrator', 'CENTRE');
      const offline = { listMinutes: 60, afterExpiry: 'allow_listed' };
      const changed = await harbour.api.patch(
        '/facilities/LACHHUYEN',
        { offline },
        { authorization: `Bearer ${administrator}` },
      );
      expect([changed.status, changed.body.offline]).toEqual([200, offline]);
      const { body } = await harbour.get(LIST);
      expect([body.afterExpiry, Date.parse(body.expiresAt) - Date.parse(body.at)]).toEqual([
        'allow_listed',
        60 * MINUTE,
      ]);
      const { rows } = await store.pool.query<{ data: object }>(
        `select data from ledger_inbox where kind = 'facility.change'`,
      );
      expect(JSON.stringify(rows.at(-1)!.data)).toContain('allow_listed');
    });
  });

  describe('what was decided without a network', () => {
    it('is a passage at its true time, marked so, and uses its papers up; told again it is the same', async () => {
      const eligibility = await allowed(BOX);
      const body = told(40, { plate: '15C-123.45', lane: '2' });
      const first = await tell(body);
      expect([first.status, first.body]).toMatchObject([
        201,
        {
          verdict: 'pass',
          reasons: [],
          decidedOffline: { listId: 'list-1', by: 'Trần Văn Bình', judged: [] },
        },
      ]);
      expect(await harbour.stateOf('eligibilities', eligibility)).toBe('used');
      const again = await tell(body);
      expect([again.status, again.body]).toEqual([200, first.body]);
      expect((await tell({ ...body, plate: '29H-1' })).body.code).toBe('conflict');
      const { items } = (await harbour.get(PATH)).body;
      expect(items).toMatchObject([
        {
          ...{ id: body.id, time: body.time, plate: '15C12345', lane: '2', source: 'gatehouse' },
          decision: { verdict: 'pass', reasons: [] },
          decidedOffline: { verdict: 'pass', listId: 'list-1', judged: [] },
        },
      ]);
      const { rows } = await store.pool.query(`select out_at from stays where container = $1`, [BOX]);
      expect(rows[0].out_at.toISOString()).toBe(body.time);
      const ledger = await store.pool.query<{ data: object }>(
        `select data from ledger_inbox where subject = $1`,
        [`passage/LACH-1/${body.id}`],
      );
      expect(ledger.rows.map(({ data }) => data)).toMatchObject([
        { happenedAt: body.time, decidedBy: 'Trần Văn Bình', list: 'list-1', eligibilityId: eligibility },
      ]);
      const live = await store.pool.query<{ payload: object }>(
        `select payload from outbox where topic = 'passage'`,
      );
      expect(live.rows).toMatchObject([{ payload: { id: body.id, decidedOffline: { verdict: 'pass' } } }]);
      expect(await casesOf(BOX)).toEqual([]);
    });

    it('an unseen suspension makes wrong is a case, with the reason; its papers stay suspended', async () => {
      const eligibility = await allowed(BOX);
      await store.pool.query(
        `update eligibilities set state = 'suspended', changed_at = now() - interval '50 minutes' where id = $1`,
        [eligibility],
      );
      const body = told(40);
      const { body: answer } = await tell(body);
      expect(answer).toMatchObject({ verdict: 'pass', reasons: ['eligibility_suspended'] });
      expect(await harbour.stateOf('eligibilities', eligibility)).toBe('suspended');
      const cases = await casesOf(BOX);
      expect(cases).toMatchObject([
        {
          ...{
            id: answer.decidedOffline.caseId,
            kind: 'exit',
            source: 'gate',
            gateId: 'LACH-1',
            state: 'open',
          },
          details: { reasons: ['eligibility_suspended'], passages: [{ gateId: 'LACH-1', id: body.id }] },
        },
      ]);
      expect((await harbour.get(`/cases?container=${BOX}`)).body.items, 'the port is told').toHaveLength(1);
    });

    it('was right when customs suspended after the truck had left', async () => {
      const eligibility = await allowed(BOX);
      await store.pool.query(
        `update eligibilities set state = 'suspended', changed_at = now() - interval '30 minutes' where id = $1`,
        [eligibility],
      );
      expect((await tell(told(40))).body).toMatchObject({ verdict: 'pass', reasons: [] });
      expect(await harbour.stateOf('eligibilities', eligibility)).toBe('used');
      expect(await casesOf(BOX)).toEqual([]);
    });

    it.each([
      ['in the order of time', 40, 20],
      ['the later first', 20, 40],
    ])('twice on one eligibility is a case with both passages, told %s', async (_, first, second) => {
      await allowed(BOX);
      const [one, other] = [told(first), told(second)];
      expect((await tell(one)).body.reasons).toEqual([]);
      expect((await tell(other)).body.reasons).toEqual(['eligibility_used']);
      const [found, ...more] = await casesOf(BOX);
      expect(more).toEqual([]);
      expect(found.details.passages.map(({ id }: { id: string }) => id)).toEqual([other.id, one.id]);
    });

    it('two gatehouses on one release is a case for the second that is told, which names both; whoever left first', async () => {
      for (const [container, first, second] of [
        [BOX, 40, 30],
        [OTHER, 30, 40],
      ] as const) {
        const eligibility = await allowed(container);
        const before = told(first, { container });
        expect((await tell(before)).body).toMatchObject({ verdict: 'pass', reasons: [] });
        const after = told(second, { container, lane: '9' });
        const answer = await harbour.post('/gates/LACH-9/passages', after);
        expect([answer.status, answer.body]).toMatchObject([
          201,
          {
            verdict: 'pass',
            reasons: ['eligibility_used'],
            decidedOffline: { judged: ['eligibility_used'] },
          },
        ]);
        const cases = await casesOf(container);
        expect(cases).toMatchObject([
          {
            ...{ id: answer.body.decidedOffline.caseId, kind: 'exit', source: 'gate', gateId: 'LACH-9' },
            ...{ state: 'open' },
          },
        ]);
        expect(cases[0].details.passages.map(({ id }: { id: string }) => id).sort()).toEqual(
          [before.id, after.id].sort(),
        );
        // told again, it is the same passage and the same case
        expect((await harbour.post('/gates/LACH-9/passages', after)).status).toBe(200);
        expect(await casesOf(container)).toHaveLength(1);
        expect(await harbour.stateOf('eligibilities', eligibility)).toBe('used');
      }
    });

    it('and held changes nothing, nor is it a case', async () => {
      const eligibility = await allowed(BOX);
      const body = told(40, { decidedOffline: decided({ verdict: 'hold', reasons: ['list_expired'] }) });
      expect((await tell(body)).body).toMatchObject({
        ...{ verdict: 'hold', reasons: [], decidedOffline: { reasons: ['list_expired'] } },
      });
      expect(await harbour.stateOf('eligibilities', eligibility)).toBe('eligible');
      const { items } = (await harbour.get(PATH)).body;
      expect(items[0].decision).toMatchObject({ verdict: 'hold' });
      const unread = told(30, { container: undefined });
      const held = { ...unread, decidedOffline: decided({ verdict: 'hold', reasons: ['container_unread'] }) };
      expect((await tell(held)).body.reasons).toEqual(['container_unread']);
    });

    it('and seen by a camera meanwhile is the camera’s passage, marked, and no second one', async () => {
      const eligibility = await allowed(BOX);
      const seen = { id: 'cam-1', time: ago(41), direction: 'out', container: BOX, lane: '2' };
      expect((await harbour.post(PATH, seen)).body.verdict).toBe('pass');
      const body = told(40);
      expect((await tell(body)).body).toMatchObject({
        decidedOffline: { sameAs: { gateId: 'LACH-1', passageId: 'cam-1' } },
      });
      const { items } = (await harbour.get(PATH)).body;
      expect(items).toMatchObject([{ id: 'cam-1', decidedOffline: { by: 'Trần Văn Bình' } }]);
      expect(await harbour.stateOf('eligibilities', eligibility)).toBe('used');
      expect(await casesOf(BOX)).toEqual([]);
    });

    it('after an answer that was lost is the passage that was taken', async () => {
      await allowed(BOX);
      const { decidedOffline, ...online } = told(2);
      expect((await harbour.post(PATH, online)).body.verdict).toBe('pass');
      const { body } = await tell({ ...online, decidedOffline });
      expect(body.decidedOffline.sameAs).toEqual({ gateId: 'LACH-1', passageId: online.id });
      expect((await harbour.get(PATH)).body.items).toHaveLength(1);
    });

    it('begins a stay when it came in', async () => {
      await harbour.expect(OTHER);
      await read();
      expect((await tell(told(40, { container: OTHER, direction: 'in' }))).body.reasons).toEqual([]);
      expect(await harbour.stays(OTHER)).toMatchObject([{ gone: false, carrier_seal: 'ML-1' }]);
    });

    it('is refused where it cannot be meant, and is nobody else’s', async () => {
      const wrong = { decidedOffline: decided({ verdict: 'hold', reasons: [] }) };
      expect((await tell(told(5, wrong))).body.code).toBe('invalid_request');
      expect((await tell(told(-30))).body.code).toBe('time_ahead');
      expect((await tell(told(5), harbour.otherPort)).body.code).toBe('unknown_gate');
      const keyed = told(5, { decidedOffline: decided({ verdict: 'hold', reasons: ['not_eligible'] }) });
      const key = { 'idempotency-key': randomUUID() };
      await tell(keyed, harbour.port, key);
      expect((await tell(keyed, harbour.port, key)).headers.get('idempotent-replay')).toBe('true');
    });
  });
});
