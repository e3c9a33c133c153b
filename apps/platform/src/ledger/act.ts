import type { Instant } from '@haidang/domain';
import type { LedgerAct } from '@haidang/store';
import { actorNow } from '../identity/acting.js';

/** An act of whoever acts now, to be entered in the ledger in the transaction that does it. */
export function actNow(
  kind: string,
  subject: string,
  data: object = {},
  at: Instant = Date.now(),
): LedgerAct {
  return { kind, subject, at, by: actorNow() ?? null, data };
}

/** The members of two versions of a thing that differ, as they were and as they are: what a change is entered as. */
export function changesOf(before: object, after: object): { before: object; after: object } {
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  const changed = [...names].filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  const of = (value: Record<string, unknown>) =>
    Object.fromEntries(
      changed.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]),
    );
  return { before: of(was), after: of(is) };
}
