import { isDeepStrictEqual } from 'node:util';
import { invalid } from './zod.pipe.js';

type Fields = Readonly<Record<string, unknown>>;

/** Objects in objects: nothing that is patched goes as deep, and a hostile patch cannot exhaust the stack. */
const DEEPEST = 32;

/**
 * Applies a JSON merge patch (RFC 7396): a given field replaces, `null` removes, an object is merged into the object that
 * was there, or into an empty one.
 * @param fixed fields that may be repeated but not changed
 * @throws ApiError `invalid_request` when the patch is no object, changes a fixed field or goes deeper than any thing does
 */
export function mergePatch(
  current: Fields,
  patch: unknown,
  fixed: readonly string[] = ['id'],
): Record<string, unknown> {
  if (!isObject(patch))
    throw invalid([{ path: '', message: 'an object with the fields to change is wanted' }]);
  const changed = fixed.filter((field) => field in patch && !isDeepStrictEqual(patch[field], current[field]));
  if (changed.length > 0) throw invalid(changed.map((path) => ({ path, message: 'it cannot be changed' })));
  return merge(current, patch, DEEPEST);
}

function merge(current: Fields, patch: Fields, deeper: number): Record<string, unknown> {
  if (deeper === 0) throw invalid([{ path: '', message: 'it goes too deep' }]);
  const merged = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) ? merge(isObject(before) ? before : {}, value, deeper - 1) : value);
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
