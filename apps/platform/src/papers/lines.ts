import type { PipeTransform } from '@nestjs/common';
import { MAX_LINES } from '@haidang/contract';
import { z } from 'zod';
import type { ApiErrorCode, FieldError } from '../http/errors.js';
import { parse, refused } from '../http/zod.pipe.js';

/** What one call brings: one thing, or many that are taken all or none. */
export interface Lines<T> {
  readonly lines: readonly T[];
  readonly areMany: boolean;
}

/** The body of a call that takes one thing or `{ lines: […] }`. */
export function manyOf<T extends z.ZodType>(line: T) {
  return z.object({ lines: z.array(line).min(1).max(MAX_LINES) });
}

/** Which of the two a body is meant to be is seen first, so that what is wrong with it is said plainly. */
export function oneOrMany<T>(line: z.ZodType<T>): PipeTransform<unknown, Lines<T>> {
  const many = manyOf(line);
  return {
    transform: (body) => {
      const areMany = typeof body === 'object' && body !== null && 'lines' in body;
      return areMany ? { ...parse(many, body), areMany } : { lines: [parse(line, body)], areMany };
    },
  };
}

/** What is wrong with lines, in their order, each by its place: `lines.17.container`; of one thing alone `container`. */
export class LineErrors {
  readonly all: FieldError[] = [];

  constructor(private readonly areMany: boolean) {}

  add(line: number, field: string, message: string): void {
    this.all.push({ path: this.areMany ? `lines.${line}.${field}` : field, message });
  }

  /** @throws ApiError when there is any */
  refuse(code: ApiErrorCode): void {
    if (this.all.length > 0) throw refused(code, this.all);
  }

  /** Of each line that says what an earlier one has said. */
  repeated<T>(lines: readonly T[], field: string, keyOf: (line: T) => string | undefined): void {
    const first = new Map<string, number>();
    for (const [index, line] of lines.entries()) {
      const key = keyOf(line);
      if (key === undefined) continue;
      const before = first.get(key);
      if (before === undefined) first.set(key, index);
      else this.add(index, field, `line ${before} has named it before`);
    }
  }
}
