import type {
  HandoverChange,
  HandoverItem,
  HandoverItemKind,
  HandoverSignature,
  HandoverState,
  HandoverView,
  WholeHandoverView,
} from '@haidang/contract';
import { HANDOVER_ITEMS } from '@haidang/contract';
import type { HandoverRecord, ListedHandover } from '@haidang/store';
import { hashOf } from './hash.js';
import type { LeftOf } from './undone.js';

/** What is shown of a note beside what is written in it. */
export interface Shown {
  readonly items: readonly HandoverItem[];
  readonly left: number;
  /** Left out of a note that was signed before it was counted. */
  readonly leftOf?: LeftOf;
  readonly changes: readonly HandoverChange[];
  /** Undefined: whoever looks may not sign. */
  readonly hash?: string | undefined;
}

type Head = Pick<HandoverRecord, 'id' | 'organisation_id' | 'revision' | 'begun_at' | 'begun_by'>;

export function stateOf({
  given_at,
  taken_at,
}: Pick<HandoverRecord, 'given_at' | 'taken_at'>): HandoverState {
  if (taken_at !== null) return 'taken';
  return given_at === null ? 'draft' : 'given';
}

export function handoverView(row: ListedHandover): HandoverView {
  const { given_at, given_by, taken_at, taken_by } = row;
  return {
    ...headOf(row),
    state: stateOf(row),
    counts: Object.fromEntries(HANDOVER_ITEMS.map((kind) => [kind, row.counts[kind] ?? 0])) as Record<
      HandoverItemKind,
      number
    >,
    ...(given_at !== null && { given: { at: given_at.toISOString(), by: given_by! } }),
    ...(taken_at !== null && { taken: { at: taken_at.toISOString(), by: taken_by! } }),
  };
}

export function wholeView(row: HandoverRecord, shown: Shown): WholeHandoverView {
  const { items, left, leftOf, changes, hash } = shown;
  const of = (kind: HandoverItemKind) => items.filter(({ what }) => what === kind).length;
  return {
    ...headOf(row),
    state: stateOf(row),
    counts: Object.fromEntries(HANDOVER_ITEMS.map((kind) => [kind, of(kind)])) as Record<
      HandoverItemKind,
      number
    >,
    ...{ remark: row.remark, notes: row.notes, items: [...items], left },
    leftOf: { ...{ dispatch: 0, outage: 0, deadline: 0 }, ...leftOf, alarm: left },
    ...{ since: row.pictured_at.toISOString(), changes: [...changes] },
    ...(hash !== undefined && { hash }),
    ...(row.given_at !== null && { given: signatureOf(row, 'give') }),
    ...(row.taken_at !== null && { taken: signatureOf(row, 'take') }),
  };
}

function headOf({ id, organisation_id: organisationId, revision, begun_at, begun_by }: Head) {
  return {
    ...{ id, organisationId, revision, begunAt: begun_at.toISOString() },
    ...(begun_by !== null && { begunBy: begun_by }),
  };
}

function signatureOf(row: HandoverRecord, as: 'give' | 'take'): HandoverSignature {
  const [at, by, byId, hash, shown] =
    as === 'give'
      ? [row.given_at, row.given_by, row.given_by_id, row.given_hash, row.given_changes]
      : [row.taken_at, row.taken_by, row.taken_by_id, row.taken_hash, row.taken_changes];
  const changes = shown as HandoverChange[];
  return {
    ...{ at: at!.toISOString(), by: by!, byId: byId!, hash: hash!, changes },
    intact: hashOf(row, row.picture, changes, as) === hash,
  };
}
