import { randomBytes, randomUUID } from 'node:crypto';
import {
  endWithNext,
  enterLedger,
  findCredentialled,
  findDevices,
  findSubjects,
  insertCredentials,
  insertDevices,
  proofOf,
  revokeCredentials,
  type Actor,
  type Device,
  type NewCredential,
  type Proof,
  type Queryable,
} from '@haidang/store';

/** 192 bits of chance: 32 characters that need no quoting anywhere. */
const SECRET_BYTES = 24;
/** One from outside has so many characters: 22 of base64 are 128 bits. */
const LEAST_SECRET = 22;

/** A device that is to get a credential. */
export interface Order extends Device {
  /** One from outside, such as a maker's; else one is drawn. */
  readonly secret?: string | undefined;
  /** A client certificate in place of a secret: SHA-256 of the one that is meant, or null for any of the authority with the name. */
  readonly certificate?: Buffer | null | undefined;
}

/** What was issued. The secret is nowhere else. */
export interface Issued extends Device {
  /** Of a certificate there is none. */
  readonly secret: string | undefined;
}

/** Orders that cannot be, each with what is wrong: nothing was issued. */
export class BadOrders extends Error {
  override readonly name = 'BadOrders';

  constructor(readonly problems: readonly { readonly order: Order; readonly problem: string }[]) {
    super(problems.map(({ order, problem }) => `${order.name}: ${problem}`).join('\n'));
  }
}

/**
 * Gives each its first credential, or a new one when it has none that is valid. All or none.
 * @throws BadOrders
 */
export async function issue(
  tx: Queryable,
  orders: readonly Order[],
  by: Actor | null = null,
): Promise<Issued[]> {
  await checkOrders(tx, orders);
  await insertDevices(tx, orders);
  return await give(tx, orders, 'credential.issue', by);
}

/**
 * Gives each a new credential. The ones before end with its first use, or at a time.
 * @param certificate in place of a secret, as in an {@link Order}
 * @throws BadOrders for one that is not there
 */
export async function rotate(
  tx: Queryable,
  names: readonly string[],
  endsAt: number,
  certificate?: Buffer | null,
  by: Actor | null = null,
): Promise<Issued[]> {
  const devices = await findDevices(tx, names);
  const known = new Set(devices.map(({ name }) => name));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length > 0) {
    throw new BadOrders(
      missing.map((name) => ({
        order: { name, kind: 'seal', subject: name },
        problem: 'there is no such device',
      })),
    );
  }
  const orders = devices.map((device) => ({ ...device, certificate }));
  return await give(tx, orders, 'credential.rotate', by, endsAt);
}

/** Ends all credentials of a device, or one of them; who is connected with it is cut off. @returns how many ended */
export async function revoke(
  tx: Queryable,
  name: string,
  reason: string,
  id?: string,
  by: Actor | null = null,
): Promise<number> {
  const count = await revokeCredentials(tx, name, reason, id);
  if (count > 0) {
    const data = { reason, ...(id !== undefined && { credential: id }) };
    await enterLedger(tx, [
      { kind: 'credential.revoke', subject: `device/${name}`, at: Date.now(), by, data },
    ]);
  }
  return count;
}

async function give(
  tx: Queryable,
  orders: readonly Order[],
  kind: string,
  by: Actor | null,
  oldOnesEndAt?: number,
): Promise<Issued[]> {
  const issued: Issued[] = [];
  const credentials: NewCredential[] = [];
  for (const { name, kind: what, subject, ...order } of orders) {
    const secret =
      order.certificate === undefined
        ? (order.secret ?? randomBytes(SECRET_BYTES).toString('base64url'))
        : undefined;
    const proof: Proof =
      secret === undefined ? { method: 'certificate', certificate: order.certificate! } : proofOf(secret);
    credentials.push({ id: randomUUID(), device: name, proof });
    issued.push({ name, kind: what, subject, secret });
  }
  await insertCredentials(tx, credentials);
  if (oldOnesEndAt !== undefined) await endWithNext(tx, credentials, oldOnesEndAt);
  await enterLedger(
    tx,
    credentials.map(({ id, device, proof }) => ({
      ...{ kind, subject: `device/${device}`, at: Date.now(), by },
      data: { credential: id, method: proof.method },
    })),
  );
  return issued;
}

async function checkOrders(tx: Queryable, orders: readonly Order[]): Promise<void> {
  const names = orders.map(({ name }) => name);
  const devices = new Map((await findDevices(tx, names)).map((device) => [device.name, device]));
  const live = await findCredentialled(tx, names);
  const subjects = new Map<string, Set<string>>();
  for (const kind of new Set(orders.map((order) => order.kind))) {
    const ids = orders.filter((order) => order.kind === kind).map(({ subject }) => subject);
    subjects.set(kind, await findSubjects(tx, kind, ids));
  }
  const seen = new Set<string>();
  const problemOf = ({ name, kind, subject, secret }: Order): string | undefined => {
    const known = devices.get(name);
    if (seen.has(name)) return 'it is here twice';
    seen.add(name);
    if (!isName(name)) return 'a name is of letters, digits and -_.: and no longer than 64 characters';
    if (!subjects.get(kind)!.has(subject)) return `no ${REGISTER[kind]} ${subject} in the register`;
    if (known !== undefined && (known.kind !== kind || known.subject !== subject))
      return `the name is that of the ${known.kind} ${known.subject}`;
    if (live.has(name)) return 'it has a valid credential: rotate it, or revoke it first';
    if (secret !== undefined && !isStrong(secret))
      return `a secret has at least ${LEAST_SECRET} characters, of 12 kinds or more`;
    return undefined;
  };
  const problems = orders.flatMap((order) => {
    const problem = problemOf(order);
    return problem === undefined ? [] : [{ order, problem }];
  });
  if (problems.length > 0) throw new BadOrders(problems);
}

const REGISTER = { seal: 'seal', gate: 'gate', camera: 'camera', forwarder: 'organisation' } as const;

/** As ids in the register: no blank, and nothing that MQTT or an access file reads as its own. */
function isName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/.test(name);
}

/** A rough look: whether a person has made it up, nobody can tell for certain. */
function isStrong(secret: string): boolean {
  return secret.length >= LEAST_SECRET && secret.length <= 256 && new Set(secret).size >= 12;
}
