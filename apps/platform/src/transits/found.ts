import type { TransitRecord } from '@haidang/store';
import { ApiError } from '../http/errors.js';

/** @throws ApiError `transit_not_found` */
export function found(record: TransitRecord | undefined, id: string): TransitRecord {
  if (record === undefined) throw new ApiError('transit_not_found', `There is no transit ${id}.`);
  return record;
}
