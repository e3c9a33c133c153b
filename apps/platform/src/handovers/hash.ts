import type { HandoverChange } from '@haidang/contract';
import { canonical, sha256 } from '@haidang/ledger';
import type { HandoverPicture, HandoverRecord } from '@haidang/store';

/**
 * Names of people, so that one of them may be forgotten and the note still is what was signed; and measurements of alarms, which grow by the
 * minute and have a history of their own.
 */
const LEFT_OUT = new Set([
  ...['by', 'assignee', 'begunBy', 'endedBy', 'sentBy'],
  ...['why', 'place', 'revision', 'acts'],
]);

/** What a note says, whatever it shows. */
export type Wording = Pick<
  HandoverRecord,
  'id' | 'organisation_id' | 'revision' | 'remark' | 'notes' | 'given_hash'
>;

/**
 * Over all that somebody sees who signs: SHA-256 of its canonical form (RFC 8785).
 * @param as who takes over signs what was signed before as well
 */
export function hashOf(
  note: Wording,
  picture: HandoverPicture,
  changes: readonly HandoverChange[],
  as: 'give' | 'take',
): string {
  const { id, organisation_id: organisation, revision, remark, notes, given_hash } = note;
  return sha256(
    canonical({
      ...{ id, organisation, revision, remark, notes },
      ...{ items: without(picture.items), left: picture.left, changes: without(changes) },
      // one that was signed before they were counted is still what was signed
      ...(picture.leftOf !== undefined && { leftOf: picture.leftOf }),
      ...(as === 'take' && { given: given_hash }),
    }),
  );
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (LEFT_OUT.has(name) ? [] : [[name, without(inner)]])),
  );
}
