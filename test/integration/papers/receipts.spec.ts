import { randomUUID } from 'node:crypto';
import { LIVE_NAMESPACE } from '@haidang/contract';
import { failOnLeaks, signInAs, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LiveFeed } from '../../../apps/platform/src/live/live-feed.js';
import { Outbox } from '../../../apps/platform/src/outbox/outbox.js';
import { NoticeReminder } from '../../../apps/platform/src/papers/reminder.js';
import { Pipeline } from '../../../apps/platform/src/pipeline/pipeline.js';
import { Operator } from '../ingest/live-server.js';
import { container, declaration, eligible, openPorts, OTHER_PORT, PORT, type Ports } from './port.js';

failOnLeaks();

withStore((store) => {
  let ports: Ports;
  let next = 1;
  let noticeId: string;
  beforeAll(async () => {
    ports = await openPorts(store, { live: true });
    await ports.officer.post('/declarations', declaration('D1'));
  });
  afterAll(() => ports.api.close());
  beforeEach(async () => {
    await store.pool.query('truncate outbox; truncate quarantine');
    const { body } = await ports.officer.post('/eligibility', eligible(next++));
    noticeId = body.noticeId as string;
  });
  const receipt = (more: object = {}) => ({
    noticeId,
    time: '2026-11-26T15:00:00+07:00',
    status: 'received',
    ...more,
  });
  /** Sends it as a port does; resolves with its PUBACK. */
  const says = (message: object, facilityId = PORT) =>
    new Promise<void>((acknowledged) =>
      ports.api.app
        .get(Pipeline)
        .take(topics.receipts(facilityId), Buffer.from(JSON.stringify(message)), acknowledged),
    );
  const notice = async () => (await ports.operator.get(`/notices/${noticeId}`)).body;
  const refused = async () =>
    (
      await store.pool.query<{ reason: string }>('select reason from quarantine order by received_at')
    ).rows.map(({ reason }) => reason);
  const owed = async () =>
    (
      await store.pool.query<{ topic: string; id: string }>(
        `select topic, payload->>'id' as id from outbox where channel = 'mqtt' and sent_at is null order by id`,
      )
    ).rows;
  const entered = async () =>
    (
      await store.pool.query<{ data: object; person_id: string | null }>(
        `select data, person_id from ledger_inbox where kind = 'notice.receive' and subject = $1`,
        [`notice/${noticeId}`],
      )
    ).rows;

  it('a message is owed to its port alone, and waits', async () => {
    expect(await owed()).toEqual([{ topic: topics.notices(PORT), id: noticeId }]);
    const waiting = (await ports.operator.get(`/notices?facilityId=${PORT}&waiting=true&limit=1`)).body.items;
    expect(waiting).toMatchObject([{ id: noticeId }]);
    expect((await ports.otherOperator.get('/notices')).body.items).toEqual([]);
  });

  it('its receipt by MQTT is committed before it is acknowledged, ends the sending and is entered; repeats change nothing', async () => {
    await says(receipt());
    const first = await notice();
    expect(first.receipt).toMatchObject({ status: 'received', time: '2026-11-26T08:00:00.000Z' });
    expect(await owed()).toEqual([]);
    for (let i = 0; i < 3; i++) await says(receipt({ time: new Date().toISOString() }));
    expect(await notice()).toEqual(first);
    expect(await entered()).toMatchObject([
      { data: { status: 'received', facilityId: PORT }, person_id: null },
    ]);
    expect(await refused()).toEqual([]);
    expect((await ports.operator.get(`/notices?waiting=false&limit=1000`)).body.items).toContainEqual(
      expect.objectContaining({ id: noticeId }),
    );
  });

  it('is not acknowledged while it cannot be committed', async () => {
    const client = await store.pool.connect();
    await client.query('begin');
    await client.query('lock table notices in access exclusive mode');
    let isAcknowledged = false;
    const said = says(receipt()).then(() => (isAcknowledged = true));
    const waits = async () =>
      (
        await store.pool.query<{ n: number }>(
          `select count(*)::int4 as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).rows[0]!.n > 0;
    await waitFor(waits, 5_000, 'the receipt to wait for its table');
    expect(isAcknowledged).toBe(false);
    await client.query('rollback');
    client.release();
    await said;
    expect((await notice()).receipt).toMatchObject({ status: 'received' });
  });

  it('a port that cannot take it says why, and the first word stands', async () => {
    await says(receipt({ status: 'refused', reason: 'no such yard' }));
    await says(receipt());
    expect((await notice()).receipt).toMatchObject({ status: 'refused', reason: 'no such yard' });
    expect(await refused()).toEqual(['conflict']);
    const { body } = await ports.operator.post(`/notices/${noticeId}/receipt`, { status: 'received' });
    expect(body).toMatchObject({ code: 'conflict', notice: { receipt: { status: 'refused' } } });
  });

  it.each([
    ['of a notice that is not there', () => says(receipt({ noticeId: randomUUID() })), 'unknown_notice'],
    ['of another port', () => says(receipt(), OTHER_PORT), 'unknown_notice'],
    ['at a place that is not there', () => says(receipt(), 'NOWHERE'), 'unknown_notice'],
    ['without a status', () => says(receipt({ status: undefined })), 'missing_field'],
  ])('one %s is acknowledged and quarantined', async (_, say, reason) => {
    await say();
    expect(await refused()).toEqual([reason]);
    expect((await notice()).receipt).toBeUndefined();
  });

  it('by REST it is the operator’s own word', async () => {
    const path = `/notices/${noticeId}/receipt`;
    expect((await ports.otherOperator.post(path, { status: 'received' })).body.code).toBe('notice_not_found');
    expect((await ports.operator.post(path, { status: 'refused' })).body).toMatchObject({
      ...{ code: 'invalid_request', errors: [{ path: 'reason' }] },
    });
    const first = await ports.operator.post(path, { status: 'received' });
    expect(first).toMatchObject({ status: 200, body: { id: noticeId, receipt: { status: 'received' } } });
    expect((await ports.operator.post(path, { status: 'received' })).body).toEqual(first.body);
    await says(receipt());
    expect(await entered()).toHaveLength(1);
    expect((await entered())[0]!.person_id).not.toBeNull();
    expect(await owed()).toEqual([]);
    expect(await refused()).toEqual([]);
  });

  describe('what has no receipt', () => {
    const due = () => store.pool.query(`update notices set remind_at = now() where id = $1`, [noticeId]);
    const remind = () => ports.api.app.get(NoticeReminder).round();
    const sendAll = () => store.pool.query('update outbox set sent_at = now()');

    it('is sent again when its time has come, and once, not while it still waits to be sent', async () => {
      await remind();
      expect(await owed()).toHaveLength(1);
      await due();
      await remind();
      expect(await owed()).toHaveLength(1);
      await sendAll();
      await due();
      await remind();
      expect(await owed()).toEqual([{ topic: topics.notices(PORT), id: noticeId }]);
      await sendAll();
      await remind();
      expect(await owed()).toEqual([]);
    });

    it('is the same message each time', async () => {
      const sent = async () =>
        (
          await store.pool.query<{ payload: object }>(
            `select payload from outbox where channel = 'mqtt' order by id`,
          )
        ).rows;
      await sendAll();
      await due();
      await remind();
      const [first, second] = await sent();
      expect(second).toEqual(first);
      expect(first!.payload).toMatchObject({
        id: noticeId,
        form: '04',
        version: 1,
        signature: expect.any(String) as string,
      });
    });

    it('with a receipt it is never sent again', async () => {
      await says(receipt());
      await due();
      await remind();
      expect(await owed()).toEqual([]);
    });
  });

  it('who stands at the port hears of it at once, and of its receipt; nobody elsewhere does', async () => {
    const { api } = ports;
    api.app.get(Outbox).channel('live', (rows) => api.app.get(LiveFeed).deliver(rows));
    api.app.get(Outbox).start();
    const connect = async (...who: Parameters<Ports['as']>) =>
      Operator.connect(`${api.origin}${LIVE_NAMESPACE}`, await signInAs(store.pool, ...who));
    const [here, there] = [
      await connect('port_operator', 'OPERATOR-N'),
      await connect('port_operator', 'OPERATOR-S'),
    ];
    const made = await ports.officer.post('/eligibility', eligible(next++));
    await ports.supervisor.post('/eligibility', eligible(next++, { facilityId: OTHER_PORT }));
    const { noticeId: id, container: number } = made.body;
    const told = await here.until('notice', (news) => news.id === id);
    expect(told).toMatchObject({ form: '04', facilityId: PORT, lines: 1, containers: [number] });
    noticeId = id;
    await says(receipt());
    await here.until('notice', (news) => news.id === id && news.receipt?.status === 'received');
    await there.until('notice', (news) => news.facilityId === OTHER_PORT);
    expect(JSON.stringify(there.all('notice'))).not.toContain(PORT);
    expect(JSON.stringify(here.all('notice'))).not.toContain(container(next - 1));
    for (const { socket } of [here, there]) socket.disconnect();
    await api.app.get(Outbox).stop(1_000);
  });

  it('the platform failed at nothing meanwhile', () => expect(ports.api.errors).toEqual([]));
});
