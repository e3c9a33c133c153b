import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { anHourAgo, clearLog, registerTransits } from '../road.js';
import { openEmbedded, type EmbeddedRoad } from './embedded.js';
import { publishPacket, RawDevice } from './raw-device.js';

failOnLeaks();

const MIB = 1024 * 1024;

/** While nothing can be committed, devices are held back by TCP: what is read stays bounded, and flows on afterwards. */
withStore((store) => {
  let open: EmbeddedRoad;
  let devices: RawDevice[] = [];
  beforeAll(() => registerTransits(store.pool, ['S1'], anHourAgo()));
  beforeEach(async () => {
    await clearLog(store.pool);
    open = await openEmbedded(store);
  });
  afterEach(async () => {
    for (const device of devices) await device.cut();
    devices = [];
    await open.close();
  });

  async function lockQuarantine(): Promise<() => Promise<void>> {
    const client = await store.pool.connect();
    await client.query('begin');
    await client.query('lock table quarantine in access exclusive mode');
    return async () => {
      await client.query('commit');
      client.release();
    };
  }

  it('of 200 messages of 1 MB from 20 devices no more than 64 MiB and a read each come in; all are kept in the end', async () => {
    for (let i = 0; i < 20; i++) devices.push(await RawDevice.connect(open.port, `D${i}`));
    const letGo = await lockQuarantine();
    const payload = Buffer.alloc(MIB, 0x20);
    for (const device of devices)
      for (let id = 1; id <= 10; id++)
        device.send(publishPacket(topics.fixes('S1'), payload, { messageId: id }));
    const taken = () => open.road.pipeline.state().underWay;
    await waitFor(() => taken() >= 64, 20_000, '64 messages under way');
    // a device that may go on is asked at each acknowledgement; none comes, so the number stands
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(taken()).toBeLessThanOrEqual(64 + 20);
    expect(devices.flatMap((device) => device.ids('puback'))).toEqual([]);

    await letGo();
    for (const device of devices) {
      const ids = await device.untilAnswered('puback', 10);
      expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
    expect(await open.road.count('quarantine', `reason = 'too_large' and bytes = ${MIB}`)).toBe(200);
  });
});
