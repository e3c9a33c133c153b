import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, type Instant } from '@haidang/domain';
import {
  findDevices,
  markUsed,
  provesSecret,
  readLiveCredentials,
  type LiveCredential,
} from '@haidang/store';
import { Rejection } from '@haidang/wire';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Link } from '../ingest/link.js';
import type { Metrics } from '../metrics/metrics.js';
import { CredentialReader } from './credential-reader.js';
import { fingerprintOf } from './certificate.js';
import { LiveDevices, type Cuttable, type DeviceLimits, type LiveDevice } from './live-devices.js';
import { Quota } from './quota.js';
import { mayHear, type Owners } from './rights.js';
import { SignInFailures } from './sign-in-failures.js';

/** A failure is answered so late, a success at once: with the limit on strangers of one address it bounds how many wrong ones there can be a second. */
export const FAILURE_MS = 1_000;
const LOOK_UP_MS = 5_000;
/** Nobody's name is longer; what is, is not looked up. */
export const LONGEST_NAME = 100;
/** In ten minutes, of those who break the protocol before they have said who they are. */
const STRANGERS_SHOWN = 100;
/** Of a name that nobody has, so much is shown: it may be a secret that stands in the wrong field. */
const SHOWN_OF_A_STRANGER = 6;

/** MQTT 3.1.1, 3.2.2.3. */
export const CONNACK = {
  identifierRejected: 2,
  unavailable: 3,
  badCredentials: 4,
  notAuthorized: 5,
} as const;

/** What a CONNECT brings to prove who sends it. */
export interface Claim {
  readonly username: string | undefined;
  readonly password: Uint8Array | undefined;
}

/** Why a CONNECT is refused. */
export interface Refusal {
  readonly code: (typeof CONNACK)[keyof typeof CONNACK];
  readonly why: string;
}

export interface DoorkeeperParts {
  readonly pool: Pool;
  readonly directory: Owners;
  readonly limits: { readonly one: DeviceLimits; readonly forwarder: DeviceLimits };
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Shows an operator what was refused. */
  readonly quarantine: (rejection: Rejection) => void;
}

/** Lets in who proves who he is, knows what each may hear, and shows the door to those whose credential has ended. */
export class Doorkeeper {
  readonly devices: LiveDevices;
  private readonly reader: CredentialReader;
  private readonly failures = new SignInFailures();
  private readonly strangersShown = new Quota(STRANGERS_SHOWN, 10 * MINUTE);
  /** When the next credential of a device ends by time. */
  private readonly ends = new Map<string, Instant>();

  constructor(private readonly parts: DoorkeeperParts) {
    this.devices = new LiveDevices(parts.limits);
    this.reader = new CredentialReader(parts.pool);
  }

  /** @returns undefined when the link is admitted: it has its device then */
  async judge(link: Link, claim: Claim): Promise<Refusal | undefined> {
    const refusal = await this.refusalOf(link, claim);
    if (refusal === undefined) return undefined;
    this.parts.metrics.mqttRefused.inc({
      why: refusal.code === CONNACK.unavailable ? 'unavailable' : 'proof',
    });
    if (refusal.code === CONNACK.badCredentials) await sleep(FAILURE_MS, undefined, { ref: false });
    return refusal;
  }

  /** Whether one more fault of somebody unknown is shown to operators, or only counted. */
  mayShowStranger(): boolean {
    return this.strangersShown.take();
  }

  /** Whether a device may listen to a topic, or go on listening: seals and gates change hands. */
  mayHear({ device }: LiveDevice, topic: string): boolean {
    return mayHear(device, topic, this.parts.directory);
  }

  /**
   * Credentials of these devices have ended: cuts the connections that came with them.
   * @param names undefined: any may have, as when nobody told for a while
   * @returns the devices that have no way in any more
   */
  async recheck(names: readonly string[] = this.devices.names()): Promise<string[]> {
    for (const name of names) this.reader.spoil(name);
    const live = new Map(
      (await readLiveCredentials(this.parts.pool, names)).map((credential) => [credential.id, credential]),
    );
    for (const link of names.flatMap((name) => [...(this.devices.get(name)?.links ?? [])])) {
      const credential = live.get(link.credentialId!);
      if (credential === undefined) this.showOut(link);
      else this.noteEnd(credential);
    }
    const welcome = new Set([...live.values()].map(({ device }) => device.name));
    return names.filter((name) => !welcome.has(name));
  }

