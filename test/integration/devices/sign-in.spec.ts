import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quarantined, type EmbeddedRoad } from '../ingest/embedded.js';
import { publishPacket, type RawDevice } from '../ingest/raw-device.js';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { connectAs, openDoor, SECRETS } from './door.js';

failOnLeaks();

const ACCEPTED = 0;
const BAD_CREDENTIALS = 4;

/** Who gets in at the embedded broker, and as whom. */
withStore((store) => {
  const start = anHourAgo();
  const fix = (messageId: number, seal = 'S1') =>
    publishPacket(topics.fixes(seal), fixAt(messageId, start + messageId * 1000, messageId), { messageId });
  let open: EmbeddedRoad;
  const devices: RawDevice[] = [];

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1', 'S2'], start);
    open = await openDoor(store);
  });
  afterAll(() => open.close());
  beforeEach(() => clearLog(store.pool));
  afterEach(async () => {
    for (const device of devices.splice(0)) await device.cut();
  });
  async function connect(
    username: string | undefined,
    password: string | undefined,
    options: Parameters<typeof connectAs>[3] = {},
  ): Promise<{ device: RawDevice; code: number }> {
    const answer = await connectAs(open.port, username, password, options);
    devices.push(answer.device);
    return answer;
  }

  it('a seal comes in with its secret, and its fix is stored', async () => {
    const { device, code } = await connect('S1', SECRETS.S1);
    expect(code).toBe(ACCEPTED);
    device.send(fix(1));
    expect(await device.untilAnswered('puback', 1)).toEqual([1]);
    expect(await open.road.count('fixes')).toBe(1);
  });

  it.each([
    ['the secret of another', 'S1', SECRETS.S2],
    ['a secret that is nearly right', 'S1', `${SECRETS.S1} `],
    ['no secret', 'S1', undefined],
    ['an empty secret', 'S1', ''],
    ['a name that nobody has', 'S9', SECRETS.S1],
    ['no name', undefined, undefined],
    ['a name as long as a page', 'S'.repeat(4_000), 'x'],
  ])('with %s it is answered 4, and the connection ends [MQTT-3.2.2-5]', async (_, name, secret) => {
    const { device, code } = await connect(name, secret, { clientId: 'S1' });
    expect(code).toBe(BAD_CREDENTIALS);
    await device.untilClosed();
  });

  it('a failure is answered late, and shown to operators without the secret, and without what may be one', async () => {
    await store.pool.query('delete from quarantine');
    const before = performance.now();
    await connect('S2', 'wrong-secret-wrong-secret-1234');
    expect(performance.now() - before).toBeGreaterThan(950);
    await connect('hunter2-hunter2-hunter2', 'S2');
    const lines = await waitFor(async () => {
      const all = await quarantined(store.pool);
      return all.length >= 2 && all;
    });
    expect(lines.sort()).toEqual([
      'bad_credentials: S2 from 127.0.0.1: the secret is wrong',
      'bad_credentials: hunter… from 127.0.0.1: there is no such device, or it has no valid credential',
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/wrong-secret|hunter2-/);
  });

  it('who tries and tries is listed once, and keeps nobody out: the right secret is let in between, at once', async () => {
    const tries = Array.from({ length: 30 }, () => connect('S2', 'never-right-never-right-never'));
    const before = performance.now();
    expect((await connect('S2', SECRETS.S2)).code).toBe(ACCEPTED);
    expect(performance.now() - before).toBeLessThan(900);
    for (const { code } of await Promise.all(tries)) expect(code).toBe(BAD_CREDENTIALS);
    await open.road.pipeline.drain();
    expect(await open.road.count('quarantine', `detail like 'S2 from%'`)).toBeLessThanOrEqual(1);
    const { values } = await open.road.metrics.mqttRefused.get();
    expect(values.find(({ labels }) => labels.why === 'proof')!.value).toBeGreaterThanOrEqual(30);
  });

  it('while the database does not answer it is told to come again', async () => {
    const locked = await store.pool.connect();
    await locked.query('begin');
    await locked.query('lock table credentials in access exclusive mode');
    try {
      expect((await connect('S1', SECRETS.S1)).code).toBe(3);
    } finally {
      await locked.query('rollback');
      locked.release();
    }
    expect((await connect('S1', SECRETS.S1)).code).toBe(ACCEPTED);
  }, 15_000);

  describe('a client id', () => {
    it('belongs to its device: another with the same throws nobody out, and finds no session of his', async () => {
      await open.road.pool.query(`select 1`);
      const { device: gate } = await connect('S1', SECRETS.S1, { clientId: 'one', clean: false });
      gate.send({
        cmd: 'subscribe',
        messageId: 1,
        subscriptions: [{ topic: topics.commands('S1'), qos: 1 }],
      });
      await waitFor(() => gate.received.some(({ cmd }) => cmd === 'suback'));
      const { device: other } = await connect('FLEET', 'of-no-worth-outside-a-test-run', {
        clientId: 'one',
        clean: false,
      });
      const connack = other.received[0] as unknown as { sessionPresent: boolean };
      expect(connack.sessionPresent).toBe(false);
      gate.send(fix(1));
      expect(await gate.untilAnswered('puback', 1)).toEqual([1]);
      await open.broker.publish(topics.commands('S1'), 'open');
      await waitFor(() => gate.received.some(({ cmd }) => cmd === 'publish'));
      expect(other.received.some(({ cmd }) => cmd === 'publish')).toBe(false);
    });

    it('of another length than a page is refused with 2', async () => {
      const { code } = await connect('S1', SECRETS.S1, { clientId: 'x'.repeat(257) });
      expect(code).toBe(2);
    });

    it('may be left out with a clean session [MQTT-3.1.3-6]', async () => {
      const { code, device } = await connect('S1', SECRETS.S1, { clientId: '' });
      expect(code).toBe(ACCEPTED);
      device.send(fix(2));
      expect(await device.untilAnswered('puback', 1)).toEqual([2]);
    });
  });

  it('a captured CONNECT and PUBLISH sent again change no row', async () => {
    const { device } = await connect('S1', SECRETS.S1);
    device.send(fix(1), fix(2));
    await device.untilAnswered('puback', 2);
    await device.cut();
    const rows = async () =>
      (await store.pool.query('select seal, time, seq, lat, lon, received_at from fixes order by seq')).rows;
    const before = await rows();
    for (let times = 0; times < 3; times++) {
      const { device: thief } = await connect('S1', SECRETS.S1);
      thief.send(fix(1), fix(2), { ...fix(1), dup: true });
      await thief.untilAnswered('puback', 3);
    }
    expect(await rows()).toEqual(before);
    expect(await quarantined(store.pool)).toEqual([]);
    expect(await open.road.count('alarms')).toBe(0);
  });
});
