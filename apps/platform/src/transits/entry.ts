import { isDeepStrictEqual } from 'node:util';
import { NewTransit } from '@haidang/contract';
import { parseInstant, type TransitContainer, type TransitState } from '@haidang/domain';
import type { TransitEntry, TransitRecord } from '@haidang/store';
import { ApiError, type FieldError } from '../http/errors.js';
import { mergePatch } from '../http/merge-patch.js';
import { invalid, parse } from '../http/zod.pipe.js';
import { transitView } from './view.js';

/** What people may still change, by state; a state not named permits nothing. What was sealed or has left stands. */
const CHANGEABLE: Partial<
  Record<TransitState, 'all' | { readonly but?: string; readonly only?: readonly string[] }>
> = {
  registered: 'all',
  sealed: { but: 'containers' },
  in_transit: { only: ['arriveBy', 'rules'] },
};

/** What people enter of a transit, in the store's form. */
export function entryOf(id: string, fields: NewTransit): TransitEntry {
  return {
    id,
    number: fields.number,
    declaration: fields.declaration,
    regime: fields.regime,
    from: fields.from,
    to: fields.to,
    carrierId: fields.carrierId ?? null,
    vehicle: fields.vehicle,
    routeId: fields.routeId,
    departBy: fields.departBy === undefined ? null : parseInstant(fields.departBy)!,
    arriveBy: fields.arriveBy === undefined ? null : parseInstant(fields.arriveBy)!,
    ...(fields.rules !== undefined && { rules: fields.rules }),
  };
}

/** The same of one that is there, with its containers. */
export function enteredOf(record: TransitRecord): TransitEntry & Pick<TransitRecord, 'containers'> {
  const { id, number, declaration, regime, from, to, carrierId, vehicle, routeId, departBy, arriveBy } =
    record;
  return {
    ...{ id, number, declaration, regime, from, to, carrierId, vehicle, routeId, departBy, arriveBy },
    ...(record.rules !== undefined && { rules: record.rules }),
    // a vehicle of its own is no part of what was entered
    containers: record.containers.map(({ vehicle: _, ...container }) => container),
  };
}

/**
 * A transit's fields after a JSON merge patch.
 * @throws ApiError `invalid_request`, or `wrong_state` when it is too late to change one of them
 */
export function patched(record: TransitRecord, patch: unknown): NewTransit {
  const view = Object.entries(transitView(record)).filter(([, value]) => value !== null);
  const before = parse(NewTransit, Object.fromEntries(view));
  const after = parse(NewTransit, mergePatch(before, patch));
  const keys = Object.keys({ ...before, ...after }) as (keyof NewTransit)[];
  const changed = keys.filter((key) => !isDeepStrictEqual(before[key], after[key]));
  const late = changed.filter((key) => !isChangeable(record.state, key));
  if (late.length === 0) return after;
  const message = `it cannot be changed any more: the transit is ${record.state}`;
  throw new ApiError('wrong_state', `${late.join(', ')}: ${message}.`, {
    errors: late.map((path) => ({ path, message })),
    members: { state: record.state },
  });
}

/** A container or a seal may stand in a transit only once. @throws ApiError `invalid_request` */
export function checkContainers(containers: readonly TransitContainer[]): void {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [i, container] of containers.entries()) {
    for (const key of ['number', 'sealId'] as const) {
      const value = container[key];
      if (value === undefined) continue;
      if (seen.has(`${key} ${value}`)) {
        errors.push({
          path: `containers.${i}.${key}`,
          message: `${value} stands in this transit twice`,
          code: 'stands_twice',
          values: { value },
        });
      }
      seen.add(`${key} ${value}`);
    }
  }
  if (errors.length > 0) throw invalid(errors);
}

function isChangeable(state: TransitState, field: string): boolean {
  const rule = CHANGEABLE[state];
  if (rule === undefined || rule === 'all') return rule === 'all';
  return rule.only === undefined ? field !== rule.but : rule.only.includes(field);
}