  /** Devices whose credential, of now or of before, has come to its time. To be asked every second. */
  due(): string[] {
    const now = Date.now();
    const names: string[] = [];
    for (const [name, endsAt] of this.ends) if (endsAt <= now && this.ends.delete(name)) names.push(name);
    return names;
  }

  private noteEnd({ device, endsAt }: LiveCredential): void {
    if (endsAt !== null) this.ends.set(device.name, Math.min(endsAt, this.ends.get(device.name) ?? Infinity));
  }

  private showOut(link: Cuttable): void {
    this.parts.metrics.mqttCut.inc();
    link.cut();
  }

  private async refusalOf(link: Link, { username, password }: Claim): Promise<Refusal | undefined> {
    const certificate = link.certificate();
    if (certificate === 'refused')
      return this.failed(link, username ?? '', [], 'the certificate is not of our authority, or has expired');
    const name: unknown = certificate?.subject.CN ?? username;
    // several common names come as a list, and are none
    if (typeof name !== 'string' || name.length > LONGEST_NAME || (username ?? name) !== name)
      return this.failed(link, String(name ?? ''), [], 'no user name, or not that of the certificate');

    let live: readonly LiveCredential[];
    try {
      live = await this.lookUp(name);
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'a device could not be looked up');
      return { code: CONNACK.unavailable, why: 'the database does not answer' };
    }
    if (link.socket.destroyed) return { code: CONNACK.unavailable, why: 'it has gone' };
    const proven = live.find(({ proof }) => {
      if (proof.method === 'secret') return password !== undefined && provesSecret(proof, password);
      if (certificate === undefined) return false;
      return proof.certificate === null || proof.certificate.equals(fingerprintOf(certificate));
    });
    if (proven === undefined) return this.failed(link, name, live, whatIsWrong(live, password, certificate));
    this.admit(link, proven);
    return undefined;
  }

  private admit(link: Link, credential: LiveCredential): void {
    const { id, device, used } = credential;
    const live = this.devices.enter(device);
    link.admit(live, id);
    live.links.add(link);
    link.socket.once('close', () => live.links.delete(link));
    this.noteEnd(credential);
    this.cutOldest(live);
    if (used) return;
    markUsed(this.parts.pool, [id]).catch((error: unknown) =>
      this.parts.logger.warn({ err: error, device: device.name }, 'the first use could not be noted'),
    );
  }

  /** One more than it may have: the oldest goes. That is most likely a line that broke without our hearing of it. */
  private cutOldest(live: LiveDevice): void {
    const { connections } = this.devices.limitsOf(live.device);
    const [oldest] = live.links;
    if (live.links.size > connections) oldest!.cut();
  }

  private failed(link: Link, name: string, live: readonly LiveCredential[], why: string): Refusal {
    const times = this.failures.failed(name, link.address);
    if (times > 0) void this.tell(name, link.address, live.length > 0, why, times);
    return { code: CONNACK.badCredentials, why };
  }

  /** Shows a failure to operators. Of a name that no device has, only the beginning. */
  private async tell(
    name: string,
    address: string,
    isLive: boolean,
    why: string,
    times: number,
  ): Promise<void> {
    const known = isLive || (await findDevices(this.parts.pool, [name]).catch(() => [])).length > 0;
    const device = known ? name : hidden(name);
    const count = times === 1 ? '' : ` (${times} times)`;
    this.parts.logger.warn({ device, address, times }, `a device was refused: ${why}`);
    this.parts.quarantine(new Rejection('bad_credentials', `${device} from ${address}: ${why}${count}`));
  }

  private async lookUp(name: string): Promise<readonly LiveCredential[]> {
    const limit = new AbortController();
    try {
      return await Promise.race([
        this.reader.find(name),
        sleep(LOOK_UP_MS, undefined, { ref: false, signal: limit.signal }).then(() => {
          throw new Error(`no answer within ${LOOK_UP_MS} ms`);
        }),
      ]);
    } finally {
      limit.abort();
    }
  }
}

function whatIsWrong(
  live: readonly LiveCredential[],
  password: Uint8Array | undefined,
  certificate: object | undefined,
): string {
  if (live.length === 0) return 'there is no such device, or it has no valid credential';
  if (certificate !== undefined && password === undefined) return 'no credential accepts this certificate';
  return password === undefined ? 'no secret was given' : 'the secret is wrong';
}

/** Of a name that nobody has, as operators see it. */
export function hidden(name: string): string {
  if (name === '') return 'somebody without a name';
  return name.length <= SHOWN_OF_A_STRANGER ? name : `${name.slice(0, SHOWN_OF_A_STRANGER)}…`;
}
