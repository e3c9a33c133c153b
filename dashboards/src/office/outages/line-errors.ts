import type { FieldProblem } from '@haidang/contract';
import { fieldProblemsOf } from '../../shared/format/field-problem.js';

/** What is wrong with a line of a file; 0: with all of it. */
export interface LineError extends Pick<FieldProblem, 'message' | 'code' | 'values'> {
  readonly line: number;
  readonly field: string;
}

/** What a refused file's problem says of its lines (`line 3: container`, `line 3`), in their order. Empty: it was refused for something else. */
export function lineErrors(error: unknown): LineError[] {
  const found = fieldProblemsOf(error).map(({ path, ...why }) => {
    const [whole, line = '0', field] = /^line (\d+)(?:: (.*))?$/.exec(path) ?? [];
    return { line: Number(line), field: field ?? (whole === undefined ? path : ''), ...why };
  });
  return found.toSorted((a, b) => a.line - b.line);
}
