import { ApiError } from '../../shared/api/client.js';

/** What is wrong with a line of a file; 0: with all of it. */
export interface LineError {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

/** What a refused file's problem says of its lines (`line 3: container`, `line 3`), in their order. Empty: it was refused for something else. */
export function lineErrors(error: unknown): LineError[] {
  if (!(error instanceof ApiError) || !Array.isArray(error.members['errors'])) return [];
  const found = (error.members['errors'] as { path?: unknown; message?: unknown }[]).map(
    ({ path, message }) => {
      const [whole, line = '0', field] = /^line (\d+)(?:: (.*))?$/.exec(String(path)) ?? [];
      return {
        line: Number(line),
        field: field ?? (whole === undefined ? String(path) : ''),
        message: String(message),
      };
    },
  );
  return found.toSorted((a, b) => a.line - b.line);
}
