import type { AlarmChange, Decision, Instant, Passage, QuarantineReason, Severity } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { insertFixesAndAlarms, readAlarms, type NumberedAlarm } from './commit/alarms.js';
import { insertPassages, type PassageOutcome } from './commit/passages.js';
import type { PapersEffect } from './gates/effects.js';
import type { OutboxRow, StoredOutboxRow } from './commit/outbox.js';
import { insertQuarantine } from './commit/quarantine.js';
import { HELD } from './outbox.js';
import { contest, findConflicts, type FixRow } from './fix-rows.js';
import { writeStands, type StandRow } from './watch/stands.js';

/** Something that was not taken, as it came. */
export interface QuarantineRow {
  /** A UUID given when it was refused, so that a repeated commit stores it once. */
  readonly id: string;
  readonly receivedAt: Instant;
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly topic: string;
  /** The device that sent it, as it proved; null: not known. */
  readonly sender: string | null;
  readonly payload: Uint8Array;
  /** The whole size; the payload may be cut. */
  readonly bytes: number;
}

/** What the engine said of a seal on its transit. */
export interface AlarmRow {
  /** The fix that led to it: an alarm is stored with its fix or not at all, so one whose fix was stored before has been said. */
  readonly cause: Pick<FixRow, 'seal' | 'fix'>;
  /** A UUID that follows from `change.key`. */
  readonly id: string;
  readonly change: AlarmChange;
  readonly transitId: string;
  readonly containerNumber: string;
  readonly sealId: string;
}

export interface PassageRow {
  readonly gateId: string;
  readonly passage: Passage;
  readonly decision: Decision;
  /** What it changes in the papers when it is new. */
  readonly effect: PapersEffect | null;
}

/** Everything one micro-batch has to say; it is stored whole or not at all. */
export interface Facts {
  /** The commit's mark in the log's order: later than every mark before it. */
  readonly receivedAt: Instant;
  readonly fixes: readonly FixRow[];
  readonly quarantine: readonly QuarantineRow[];
  readonly alarms: readonly AlarmRow[];
  /** Where trucks stood; hardly ever any. */
  readonly stands: readonly StandRow[];
  /** No two of one container or of one name. */
  readonly passages: readonly PassageRow[];
}

export interface Committed {
  /** How many fixes were new; the others were repeats (or conflicts). */
  readonly newFixes: number;
  /** Indexes into `facts.fixes`: said before with other content. */
  readonly conflicts: readonly number[];
  /** Those of the conflicts that are judged from now on, in place of what stands in the track; noted to be folded in. */
  readonly contested: readonly number[];
  /** The alarms that changed, as they stand now; with them those that an attempt said whose answer was lost on the way. */
  readonly alarms: readonly NumberedAlarm[];
  /** One a passage, in order. */
  readonly passages: readonly PassageOutcome[];
  /** What now waits for its addressees, in order. */
  readonly held: readonly StoredOutboxRow[];
}

/** What follows from the facts for the world and the quarantine: written in the same transaction. */
export interface Owed {
  passage(row: PassageRow, receivedAt: Instant): readonly OutboxRow[];
  /** What goes to the quarantine for a fix or a passage that contradicts what was said before. */
  conflict(kind: 'fix' | 'passage', index: number): QuarantineRow;
}

/**
 * Stores the facts of one micro-batch, all or nothing. The usual batch is fixes alone, fixes and alarms, or passages alone: one statement, one
 * round trip. Conflicts are looked for after it; should that fail, the batch is tried again and they are found again.
 * @throws PapersChanged when a gate decided from papers that have changed; what PostgreSQL throws; nothing is stored then, unless the connection broke while it answered: doing it again is safe
 */
export async function commit(pool: Pool, facts: Facts, owed: Owed): Promise<Committed> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    if (facts.quarantine.length + facts.stands.length === 0) return await commitAll(client, facts, owed);
    await client.query('begin');
    const committed = await commitAll(client, facts, owed);
    await client.query('commit');
    return committed;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Passages come without fixes, and wait for nothing. */
const NO_FIXES = { newFixes: 0, changed: [] } as const;

async function commitAll(client: ClientBase, facts: Facts, owed: Owed): Promise<Committed> {
  const { newFixes, changed } =
    facts.fixes.length === 0 ? NO_FIXES : await insertFixesAndAlarms(client, facts);
  const allNew = newFixes === facts.fixes.length;
  const conflicts = allNew ? [] : await findConflicts(client, facts.fixes);
  const contested = conflicts.length === 0 ? [] : await contestAll(client, facts, conflicts);
  await writeStands(client, facts.stands);
  const { outcomes, owed: told } = await insertPassages(client, facts.passages, facts.receivedAt, (row) =>
    owed.passage(row, facts.receivedAt),
  );
  const quarantine = [
    ...facts.quarantine,
    ...conflicts.map((index) => owed.conflict('fix', index)),
    ...outcomes.flatMap(({ kind }, index) => (kind === 'conflict' ? owed.conflict('passage', index) : [])),
  ];
  await insertQuarantine(client, quarantine);
  const alarms = allNew ? changed : await readAlarms(client, facts.alarms);
  const held = told.filter(({ channel }) => channel === HELD);
  return { newFixes, conflicts, contested, alarms, passages: outcomes, held };
}

async function contestAll(
  client: ClientBase,
  { fixes, receivedAt }: Facts,
  conflicts: readonly number[],
): Promise<number[]> {
  const rows = conflicts.map((index) => fixes[index]!);
  return (await contest(client, rows, receivedAt)).map((index) => conflicts[index]!);
}

/** @returns the error of a connection that is of no further use */
async function rollback(client: ClientBase): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

export type { OutboxRow, PassageOutcome, Severity, StoredOutboxRow };
export type { OutboxChannel } from './commit/outbox.js';
export type { AlarmRecord, NumberedAlarm } from './commit/alarms.js';
