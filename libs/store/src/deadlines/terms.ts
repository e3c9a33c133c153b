import type { DeadlineKind, DeadlineTerms } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** What an office, and those below it that say nothing themselves, sets otherwise than the law does. */
export interface TermsEntry {
  readonly organisationId: string;
  readonly terms: Readonly<Partial<Record<DeadlineKind, DeadlineTerms>>>;
}

/** All of them: few offices set any. */
export async function readTerms(db: Queryable): Promise<TermsEntry[]> {
  const { rows } = await db.query<TermsEntry>(
    'select organisation_id as "organisationId", terms from deadline_terms',
  );
  return rows;
}

export async function writeTerms(tx: Queryable, entry: TermsEntry, by: string | null): Promise<void> {
  await tx.query(
    `insert into deadline_terms (organisation_id, terms, updated_by) values ($1, $2, $3)
     on conflict (organisation_id) do update set terms = excluded.terms, updated_at = now(), updated_by = excluded.updated_by`,
    [entry.organisationId, JSON.stringify(entry.terms), by],
  );
}

/** The tree of customs: who stands below whom. */
export async function readOffices(db: Queryable): Promise<{ id: string; parentId: string | null }[]> {
  const { rows } = await db.query<{ id: string; parentId: string | null }>(
    `select id, parent_id as "parentId" from organisations where kind in ('centre', 'department', 'office')`,
  );
  return rows;
}
