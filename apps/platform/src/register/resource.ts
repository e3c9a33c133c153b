import type { RegisterTable } from '@haidang/store';
import type { Queryable } from '@haidang/store';
import type { z } from 'zod';
import type { Directory } from '../directory/directory.js';
import type { ApiErrorCode, FieldError } from '../http/errors.js';

/** One kind of thing in the register: where it lies, what it must look like, and who must hear of a change. */
export interface Resource<T extends { id: string }> {
  /** Its part of the address, in the plural: `gates`. */
  readonly path: string;
  /** One of them, for people: `gate`. */
  readonly thing: string;
  readonly notFound: ApiErrorCode;
  readonly table: RegisterTable<T>;
  readonly schema: z.ZodType<T>;
  /** The schema under its name in the OpenAPI document. */
  readonly answer: z.ZodType;
  /** What the schema cannot say: geometry that cannot be meant. */
  readonly check?: (value: T) => readonly FieldError[];
  /** What only the rest of the register can tell; the references are held already. */
  readonly checkAmongOthers?: (tx: Queryable, value: T) => Promise<readonly FieldError[]>;
  /** References inside documents, which the database does not watch. */
  readonly innerReferences?: (value: T) => readonly InnerReference[];
  /** What else refers to it; the row is held meanwhile. @returns a phrase naming it, e.g. `route R1` */
  readonly findUser?: (tx: Queryable, id: string) => Promise<string | undefined>;
  /** Tells the hot path after the commit. */
  readonly refresh?: (directory: Directory, ids: readonly string[]) => Promise<void>;
}

export interface InnerReference {
  readonly path: string;
  readonly table: { readonly name: string };
  readonly id: string;
}
