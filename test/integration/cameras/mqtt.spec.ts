import { failOnLeaks, FLEET, letIn, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { connectAs } from '../devices/door.js';
import { openEmbedded, quarantined, type EmbeddedRoad } from '../ingest/embedded.js';
import { publishPacket, type RawDevice } from '../ingest/raw-device.js';
import { anHourAgo, clearLog, CONTAINERS, registerTransits } from '../road.js';

failOnLeaks();

const SECRET = 'secret-of-the-camera-cam-1-dddd';

/** Cameras at the embedded broker: Frigate through a bridge, and our own form. */
withStore((store) => {
  let open: EmbeddedRoad;
  const devices: RawDevice[] = [];

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1'], anHourAgo());
    await registerFrigate();
    await store.pool.query(
      `insert into cameras (id, name, gate_id, maker, direction, both_ways, reads, time_zone, clock, settles) values
        ('CAM-2', 'Own', 'PORT-1', 'haidang', 'out', false, 'both', 'Asia/Ho_Chi_Minh', 'said', 'read')`,
    );
    open = await openEmbedded(store);
    for (const name of ['CAM-1', 'CAM-2'])
      await letIn(store.pool, { name, kind: 'camera', subject: name }, SECRET);
  });
  afterAll(() => open.close());
  beforeEach(() => clearLog(store.pool));
  afterEach(async () => {
    for (const device of devices.splice(0)) await device.cut();
  });
  async function registerFrigate(): Promise<void> {
    await store.pool.query(
      `insert into cameras (id, name, gate_id, maker, direction, both_ways, reads, time_zone, clock, settles) values
        ('CAM-1', 'Frigate', 'PORT-1', 'frigate', 'out', false, 'plate', 'Asia/Ho_Chi_Minh', 'said', 'read')`,
    );
  }
  async function connect(name: string, secret = SECRET): Promise<RawDevice> {
    const { device, code } = await connectAs(open.port, name, secret);
    devices.push(device);
    expect(code).toBe(0);
    return device;
  }
  const plates = async () =>
    (await store.pool.query<{ plate: string | null }>('select plate from passages order by time')).rows.map(
      ({ plate }) => plate,
    );
  const tracked = (type: string, id: string, plate: string | null, score = 0.95) => ({
    type,
    after: {
      ...{
        id,
        camera: 'gate',
        label: 'truck',
        frame_time: Date.now() / 1000,
        recognized_license_plate: plate,
        recognized_license_plate_score: score,
      },
    },
  });

  it('a vehicle said many times is one passage, and every message is acknowledged in its turn', async () => {
    const camera = await connect('CAM-1');
    const said = [
      tracked('new', 'T1', null),
      tracked('update', 'T1', '15C-123.45', 0.4),
      {
        type: 'lpr',
        id: 'T1',
        camera: 'gate',
        plate: '15C-123.45',
        score: 0.95,
        timestamp: Date.now() / 1000,
      },
      tracked('update', 'T1', '15C-123.46'),
      tracked('end', 'T1', '15C-123.45'),
      { type: 'end', after: { id: 'T2', label: 'person' } },
      tracked('end', 'T3', null),
    ];
    camera.send(
      ...said.map((value, i) => publishPacket(topics.cameraEvents('CAM-1'), value, { messageId: i + 1 })),
    );
    expect(await camera.untilAnswered('puback', said.length)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await plates()).toEqual(['15C12345', null]);
    expect(await quarantined(store.pool)).toEqual([]);
    expect(await open.road.count('outbox', `topic = '${topics.decisions('PORT-1')}'`)).toBe(2);
  });

  it('after a restart in the middle of a track, one word of it is a conflict, and no more', async () => {
    const camera = await connect('CAM-1');
    const say = async (messageId: number, value: object) => {
      camera.send(publishPacket(topics.cameraEvents('CAM-1'), value, { messageId }));
      await camera.untilAnswered('puback', messageId);
    };
    await say(1, tracked('update', 'T9', '15C-777.77'));
    // as the start reads it anew
    await store.pool.query(`delete from cameras where id = 'CAM-1'`);
    await open.road.directory.refreshCameras(['CAM-1']);
    await registerFrigate();
    await open.road.directory.refreshCameras(['CAM-1']);
    for (const id of [2, 3, 4]) await say(id, tracked('update', 'T9', '15C-123.99'));
    expect(await plates()).toEqual(['15C77777']);
    expect((await quarantined(store.pool)).map((line) => line.split(':')[0])).toEqual(['conflict']);
  });

  it('our own form needs no gate and no direction', async () => {
    const camera = await connect('CAM-2');
    const passage = { id: 'P1', time: new Date().toISOString(), container: CONTAINERS[0] };
    camera.send(publishPacket(topics.cameraEvents('CAM-2'), passage, { messageId: 1 }));
    await camera.untilAnswered('puback', 1);
    const { rows } = await store.pool.query('select gate_id, direction, container from passages');
    expect(rows).toEqual([{ gate_id: 'PORT-1', direction: 'out', container: CONTAINERS[0] }]);
  });

  it('what cannot be understood, another’s topic and an unknown camera are quarantined', async () => {
    const camera = await connect('CAM-1');
    camera.send(
      publishPacket(topics.cameraEvents('CAM-1'), Buffer.from('{'), { messageId: 1 }),
      publishPacket(topics.cameraEvents('CAM-2'), {}, { messageId: 2 }),
      publishPacket(topics.cameraEvents('CAM-1'), Buffer.alloc(300 * 1024, 32), { messageId: 3 }),
    );
    await camera.untilAnswered('puback', 3);
    const server = await connect(FLEET.name, FLEET.secret);
    server.send(
      publishPacket(
        topics.cameraEvents('CAM-2'),
        { id: 'P2', time: new Date().toISOString() },
        { messageId: 1 },
      ),
      publishPacket(topics.cameraEvents('CAM-9'), {}, { messageId: 2 }),
    );
    await server.untilAnswered('puback', 2);
    const reasons = (await quarantined(store.pool)).map((line) => line.split(':')[0]).sort();
    expect(reasons).toEqual(['not_json', 'too_large', 'unknown_camera', 'wrong_sender']);
    // a forwarder speaks for the cameras of its gates
    expect(await plates()).toEqual([null]);
  });
});
