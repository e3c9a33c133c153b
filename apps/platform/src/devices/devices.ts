import { Inject, Injectable } from '@nestjs/common';
import type {
  CredentialState,
  DeviceKind,
  DeviceView,
  IssuedDeviceView,
  IssuedSecret,
  NewDevice,
  Page,
  RevokeDevice,
  RotateDevice,
} from '@haidang/contract';
import { DAY, formatInstant, type Instant } from '@haidang/domain';
import {
  listDevices,
  readGatesHeard,
  type ListedDevice,
  type Queryable,
  type ScopedPool,
} from '@haidang/store';
import type { z } from 'zod';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { ApiError } from '../http/errors.js';
import { pageOf, readIdCursor } from '../http/page.js';
import { checkStillAsked, Writes, type WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { actorNow } from '../identity/acting.js';
import { BadLines, issueLines, meantCertificate, type Line } from './import-file.js';
import { BadOrders, issue, revoke, rotate, type Issued, type Order } from './issue.js';

/**
 * Devices and their credentials as administrators look after them: what the command line does, within one's own tree. A secret stands in the
 * answer to the call that made it and nowhere else; what is kept for a repeat of the call goes without.
 */
@Injectable()
export class Devices {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  async list(
    kind: DeviceKind | undefined,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<DeviceView>> {
    const after = readIdCursor(query.cursor);
    const rows = await listDevices(this.db, { kind, after, limit: query.limit + 1 });
    const heard = await heardOf(this.db, rows);
    return pageOf(
      rows,
      query.limit,
      (row) => this.view(row, heard),
      (row) => [row.name],
    );
  }

  /** @throws ApiError `device_not_found` */
  find(name: string): Promise<DeviceView> {
    return this.read(this.db, name);
  }

  /** @throws ApiError `credential_refused` */
  async issue(call: WriteCall, { kind, id, name = id, certificate }: NewDevice): Promise<IssuedDeviceView> {
    const order: Order = { kind, subject: id, name, ...ordered(certificate) };
    let issued: Issued[] = [];
    const made = await this.writes.run(call, 201, async (tx) => {
      issued = await orRefuse(issue(tx, [order], actorNow()));
      return this.read(tx, name);
    });
    return { ...made, ...secretOf(issued[0]) };
  }

  /** @throws ApiError `credential_refused`, each error with its line */
  async issueAll(call: WriteCall, lines: readonly Line[]): Promise<{ items: IssuedSecret[] }> {
    let issued: Issued[] = [];
    const made = await this.writes.run(call, 201, async (tx) => {
      issued = await orRefuse(issueLines(tx, lines, actorNow()));
      checkStillAsked(call);
      return { items: issued.map(({ name, kind }): IssuedSecret => ({ name, kind })) };
    });
    return { items: made.items.map((one, i) => ({ ...one, ...secretOf(issued[i]) })) };
  }

  /** @throws ApiError `device_not_found` */
  async rotate(
    call: WriteCall,
    name: string,
    { days, certificate }: z.infer<typeof RotateDevice>,
  ): Promise<IssuedDeviceView> {
    let issued: Issued[] = [];
    const made = await this.writes.run(call, 200, async (tx) => {
      await this.read(tx, name);
      const endsAt = Date.now() + days * DAY;
      issued = await rotate(tx, [name], endsAt, ordered(certificate).certificate, actorNow());
      return this.read(tx, name);
    });
    return { ...made, ...secretOf(issued[0]) };
  }

  /** Who is connected with it is cut off as soon as it is true. @throws ApiError `device_not_found`, `wrong_state` when nothing was valid */
  revoke(
    call: WriteCall,
    name: string,
    { reason, credentialId }: z.infer<typeof RevokeDevice>,
  ): Promise<DeviceView> {
    return this.writes.run(call, 200, async (tx) => {
      await this.read(tx, name);
      const count = await revoke(tx, name, reason, credentialId, actorNow());
      if (count === 0) throw new ApiError('wrong_state', `${name} has no such valid credential.`);
      return this.read(tx, name);
    });
  }

  private async read(db: Queryable, name: string): Promise<DeviceView> {
    const [device] = await listDevices(db, { name });
    if (device === undefined) throw new ApiError('device_not_found', `There is no device ${name}.`);
    return this.view(device, await heardOf(db, [device]));
  }

  /** When a seal or a gate was heard, and not where or what: an administrator sees no cargo. @param gates when each was heard */
  private view(device: ListedDevice, gates: ReadonlyMap<string, Instant>): DeviceView {
    const { name, kind, subject, organisationId, credentials } = device;
    const heard = {
      seal: () => this.directory.lastFix(subject)?.receivedAt,
      gate: () => gates.get(subject),
      ...{ camera: () => undefined, forwarder: () => undefined },
    }[kind]();
    return {
      ...{ name, kind, subject, organisationId },
      state: stateOf(device, Date.now()),
      heardAt: heard === undefined ? null : formatInstant(heard),
      credentials: credentials.map(({ id, method, issuedAt, usedAt, endsAt, revokedAt, revokedFor }) => ({
        ...{ id, method, revokedFor },
        issuedAt: formatInstant(issuedAt),
        usedAt: timeOf(usedAt),
        endsAt: timeOf(endsAt),
        revokedAt: timeOf(revokedAt),
      })),
    };
  }
}

function heardOf(db: Queryable, devices: readonly ListedDevice[]): Promise<Map<string, Instant>> {
  return readGatesHeard(
    db,
    devices.filter(({ kind }) => kind === 'gate').map(({ subject }) => subject),
  );
}

function stateOf({ credentials }: ListedDevice, now: number): CredentialState {
  if (credentials.length === 0) return 'none';
  const live = credentials.filter(
    ({ revokedAt, endsAt }) => revokedAt === null && (endsAt === null || endsAt > now),
  );
  if (live.length === 0) return 'ended';
  if (live.every(({ endsAt }) => endsAt !== null)) return 'ending';
  return live.some(({ usedAt }) => usedAt !== null) ? 'used' : 'unused';
}

function ordered(certificate: string | undefined): Pick<Order, 'certificate'> {
  return certificate === undefined ? {} : { certificate: meantCertificate(certificate) };
}

/** Of a call that is repeated nothing was issued. */
function secretOf(issued: Issued | undefined): { secret?: string } {
  return issued?.secret === undefined ? {} : { secret: issued.secret };
}

function timeOf(time: number | null): string | null {
  return time === null ? null : formatInstant(time);
}

/** What cannot be issued, by the name or the line. */
async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** @returns what is no such refusal as it is */
export function refusalOf(error: unknown): unknown {
  if (error instanceof BadOrders)
    return refused(
      'credential_refused',
      error.problems.map(({ order, problem }) => ({ path: order.name, message: problem })),
    );
  if (!(error instanceof BadLines)) return error;
  return refused(
    'credential_refused',
    error.problems.map(({ line, problem }) => ({
      path: line === undefined ? '' : `line ${line}`,
      message: problem,
    })),
  );
}
