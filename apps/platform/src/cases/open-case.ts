import type { CaseAct } from '@haidang/domain';
import {
  enterLedger,
  insertCase,
  insertCaseAct,
  insertOutbox,
  type CaseRecord,
  type NewCase,
  type Queryable,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';

export type CaseDraft = Omit<NewCase, 'by' | 'byId'>;

/**
 * Opens a case in the transaction of what it is about, with its first line, in the ledger and for the live feed.
 * @returns undefined when one of its cause is there already: nothing is changed
 */
export async function openCase(tx: Queryable, draft: CaseDraft): Promise<CaseRecord | undefined> {
  const person = whoActs();
  const by = { by: person?.name ?? null, byId: person?.id ?? null };
  const opened = await insertCase(tx, { ...draft, ...by });
  if (opened === undefined) return undefined;
  const { description, cause, setApart } = draft;
  const data = { cause, ...(setApart !== null && { setApart: true }) };
  await noteAct(tx, opened, 'open', { text: description ?? undefined, data });
  return opened;
}

/** Something was done with a case: a line of its history, an entry in the ledger, and the live feed is owed it. */
export async function noteAct(
  tx: Queryable,
  found: CaseRecord,
  what: CaseAct,
  { text, data = {} }: { readonly text?: string | undefined; readonly data?: object } = {},
): Promise<void> {
  const person = whoActs();
  await insertCaseAct(tx, found.id, {
    ...{ what, by: person?.name ?? null, byId: person?.id ?? null, text },
    ...(Object.keys(data).length > 0 && { data }),
  });
  const { number, kind, facility_id, container, declaration, transit_id } = found;
  const about = { number, kind, facilityId: facility_id, container, declaration, transit: transit_id };
  const said = { ...about, ...data, ...(text !== undefined && { text }) };
  await enterLedger(tx, [actNow(`case.${what}`, `case/${found.id}`, said)]);
  await insertOutbox(tx as PoolClient, [{ channel: 'live', topic: 'case', payload: found }]);
}
