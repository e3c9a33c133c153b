import type { DatabaseError } from 'pg';

export type Violation =
  | { readonly kind: 'unique'; readonly constraint: string }
  | { readonly kind: 'reference'; readonly constraint: string };

/** What a constraint of the schema refused, or undefined when the error is of another kind. */
export function violationOf(error: unknown): Violation | undefined {
  const { code, constraint } = (error ?? {}) as Partial<DatabaseError>;
  if (constraint === undefined) return undefined;
  if (code === '23505') return { kind: 'unique', constraint };
  return code === '23503' ? { kind: 'reference', constraint } : undefined;
}
