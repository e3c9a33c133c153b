import { z } from 'zod';

/** An entry of the ledger as the API answers it. */
export interface LedgerEntryView {
  id: string;
  /** Its place in the chain; absent: it is chained within a second. */
  position?: number;
  /** UTC with milliseconds. */
  at: string;
  /** What was done: `alarm.acknowledge`. */
  kind: string;
  /** To what: `alarm/0191…`. */
  subject: string;
  /** Absent: the platform itself. */
  by?: { personId: string; role: string; organisationId: string };
  /** What the entry says; absent: it was forgotten, as another entry says. */
  data?: Record<string, unknown>;
  /** SHA-256 of the entry, hexadecimal. */
  hash?: string;
}

/** What proves an entry offline (libs/ledger); its members are explained in docs/ledger.md. */
export interface LedgerProofView {
  format: string;
  entry: Record<string, unknown>;
  data: { salt: string; value: Record<string, unknown> } | null;
  path: string[];
  checkpoint: { statement: string; signature: string };
  keys: { id: string; publicKey: string; endorsedBy: string | null; endorsement: string | null }[];
}

const text = z.string();
const hash = text.regex(/^[0-9a-f]{64}$/).meta({ description: 'SHA-256, hexadecimal' });
const data = z.record(text, z.unknown());

export const LedgerEntryAnswer: z.ZodType<LedgerEntryView> = z
  .object({
    id: z.uuid(),
    position: z.int().min(1).exactOptional().meta({ description: 'absent: it is chained within a second' }),
    at: text.meta({ format: 'date-time', description: 'UTC with milliseconds' }),
    kind: text.meta({ description: 'what was done: `alarm.acknowledge`' }),
    subject: text.meta({ description: 'to what: `alarm/0191…`' }),
    by: z
      .object({ personId: text, role: text, organisationId: text })
      .exactOptional()
      .meta({ description: 'absent: the platform itself' }),
    data: data.exactOptional().meta({ description: 'absent: it was forgotten, as another entry says' }),
    hash: hash.exactOptional(),
  })
  .meta({ id: 'LedgerEntry' });

export const LedgerProofAnswer: z.ZodType<LedgerProofView> = z
  .object({
    format: text,
    entry: data,
    data: z.object({ salt: text, value: data }).nullable(),
    path: z.array(hash),
    checkpoint: z.object({ statement: text, signature: text }),
    keys: z.array(
      z.object({ id: text, publicKey: text, endorsedBy: text.nullable(), endorsement: text.nullable() }),
    ),
  })
  .meta({ id: 'LedgerProof' });
