import { randomUUID } from 'node:crypto';
import {
  findDevices,
  insertCredentials,
  insertDevices,
  proofOf,
  type Device,
  type Queryable,
} from '@haidang/store';

/** The tests' own server, a forwarder: it speaks for all seals of the organisation FLEET and for the gates of its facilities. */
export const FLEET = { name: 'FLEET', secret: 'of-no-worth-outside-a-test-run' } as const;

/** Registers the organisation FLEET and lets its server in; a second time changes nothing. */
export async function admitFleet(db: Queryable): Promise<void> {
  await db.query(
    `insert into organisations (id, name, kind) values ('FLEET', 'The test fleet', 'carrier') on conflict do nothing`,
  );
  if ((await findDevices(db, [FLEET.name])).length > 0) return;
  await letIn(db, { name: FLEET.name, kind: 'forwarder', subject: 'FLEET' }, FLEET.secret);
}

/** Gives a device a secret. @returns the credential's id */
export async function letIn(db: Queryable, device: Device, secret: string): Promise<string> {
  const id = randomUUID();
  await insertDevices(db, [device]);
  await insertCredentials(db, [{ id, device: device.name, proof: proofOf(secret) }]);
  return id;
}

/** A broker's address with the user and secret of the fleet's server in it. */
export function asFleet(broker: string): string {
  return withUser(broker, FLEET.name, FLEET.secret);
}

/** A broker's address with a user and his secret in it. */
export function withUser(broker: string, name: string, secret: string): string {
  const url = new URL(broker);
  url.username = name;
  url.password = secret;
  return url.href;
}
