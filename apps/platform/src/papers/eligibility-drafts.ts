import { randomUUID } from 'node:crypto';
import type { EligibilityBody } from '@haidang/contract';
import { parseInstant, type EligibilityAct, type Instant } from '@haidang/domain';
import type { EligibilityRecord, NewEligibility } from '@haidang/store';
import { actNow } from '../ledger/act.js';
import type { Draft, Sent } from './notices.js';
import { given, listedLine } from './view.js';

/** What was said of one, before it has its code and its message. */
export type Issued = Omit<NewEligibility, 'noticeId' | 'token'>;

export function issuedOf(line: EligibilityBody): Issued {
  const { form, facilityId, declaration, officerConfirmed, validUntil } = line;
  return {
    ...{ id: randomUUID(), form, facilityId, declaration, officerConfirmed },
    container: line.form === '04' ? line.container : null,
    goods: line.form === '05' ? line.goods : null,
    plate: line.plate ?? null,
    carrierSeal: line.carrierSeal ?? null,
    customsSeal: line.customsSeal ?? null,
    validUntil: validUntil === undefined ? null : parseInstant(validUntil)!,
  };
}

export type Row = Issued & { readonly token: string };

/** A port is told of each form by itself. */
export function groupsOf<T extends Pick<Row, 'facilityId' | 'form'>>(rows: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = `${row.facilityId} ${row.form}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

export function draftOf(group: readonly Row[]): Draft {
  const { facilityId, form } = group[0]!;
  const lines = group.map((row) => ({ id: row.id, declaration: row.declaration, ...listedLine(row) }));
  return { facilityId, form, lines };
}

export function noticesByLine(
  groups: readonly (readonly Pick<Row, 'id'>[])[],
  sent: readonly Sent[],
): Map<string, string> {
  const noticeOf = new Map<string, string>();
  let group = -1;
  for (const { id, from, to } of sent) {
    if (from === 0) group++;
    for (const row of groups[group]!.slice(from, to)) noticeOf.set(row.id, id);
  }
  return noticeOf;
}

/** What was issued, but for the codes: those follow from the rest. */
export function issueAct({ id, draft, from, to }: Sent, at: Instant) {
  const lines = (draft.lines as { token: string }[]).slice(from, to).map(({ token: _, ...line }) => line);
  const { facilityId, form } = draft;
  return actNow('eligibility.issue', `notice/${id}`, { facilityId, form, lines }, at);
}

export function changeDraft(group: readonly EligibilityRecord[], act: EligibilityAct, reason: string): Draft {
  const { facilityId, form } = group[0]!;
  return {
    facilityId,
    form: form === '04' ? '06' : '07',
    lines: group.map(({ id, declaration, container, goods }) =>
      given({ id, act, reason, declaration, container, goods }),
    ),
  };
}
