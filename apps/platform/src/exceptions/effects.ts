import { randomUUID } from 'node:crypto';
import type { Instant, Vehicle } from '@haidang/domain';
import {
  changeTermsAt,
  decideException,
  facilitiesTable,
  findSealClosing,
  hasClosed,
  insertException,
  replaceSeal,
  routesTable,
  sealsTable,
  sealAttachedAt,
  setContainerVehicle,
  setVehicle,
  splitTransit,
  takenUpAt,
  type TransitRecord,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { ApiError, type FieldError } from '../http/errors.js';
import { invalid } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { writeStep } from '../transits/take-step.js';
import type { TransitNews } from '../transits/transit-news.js';
import { checkReferences, checkSeals, guarded } from '../transits/transit-references.js';
import type { ExceptionRequest, RequestOf } from './requests.js';

/** What an exception changed, and into what; both null where that is nothing with a name. */
export interface Effect {
  readonly was: string | null;
  readonly isNow: string | null;
  /** The transit that a part of it goes on as. */
  readonly split?: string;
}

/** A transit that is held, and when it happened. */
interface Case {
  readonly tx: PoolClient;
  readonly transit: TransitRecord;
  readonly at: Instant;
}

/**
 * Whether what is asked for can be done as things stand.
 * @throws ApiError `invalid_request`, `reference_unknown`, `seal_in_use`
 */
export async function checkRequest(of: Case, request: ExceptionRequest): Promise<void> {
  switch (request.kind) {
    case 'reroute':
      return checkReroute(of, request.body);
    case 'replace_seal':
      return checkNewSeal(of, request.body);
    case 'change_vehicle':
      return checkOwnContainers(of.transit, request.body.containers ?? []);
    case 'split':
      return checkSplit(of.transit, request.body);
    case 'end_early':
      return checkReferences(of.tx, facilitiesTable, [{ path: 'facilityId', id: request.body.facilityId }]);
  }
}

/** It takes effect from its time on; the caller has checked it. @throws ApiError `seal_in_use`, `already_exists` */
export async function carryOut(of: Case, news: TransitNews, request: ExceptionRequest): Promise<Effect> {
  const { tx, transit, at } = of;
  const { id } = transit;
  switch (request.kind) {
    case 'reroute':
      await changeTermsAt(tx, id, at, { routeId: request.body.routeId });
      return { was: transit.routeId, isNow: request.body.routeId };
    case 'replace_seal': {
      const { number, sealId } = request.body;
      await guarded(() => replaceSeal(tx, id, number, sealId, at));
      return { was: sealOf(transit, number) ?? null, isNow: sealId };
    }
    case 'change_vehicle':
      return changeVehicle(of, request.body);
    case 'split':
      return split(of, request.body);
    case 'end_early': {
      const { facilityId, reason } = request.body;
      if (facilityId !== transit.to) await changeTermsAt(tx, id, at, { to: facilityId });
      await writeStep(tx, news, id, { step: 'arrive', at, reason });
      return { was: transit.to, isNow: facilityId };
    }
  }
}

async function checkReroute({ tx, transit, at }: Case, { routeId }: RequestOf<'reroute'>): Promise<void> {
  await checkReferences(tx, routesTable, [{ path: 'routeId', id: routeId }]);
  if (routeId === transit.routeId) throw wrong('routeId', 'it is on this route already');
  const since = await takenUpAt(tx, transit.id);
  if (since !== null && at <= since) throw wrong('at', 'it came upon its present route later');
}

async function checkNewSeal(
  { tx, transit, at }: Case,
  { number, sealId }: RequestOf<'replace_seal'>,
): Promise<void> {
  checkOwnContainers(transit, [number], 'number');
  if (sealOf(transit, number) === undefined) throw wrong('number', `no seal closes ${number}`);
  const other = transit.containers.find((one) => one.sealId === sealId);
  if (other !== undefined) throw wrong('sealId', `it closes ${other.number} of this transit`);
  if (await hasClosed(tx, transit.id, sealId))
    throw wrong('sealId', 'it was taken off this transit before, and its part in it is over');
  await checkReferences(tx, sealsTable, [{ path: 'sealId', id: sealId }]);
  await checkSeals(tx, transit.id, [{ number, sealId }]);
  const closing = await findSealClosing(tx, sealId, at);
  if (closing !== undefined)
    throw new ApiError(
      'seal_in_use',
      `The seal ${sealId} closed a container of the transit ${closing} then.`,
      {
        members: { sealId, transitId: closing },
      },
    );
  const attached = await sealAttachedAt(tx, transit.id, number);
  if (attached !== null && at <= attached) throw wrong('at', 'its present seal was attached later');
}

function checkSplit(transit: TransitRecord, { containers }: RequestOf<'split'>): void {
  checkOwnContainers(transit, containers);
  if (new Set(containers).size === transit.containers.length)
    throw wrong('containers', 'nothing would be left of the transit');
}

function checkOwnContainers(
  transit: TransitRecord,
  numbers: readonly string[],
  path: 'containers' | 'number' = 'containers',
): void {
  const errors: FieldError[] = numbers.flatMap((number, i) =>
    transit.containers.some((one) => one.number === number)
      ? []
      : [
          {
            path: path === 'number' ? path : `${path}.${i}`,
            message: `${number} is not a container of this transit`,
          },
        ],
  );
  if (errors.length > 0) throw invalid(errors);
}

async function changeVehicle(
  { tx, transit }: Case,
  { vehicle, containers }: RequestOf<'change_vehicle'>,
): Promise<Effect> {
  const some =
    containers === undefined ? [] : transit.containers.filter(({ number }) => containers.includes(number));
  if (containers === undefined) await setVehicle(tx, transit.id, vehicle);
  else await setContainerVehicle(tx, transit.id, containers, vehicle);
  const before = some.map((one) => nameOf(one.vehicle ?? transit.vehicle));
  return {
    was: [...new Set(before.length === 0 ? [nameOf(transit.vehicle)] : before)].join(', '),
    isNow: nameOf(vehicle),
  };
}

async function split(
  { tx, transit, at }: Case,
  { id, number, containers, vehicle, reason, evidence }: RequestOf<'split'>,
): Promise<Effect> {
  const own = transit.containers.find((one) => one.number === containers[0])?.vehicle;
  const into = { id: id ?? randomUUID(), number, vehicle: vehicle ?? own ?? transit.vehicle };
  await guarded(() => splitTransit(tx, transit.id, into, containers, at));
  const effect = { was: transit.number, isNow: number };
  // its own timeline begins with it
  const exceptionId = randomUUID();
  const by = whoActs() ?? null;
  await insertException(tx, {
    ...{ id: exceptionId, transitId: into.id, kind: 'split', state: 'approved', at, reason, evidence },
    ...{ fields: { number, containers, splitFrom: transit.id }, container: null, askedBy: by },
  });
  await decideException(tx, exceptionId, { ...effect, state: 'approved', decidedBy: by, decision: null });
  return { ...effect, split: into.id };
}

function sealOf(transit: TransitRecord, number: string): string | undefined {
  return transit.containers.find((one) => one.number === number)?.sealId;
}

function nameOf({ plate, trailer }: Vehicle): string {
  return trailer === undefined ? plate : `${plate} + ${trailer}`;
}

function wrong(path: string, message: string): ApiError {
  return invalid([{ path, message }]);
}
