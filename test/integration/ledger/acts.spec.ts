import { MINUTE, SECOND } from '@haidang/domain';
import { findLedgerEntry, listLedger, sequence, verifyLedger, type LedgerRecord } from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Api, ago, BOX_1, fixAt, newTransit, registerCountry } from '../rest/api.js';

failOnLeaks();

/** What the calls and the road enter in the ledger. */
forEachStore((store) => {
  let api: Api;
  let before = 0;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await chainAll();
    before = (await newest(1))[0]?.position ?? 0;
  });

  async function chainAll(): Promise<void> {
    for (;;) {
      const done = await sequence(store.pool);
      if (done !== 'elsewhere' && !done.more) return;
    }
  }
  const newest = (limit: number) => listLedger(store.pool, {}, { after: null, limit });
  /** Since the test began, in the order of the chain. */
  async function entered(): Promise<LedgerRecord[]> {
    await chainAll();
    return (await newest(500)).filter(({ position }) => position! > before).reverse();
  }
  const kinds = async () => (await entered()).map(({ kind, subject }) => `${kind} ${subject}`);

  it('a change of the register: what was made, changed and removed', async () => {
    await api.post('/zones', {
      id: 'Z1',
      name: 'Stop',
      kind: 'stop',
      geometry: { type: 'Circle', center: { lat: 1, lon: 1 }, radius: 500 },
    });
    await api.patch('/zones/Z1', { name: 'Car park' });
    await api.delete('/zones/Z1');
    expect(await kinds()).toEqual(['zone.create zone/Z1', 'zone.change zone/Z1', 'zone.remove zone/Z1']);
    const [created, changed, removed] = await entered();
    expect(created!.data).toMatchObject({ id: 'Z1', name: 'Stop', geometry: { radius: 500 } });
    expect(changed!.data).toEqual({ before: { name: 'Stop' }, after: { name: 'Car park' } });
    expect(removed!.data).toMatchObject({ name: 'Car park' });
  });

  it('a call that is refused enters nothing, and a repeated one nothing twice', async () => {
    await api.patch('/zones/NONE', { name: 'x' });
    await api.post('/gates', { id: 'PORT-1', name: 'Gate', facilityId: 'PORT', place: { lat: 0, lon: 0 } });
    const seal = { items: [{ id: 'S9' }] };
    await api.post('/seals', seal, { 'idempotency-key': 'k1' });
    await api.post('/seals', seal, { 'idempotency-key': 'k1' });
    expect(await kinds()).toEqual(['seal.create seal/S9']);
  });

  it('a transit’s steps and edits, what the engine says of its alarms, and what people do with them', async () => {
    await api.post('/transits', newTransit('T1'));
    await api.patch('/transits/T1', { vehicle: { plate: '15C-999.99' } });
    await api.post('/transits/T1/seal', { containers: [{ number: BOX_1, sealId: 'S1' }] });
    await api.post('/transits/T1/approve', {});
    const left = Date.parse(ago(1));
    await api.post('/transits/T1/depart', { at: new Date(left).toISOString(), reason: 'on time' });
    const away = Array.from({ length: 12 }, (_, i) => fixAt(i, left + i * MINUTE, 10_000 + i * 100, 2_000));
    await api.fixes('S1', away);
    await api.fixes('S1', [
      fixAt(20, left + 13 * MINUTE, 11_500),
      fixAt(21, left + 14 * MINUTE, 11_600),
      fixAt(22, left + 15 * MINUTE, 11_700),
    ]);
    const alarm = (await api.get('/alarms?transitId=T1&kind=off_route')).body.items[0];
    await api.post(`/alarms/${alarm.id}/acknowledge`, { revision: alarm.revision });
    await api.post(`/alarms/${alarm.id}/resolve`, {
      revision: alarm.revision,
      ending: 'true',
      text: 'đã kiểm tra',
    });
    await api.post('/transits/T1/arrive', {});
    await api.post('/transits/T1/close', {});

    const all = await entered();
    expect(all.filter(({ subject }) => subject === 'transit/T1').map(({ kind }) => kind)).toEqual([
      'transit.register',
      'transit.change',
      'transit.attach_seals',
      'transit.seal',
      'transit.approve',
      'transit.depart',
      'transit.arrive',
      'transit.close',
    ]);
    expect(all.find(({ kind }) => kind === 'transit.change')!.data).toEqual({
      before: { vehicle: { plate: '15C-123.45' } },
      after: { vehicle: { plate: '15C-999.99' } },
    });
    expect(all.find(({ kind }) => kind === 'transit.depart')!.data).toEqual({
      at: new Date(left).toISOString(),
      reason: 'on time',
    });
    const ofAlarm = all.filter(({ subject }) => subject === `alarm/${alarm.id}`);
    expect(ofAlarm.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['alarm.opened', 'alarm.ended', 'alarm.acknowledge', 'alarm.resolve']),
    );
    expect(ofAlarm.find(({ kind }) => kind === 'alarm.opened')!.data).toMatchObject({
      alarm: 'off_route',
      transit: 'T1',
      seal: 'S1',
      container: BOX_1,
    });
    expect(ofAlarm.find(({ kind }) => kind === 'alarm.resolve')!.data).toMatchObject({
      ending: 'true',
      text: 'đã kiểm tra',
    });
  });

  it('every line of the alarms’ history, one entry each', async () => {
    await chainAll();
    const { rows } = await store.pool.query<{ line: string }>(
      `(select alarm_id || ' ' || what || ' ' || revision as line from alarm_history
        except select substr(subject, 7) || ' ' || substr(kind, 7) || ' ' || (data::jsonb ->> 'revision') from ledger join ledger_data using (position)
          where kind like 'alarm.%')
        union all
        (select substr(subject, 7) || ' ' || substr(kind, 7) || ' ' || (data::jsonb ->> 'revision') from ledger join ledger_data using (position)
          where kind like 'alarm.%' except select alarm_id || ' ' || what || ' ' || revision from alarm_history)`,
    );
    expect(rows).toEqual([]);
  });

  it('a gate’s decision, once for a passage that comes twice', async () => {
    const passage = {
      id: 'P1',
      time: new Date(Date.now() - SECOND).toISOString(),
      direction: 'out',
      container: 'TASU1170000',
    };
    await api.post('/gates/PORT-1/passages', passage);
    await api.post('/gates/PORT-1/passages', passage);
    expect(await kinds()).toEqual(['gate.decide passage/PORT-1/P1']);
    expect((await entered())[0]!.data).toMatchObject({
      verdict: 'hold',
      reasons: ['not_eligible'],
      container: 'TASU1170000',
    });
  });

  it('a container’s name stands for its whole story, of one that is not known for none', async () => {
    await chainAll();
    const story = async (number: string) =>
      (await api.get(`/ledger?subject=container/${number}&limit=1000`)).body.items.map(
        ({ kind, subject }: { kind: string; subject: string }) => `${kind} ${subject.split('/')[0]}`,
      );
    expect(await story('csqu3054383')).toEqual(
      expect.arrayContaining(['transit.register transit', 'transit.close transit', 'alarm.opened alarm']),
    );
    expect(await story('TASU1170000')).toContain('gate.decide passage');
    expect(await story('TOLU4734787')).toEqual([]);
  });

  it('can be read by what it is about, page by page, and one by one', async () => {
    await api.post('/seals', { items: [{ id: 'S20' }, { id: 'S21' }, { id: 'S22' }] });
    await chainAll();
    const first = await api.get('/ledger?kind=seal.create&limit=2');
    expect(first.body.items.map(({ subject }: { subject: string }) => subject)).toEqual([
      'seal/S22',
      'seal/S21',
    ]);
    const second = await api.get(`/ledger?kind=seal.create&limit=1&cursor=${first.body.next}`);
    const [entry] = second.body.items;
    expect(entry).toMatchObject({
      subject: 'seal/S20',
      data: { id: 'S20' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect((await api.get(`/ledger/${entry.id}`)).body).toEqual(entry);
    expect((await api.get('/ledger?subject=seal/S21')).body.items).toHaveLength(1);
    expect((await api.get(`/ledger/${entry.id}/proof`)).body).toMatchObject({
      status: 409,
      code: 'ledger_not_signed',
    });
    expect((await api.get('/ledger/00000000-0000-4000-8000-000000000000')).body).toMatchObject({
      code: 'ledger_entry_not_found',
    });
    expect((await api.get('/ledger?subject=%00')).status).toBe(400);
    expect((await findLedgerEntry(store.pool, entry.id as string))!.position).toBe(entry.position);
  });

  it('and all of it is whole', async () => {
    await chainAll();
    expect((await verifyLedger(store.pool)).fault).toBeUndefined();
  });
});
