import { LOADING_DIFFERENCES, type LoadingDifference } from '@haidang/domain';
import type { DeclaredRecord, LoadedRecord } from '@haidang/store';

/** One difference, with the papers that show it. */
export interface Difference {
  readonly kind: LoadingDifference;
  /** Of the container that was loaded; of one that was not, the one that was declared. */
  readonly container: string;
  readonly loaded: LoadedRecord | null;
  readonly declared: DeclaredRecord | null;
}

/**
 * Compares what a vessel took with what declarations of export named and what stood there, in the order of the containers. The order in which
 * the papers are given does not matter.
 * @param number of the departure
 */
export function reconcile(
  number: string,
  loaded: readonly LoadedRecord[],
  declared: readonly DeclaredRecord[],
): Difference[] {
  const byContainer = new Map(declared.map((one) => [one.container, one]));
  const taken = new Set(loaded.map(({ container }) => container));
  const left = declared.filter(({ container, departure }) => departure === number && !taken.has(container));
  const unknown = loaded.filter(({ container }) => !byContainer.has(container));
  const mistaken = misnumbered(unknown, left);
  const paired = new Set(mistaken.values());

  const found: Difference[] = [];
  for (const one of loaded) {
    const known = byContainer.get(one.container) ?? mistaken.get(one) ?? null;
    for (const kind of kindsOf(number, one, known))
      found.push({ kind, container: one.container, loaded: one, declared: known });
  }
  for (const one of left) {
    if (paired.has(one)) continue;
    const stands = one.stay !== null && one.stay.outAt === null;
    const kind = stands ? 'brought_in_not_loaded' : 'declared_not_loaded';
    found.push({ kind, container: one.container, loaded: null, declared: one });
  }
  return found.toSorted(byContainerAndKind);
}

function kindsOf(number: string, one: LoadedRecord, declared: DeclaredRecord | null): LoadingDifference[] {
  const holds: Record<LoadingDifference, boolean> = {
    loaded_not_declared: declared === null,
    declared_not_loaded: false,
    brought_in_not_loaded: false,
    loaded_never_brought_in: one.stay === null,
    other_number: declared !== null && declared.container !== one.container,
    other_seal:
      differ(one.carrierSeal, declared?.carrierSeal) || differ(one.carrierSeal, one.stay?.carrierSeal),
    other_departure: declared !== null && declared.departure !== null && declared.departure !== number,
    loaded_suspended: one.eligibility?.state === 'suspended',
  };
  return LOADING_DIFFERENCES.filter((kind) => holds[kind]);
}

/**
 * What was loaded under another number than it was declared by: it bears the seal that was declared, and no other does; or it is the only one of
 * its declaration that is not known, and one of that declaration is missing.
 */
function misnumbered(
  unknown: readonly LoadedRecord[],
  missing: readonly DeclaredRecord[],
): Map<LoadedRecord, DeclaredRecord> {
  const pairs = new Map<LoadedRecord, DeclaredRecord>();
  const pair = (keyOf: (one: LoadedRecord | DeclaredRecord) => string | null) => {
    const paired = new Set(pairs.values());
    const those = byKey(
      missing.filter((one) => !paired.has(one)),
      keyOf,
    );
    for (const [key, these] of byKey(
      unknown.filter((one) => !pairs.has(one)),
      keyOf,
    )) {
      const others = those.get(key) ?? [];
      if (these.length === 1 && others.length === 1) pairs.set(these[0]!, others[0]!);
    }
  };
  pair(({ carrierSeal }) => (carrierSeal === null ? null : plain(carrierSeal)));
  pair(({ declaration }) => declaration);
  return pairs;
}

function byKey<T>(list: readonly T[], keyOf: (one: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

function differ(a: string | null | undefined, b: string | null | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && plain(a) !== plain(b);
}

/** As seals are compared: separators and case are the writer's. */
function plain(seal: string): string {
  return seal.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

function byContainerAndKind(a: Difference, b: Difference): number {
  if (a.container !== b.container) return a.container < b.container ? -1 : 1;
  return LOADING_DIFFERENCES.indexOf(a.kind) - LOADING_DIFFERENCES.indexOf(b.kind);
}
