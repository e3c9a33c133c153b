import type { AlarmChange, Decision, Instant, Passage, QuarantineReason, Severity } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { readAlarms, upsertAlarms, type AlarmRecord } from './commit/alarms.js';
import { insertPassage, type PassageOutcome } from './commit/passages.js';
import { insertOutbox, type OutboxRow } from './commit/outbox.js';
import { insertQuarantine } from './commit/quarantine.js';
import { findConflicts, insertFixes, storedBy, type FixRow } from './fix-rows.js';

/** Something that was not taken, as it came. */
export interface QuarantineRow {
  /** A UUID given when it was refused, so that a repeated commit stores it once. */
  readonly id: string;
  readonly receivedAt: Instant;
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly topic: string;
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
}

/** Everything one micro-batch has to say; it is stored whole or not at all. */
export interface Facts {
  /** The commit's mark in the log's order: later than every mark before it. */
  readonly receivedAt: Instant;
  readonly fixes: readonly FixRow[];
  readonly quarantine: readonly QuarantineRow[];
  readonly alarms: readonly AlarmRow[];
  readonly passages: readonly PassageRow[];
}

export interface Committed {
  /** How many fixes were new; the others were repeats (or conflicts). */
  readonly newFixes: number;
  /** Indexes into `facts.fixes`: said before with other content. */
  readonly conflicts: readonly number[];
  /** The alarms that changed, as they stand now; with them those that an attempt said whose answer was lost on the way. */
  readonly alarms: readonly AlarmRecord[];
  /** One a passage, in order. */
  readonly passages: readonly PassageOutcome[];
}

/** What the world is owed for the facts: written in the same transaction. */
export interface Owed {
  alarm(alarm: AlarmRecord): OutboxRow;
  passage(row: PassageRow, receivedAt: Instant): readonly OutboxRow[];
  /** What goes to the quarantine for a fix or a passage that contradicts what was said before. */
  conflict(kind: 'fix' | 'passage', index: number): QuarantineRow;
}

/**
 * Stores the facts of one micro-batch in one transaction. The usual batch is fixes alone: one statement, one round trip.
 * @throws what PostgreSQL throws; nothing is stored then, unless the connection broke while it answered: doing it again is safe
 */
export async function commit(pool: Pool, facts: Facts, owed: Owed): Promise<Committed> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const onlyFixes = facts.alarms.length + facts.quarantine.length + facts.passages.length === 0;
    if (onlyFixes) {
      const newFixes = await insertFixes(client, facts.fixes, facts.receivedAt);
      if (newFixes === facts.fixes.length) return { newFixes, conflicts: [], alarms: [], passages: [] };
      const conflicts = await findConflicts(client, facts.fixes);
      await insertQuarantine(
        client,
        conflicts.map((index) => owed.conflict('fix', index)),
      );
      return { newFixes, conflicts, alarms: [], passages: [] };
    }
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

async function commitAll(client: ClientBase, facts: Facts, owed: Owed): Promise<Committed> {
  const newFixes = facts.fixes.length === 0 ? 0 : await insertFixes(client, facts.fixes, facts.receivedAt);
  const conflicts = newFixes === facts.fixes.length ? [] : await findConflicts(client, facts.fixes);
  const { unsaid, said } = await sortOut(client, facts, newFixes === facts.fixes.length);
  const alarms = await upsertAlarms(client, unsaid, facts.receivedAt);
  const outbox = alarms.map((alarm) => owed.alarm(alarm));
  const quarantine = [...facts.quarantine, ...conflicts.map((index) => owed.conflict('fix', index))];
  const passages: PassageOutcome[] = [];
  for (const [index, row] of facts.passages.entries()) {
    const outcome = await insertPassage(client, row, facts.receivedAt);
    passages.push(outcome);
    if (outcome.kind === 'new') outbox.push(...owed.passage(row, facts.receivedAt));
    if (outcome.kind === 'conflict') quarantine.push(owed.conflict('passage', index));
  }
  await insertQuarantine(client, quarantine);
  await insertOutbox(client, outbox);
  const standing = await readAlarms(client, said);
  return { newFixes, conflicts, alarms: [...standing, ...alarms], passages };
}

/**
 * Which alarms are news, and which were said before: their fixes were in the log already. That is so when a connection broke after
 * the commit and before its answer, and the batch is tried again; told again in order, an alarm that has ended would flicker.
 */
async function sortOut(
  client: ClientBase,
  { alarms, receivedAt }: Facts,
  allNew: boolean,
): Promise<{ unsaid: readonly AlarmRow[]; said: readonly AlarmRow[] }> {
  if (allNew || alarms.length === 0) return { unsaid: alarms, said: [] };
  const stored = await storedBy(
    client,
    alarms.map(({ cause }) => cause),
    receivedAt,
  );
  return {
    unsaid: alarms.filter((_, index) => stored.has(index)),
    said: alarms.filter((_, index) => !stored.has(index)),
  };
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

export type { AlarmRecord, OutboxRow, PassageOutcome, Severity };
