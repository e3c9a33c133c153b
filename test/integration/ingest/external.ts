import { ExternalBroker } from '../../../apps/platform/src/ingest/external-broker.js';
import { waitFor, type TestStore } from '@haidang/testkit';
import { pino } from 'pino';
import { Road } from '../road.js';

/** The road with an external broker as its door. */
export interface ExternalRoad {
  readonly road: Road;
  readonly broker: ExternalBroker;
  /** How many messages came in, repeats among them. */
  messages(): Promise<number>;
  untilConnected(): Promise<void>;
  /** What a graceful stop does: takes nothing more, commits and acknowledges what it holds, says goodbye. */
  close(): Promise<void>;
}

export async function openExternal(store: TestStore, url: string): Promise<ExternalRoad> {
  const road = await Road.open(store);
  const logger = pino({ level: 'silent' });
  const broker = new ExternalBroker(
    { url, clientId: 'haidang-platform' },
    road.pipeline,
    road.metrics,
    logger,
  );
  await broker.start();
  const untilConnected = async () => {
    await waitFor(() => broker.fault() === undefined, 15_000, 'the connection to the broker');
  };
  await untilConnected();
  return {
    road,
    broker,
    untilConnected,
    messages: async () => {
      const { values } = await road.metrics.messages.get();
      return values.reduce((sum, { value }) => sum + value, 0);
    },
    close: async () => {
      await broker.pause();
      await road.pipeline.drain();
      await broker.stop();
    },
  };
}
