import {
  DAY,
  DEADLINES,
  type DeadlineKind,
  type DeadlineState,
  type Instant,
  type Millis,
} from '@haidang/domain';
import {
  findApprovals,
  findCalls,
  findDeclarationClocks,
  readOpenApprovals,
  readOpenCalls,
  readOpenExits,
  readUnusedDeclarations,
  type ClockRecord,
  type Queryable,
} from '@haidang/store';
import { deadlineOf, idOf, type Deadline } from './deadline.js';
import type { OfficeTerms } from './office-terms.js';

/** What was missed longer ago is not shown any more: its alarm, where it has one, stands. */
export const SHOWN_FOR: Millis = 30 * DAY;
/** Further ahead nothing is due. */
const FAR: Millis = 2 * 366 * DAY;

/** Times from the one up to, and not at, the other. */
export interface Times {
  readonly from: Instant;
  readonly to: Instant;
}

/** A stretch of the list of deadlines, which is in the order of their ends. */
export interface DueRange {
  /** When what is wanted ends, by how long before its end it is warned of. */
  readonly ends: (warnBefore: Millis) => Times;
  readonly after: { readonly due: Instant; readonly id: string } | null;
  readonly limit: number;
  readonly officeId?: string | undefined;
  readonly facilityId?: string | undefined;
}

/** When what is in some state, or in any, ends. */
export function endsIn(state: DeadlineState | undefined, warnBefore: Millis, now: Instant): Times {
  switch (state) {
    case 'missed':
      return { from: now - SHOWN_FOR, to: now + 1 };
    case 'warning':
      return { from: now + 1, to: now + warnBefore + 1 };
    case 'running':
      return { from: now + warnBefore + 1, to: now + FAR };
    case undefined:
      return { from: now - SHOWN_FOR, to: now + FAR };
  }
}

/** In the order of their ends; not more than `limit` of them. Clocks that one may not see are not among them. */
export async function readDeadlines(
  db: Queryable,
  offices: OfficeTerms,
  kinds: readonly DeadlineKind[],
  range: DueRange,
): Promise<Deadline[]> {
  const { after, officeId, facilityId } = range;
  const found: Deadline[] = [];
  for (const kind of kinds) {
    if (kind !== 'declaration_unused') {
      const clocks = await readFew(db, kind, range.ends(0).from);
      found.push(...clocks.map((clock) => deadlineOf(clock, offices)));
    } else if (facilityId === undefined) {
      // a declaration is of an office, and of no facility
      found.push(...(await readLapsing(db, offices, range)));
    }
  }
  return found
    .filter(({ clock }) => officeId === undefined || clock.officeId === officeId)
    .filter(({ clock }) => facilityId === undefined || clock.facilityId === facilityId)
    .filter(({ due, terms }) => isWithin(due, range.ends(terms.warnBefore)))
    .filter((deadline) => after === null || isAfter(deadline, after))
    .toSorted(byDue)
    .slice(0, range.limit);
}

/** By what names them, whether what was due is done or not. */
export async function findClocks(
  db: Queryable,
  kind: DeadlineKind,
  subjects: readonly string[],
): Promise<ClockRecord[]> {
  if (subjects.length === 0) return [];
  switch (kind) {
    case 'discharge_list':
    case 'scan_list':
      return findCalls(db, kind, subjects);
    case 'transit_approval':
      return findApprovals(db, subjects);
    case 'declaration_unused':
      return findDeclarationClocks(db, subjects);
    case 'gate_out_report':
      return [];
  }
}

/** Of a country's calls, exits and approvals few wait at any time: all are read. */
function readFew(
  db: Queryable,
  kind: Exclude<DeadlineKind, 'declaration_unused'>,
  dueFrom: Instant,
): Promise<ClockRecord[]> {
  switch (kind) {
    case 'discharge_list':
    case 'scan_list':
      return readOpenCalls(db, kind, dueFrom);
    case 'gate_out_report':
      return readOpenExits(db, dueFrom - DEADLINES.gate_out_report.within - DAY);
    case 'transit_approval':
      return readOpenApprovals(db);
  }
}

/** Declarations are many, and read along their index: of those with the same terms as many as may be wanted. */
async function readLapsing(db: Queryable, offices: OfficeTerms, range: DueRange): Promise<Deadline[]> {
  const found: Deadline[] = [];
  for (const { terms, offices: ofThem } of offices.sameTerms('declaration_unused')) {
    const { from, to } = range.ends(terms.warnBefore);
    const clocks = await readUnusedDeclarations(db, {
      ...{ from: from - terms.within, to: to - terms.within, offices: ofThem, limit: range.limit },
      officeId: range.officeId ?? null,
      after: afterOf(range.after, terms.within),
    });
    found.push(...clocks.map((clock) => deadlineOf(clock, offices)));
  }
  return found;
}

/** Where in the list of declarations the place in the list of all lies. */
function afterOf(after: DueRange['after'], within: Millis): { from: Instant; subject: string } | null {
  if (after === null) return null;
  const prefix = idOf({ kind: 'declaration_unused', subject: '' });
  const from = after.due - within;
  if (after.id.startsWith(prefix)) return { from, subject: after.id.slice(prefix.length) };
  // a place among others that end at the same moment: all declarations come before, or after them
  return after.id < prefix ? { from, subject: '' } : { from: from + 1, subject: '' };
}

function isWithin(due: Instant, { from, to }: Times): boolean {
  return from <= due && due < to;
}

function isAfter({ due, clock }: Deadline, after: NonNullable<DueRange['after']>): boolean {
  return due > after.due || (due === after.due && idOf(clock) > after.id);
}

function byDue(a: Deadline, b: Deadline): number {
  return a.due - b.due || (idOf(a.clock) < idOf(b.clock) ? -1 : 1);
}
