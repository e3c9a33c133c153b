import type { CaseAct } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** A line of a case's history. */
export interface CaseActRecord {
  readonly at: Date;
  readonly what: CaseAct;
  /** A name; null: the platform itself. */
  readonly by: string | null;
  /** The reason, or what was said. */
  readonly text: string | null;
  readonly data: Record<string, unknown> | null;
}

export interface NewCaseAct {
  readonly what: CaseAct;
  readonly by: string | null;
  readonly byId: string | null;
  readonly text?: string | undefined;
  readonly data?: object | undefined;
}

export async function insertCaseAct(tx: Queryable, caseId: string, act: NewCaseAct): Promise<void> {
  await tx.query(
    'insert into case_acts (case_id, what, by, by_id, text, data) values ($1, $2, $3, $4, $5, $6)',
    [
      ...[caseId, act.what, act.by, act.byId, act.text ?? null],
      act.data === undefined ? null : JSON.stringify(act.data),
    ],
  );
}

/** In their order. */
export async function readCaseActs(db: Queryable, caseId: string): Promise<CaseActRecord[]> {
  const { rows } = await db.query<{ [K in keyof CaseActRecord]: CaseActRecord[K] }>(
    'select at, what, by, text, data from case_acts where case_id = $1 order by id',
    [caseId],
  );
  return rows;
}

/** A piece of evidence that belongs to a case. */
export interface CaseEvidenceRecord {
  readonly id: string;
  readonly sha256: string;
  readonly at: Date;
  readonly by: string | null;
}

/**
 * One that is seen, once; a round that deletes what is expired has ended or not begun (expireEvidence locks the table).
 * @returns its hash; undefined when there is no such evidence
 */
export async function linkEvidence(
  tx: Queryable,
  caseId: string,
  evidenceId: string,
  { by, byId }: Pick<NewCaseAct, 'by' | 'byId'>,
): Promise<{ sha256: string; isNew: boolean } | undefined> {
  const linked = await tx.query<{ sha256: string }>(
    `insert into case_evidence (case_id, evidence_id, sha256, by, by_id) select $1, id, sha256, $3, $4 from evidence where id = $2
     on conflict do nothing returning sha256`,
    [caseId, evidenceId, by, byId],
  );
  if (linked.rows[0] !== undefined) return { sha256: linked.rows[0].sha256, isNew: true };
  const known = await tx.query<{ sha256: string }>(
    'select sha256 from case_evidence where case_id = $1 and evidence_id = $2',
    [caseId, evidenceId],
  );
  return known.rows.map(({ sha256 }) => ({ sha256, isNew: false }))[0];
}

export async function readCaseEvidence(db: Queryable, caseId: string): Promise<CaseEvidenceRecord[]> {
  const { rows } = await db.query<{ [K in keyof CaseEvidenceRecord]: CaseEvidenceRecord[K] }>(
    'select evidence_id as id, sha256, at, by from case_evidence where case_id = $1 order by at, evidence_id',
    [caseId],
  );
  return rows;
}
