import type { Instant, Purpose, StayState, TransportMode } from '@haidang/domain';

/** Which of what stands. */
export interface YardFilter {
  readonly facilityId?: string | undefined;
  readonly purpose?: Purpose | undefined;
  readonly state?: StayState | undefined;
  readonly mode?: TransportMode | undefined;
  readonly isOverdue?: boolean | undefined;
  /** How its number begins. */
  readonly container?: string | undefined;
}

/** Imported goods that stood before that time; an empty container holds none. */
export const UNCLAIMED = (before: string) =>
  `(s.in_at <= ${before} and coalesce(s.purpose, 'import') = 'import' and s.state <> 'emptied')`;

/**
 * The conditions that a filter names, and no others: one that may be absent would keep an index from being used.
 * @param unclaimedBefore when imported goods that are unclaimed by now began to stand
 */
export function conditionsOf(
  filter: YardFilter,
  unclaimedBefore: Instant,
): { readonly where: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const add = (value: unknown) => `$${values.push(value)}`;
  const parts = ['s.out_at is null'];
  if (filter.facilityId !== undefined) parts.push(`s.facility_id = ${add(filter.facilityId)}`);
  if (filter.purpose !== undefined) parts.push(`s.purpose = ${add(filter.purpose)}`);
  if (filter.state !== undefined) parts.push(`s.state = ${add(filter.state)}`);
  if (filter.mode !== undefined) parts.push(`s.mode = ${add(filter.mode)}`);
  if (filter.container !== undefined) {
    // the operators of text_pattern_ops: a prefix as a parameter of LIKE would find no index
    const prefix = add(filter.container);
    parts.push(`s.container ~>=~ ${prefix} and s.container ~<=~ (${prefix} || '~')`);
  }
  if (filter.isOverdue !== undefined) {
    const overdue = UNCLAIMED(add(new Date(unclaimedBefore)));
    parts.push(filter.isOverdue ? overdue : `not ${overdue}`);
  }
  return { where: parts.join(' and '), values };
}
