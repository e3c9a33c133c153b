import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Whether somebody looks at it, or has just now. The feed tells of thousands of things that nobody asked for. */
export function isKnown(queries: QueryClient, queryKey: QueryKey): boolean {
  return queries.getQueryState(queryKey) !== undefined;
}

/** Reads one query anew if it is known. */
export function renew(queries: QueryClient, queryKey: QueryKey): void {
  if (isKnown(queries, queryKey)) void queries.invalidateQueries({ queryKey, exact: true });
}
