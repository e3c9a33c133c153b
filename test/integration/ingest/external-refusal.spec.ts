import { createServer, type AddressInfo } from 'node:net';
import { ExternalBroker } from '../../../apps/platform/src/ingest/external-broker.js';
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { Aedes } from 'aedes';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Road } from '../road.js';

failOnLeaks();

/** A broker that answers a SUBSCRIBE with 0x80 (Mosquitto never does: it grants all and withholds the messages). */
withStore((store) => {
  it('a subscription that the broker refuses is a fault that names the topic', async () => {
    const aedes = await Aedes.createBroker({
      authorizeSubscribe: (_client, subscription, answer) =>
        answer(null, subscription.topic.includes('gates') ? null : subscription),
    });
    const server = createServer((socket) => void aedes.handle(socket));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const road = await Road.open(store);
    const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const logger = pino({ level: 'silent' });
    const broker = new ExternalBroker({ url, clientId: 'us' }, road.pipeline, road.metrics, logger);
    try {
      expect(broker.fault()).toBe('external broker: not connected yet');
      await broker.start();
      const fault = await waitFor(() => broker.fault()?.includes('passages') === true && broker.fault());
      expect(fault).toBe('external broker: it refuses us haidang/v1/gates/+/passages');
    } finally {
      await broker.stop();
      await new Promise<void>((closed) => aedes.close(closed));
      server.close();
    }
  });
});
