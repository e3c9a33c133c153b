import { letIn, type TestStore } from '@haidang/testkit';
import type { Device } from '@haidang/store';
import type pg from 'pg';
import { openEmbedded, type EmbeddedRoad } from '../ingest/embedded.js';
import { RawDevice } from '../ingest/raw-device.js';

/** Secrets as a machine draws them, made readable. */
export const SECRETS = {
  S1: 'secret-of-the-seal-s1-aaaaaaaa',
  S2: 'secret-of-the-seal-s2-bbbbbbbb',
} as const;

export const seal = (id: string): Device => ({ name: id, kind: 'seal', subject: id });

/** The seals S1 and S2, each with its own secret, at a broker that knows them. */
export async function openDoor(
  store: TestStore,
  env: Readonly<Record<string, string>> = {},
): Promise<EmbeddedRoad> {
  await clearDevices(store.pool);
  for (const id of ['S1', 'S2'] as const) await letIn(store.pool, seal(id), SECRETS[id]);
  return await openEmbedded(store, env);
}

/** All devices but the fleet's server. */
export async function clearDevices(pool: pg.Pool): Promise<void> {
  await pool.query(`delete from devices where name <> 'FLEET'`);
}

/** Connects, and answers with the device and the return code of its CONNACK (MQTT 3.1.1, 3.2.2.3). */
export async function connectAs(
  port: number,
  username: string | undefined,
  password: string | undefined,
  options: Parameters<typeof RawDevice.connect>[2] = {},
): Promise<{ device: RawDevice; code: number }> {
  const claim = {
    ...(username === undefined ? { username: undefined } : { username }),
    ...(password === undefined ? { password: undefined } : { password: Buffer.from(password) }),
  } as Parameters<typeof RawDevice.connect>[2];
  const device = await RawDevice.connect(port, options?.clientId ?? username ?? 'nobody', {
    ...claim,
    ...options,
  });
  const connack = device.received.find(({ cmd }) => cmd === 'connack') as unknown as { returnCode: number };
  return { device, code: connack.returnCode };
}
