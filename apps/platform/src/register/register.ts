import { Inject, Injectable } from '@nestjs/common';
import type { Page } from '@haidang/contract';
import {
  deleteRecord,
  enterLedger,
  findRecords,
  holdReferences,
  insertRecords,
  listRecords,
  lockRecord,
  updateRecord,
  violationOf,
  type LedgerAct,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { actNow, changesOf } from '../ledger/act.js';
import { ApiError, type FieldError } from '../http/errors.js';
import { mergePatch } from '../http/merge-patch.js';
import { pageOf, readIdCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { invalid, parse } from '../http/zod.pipe.js';
import { checkUnchanged } from './entity-tag.js';
import type { InnerReference, Resource } from './resource.js';

/** The register's calls, the same for everything in it. After each commit the hot path hears of the change. */
@Injectable()
export class Register {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  async list<T extends { id: string }>(
    resource: Resource<T>,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<T>> {
    const after = readIdCursor(query.cursor);
    const rows = await listRecords(this.db, resource.table, { after, limit: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      (row) => row,
      (row) => [row.id],
    );
  }

  /** @throws ApiError `…_not_found` */
  async find<T extends { id: string }>(resource: Resource<T>, id: string): Promise<T> {
    const [record] = await findRecords(this.db, resource.table, [id]);
    if (record === undefined) throw missing(resource, id);
    return record;
  }

  /** @throws ApiError `invalid_request`, `already_exists`, `reference_unknown` */
  async create<T extends { id: string }, A>(
    resource: Resource<T>,
    call: WriteCall,
    value: T,
    answer: (value: T) => A,
  ): Promise<A> {
    const made = await this.writes.run(call, 201, async (tx) => {
      await this.insert(tx, resource, [value], () => '');
      return answer(value);
    });
    await resource.refresh?.(this.directory, [value.id]);
    return made;
  }

  /** All or none; every wrong one is named by its place in the list. @throws as {@link create} */
  async createAll<T extends { id: string }, A>(
    resource: Resource<T>,
    call: WriteCall,
    values: readonly T[],
    answer: (values: readonly T[]) => A,
  ): Promise<A> {
    const made = await this.writes.run(call, 201, async (tx) => {
      await this.insert(tx, resource, values, (i) => `items.${i}.`);
      return answer(values);
    });
    await resource.refresh?.(
      this.directory,
      values.map((value) => value.id),
    );
    return made;
  }

  /** @param patch a JSON merge patch @throws ApiError `…_not_found`, `invalid_request`, `reference_unknown`, `changed_meanwhile` */
  async change<T extends { id: string }>(
    resource: Resource<T>,
    call: WriteCall,
    id: string,
    patch: unknown,
  ): Promise<T> {
    const changed = await this.writes.run(call, 200, async (tx) => {
      const current = await lockRecord(tx, resource.table, id);
      if (current === undefined) throw missing(resource, id);
      checkUnchanged(call, current);
      const next = parse(resource.schema, mergePatch({ ...current }, patch));
      checkAll(resource, [next], () => '');
      await this.checkReferences(tx, resource, [next], () => '');
      await checkAmongOthers(tx, resource, [next], () => '');
      await guarded(resource, () => updateRecord(tx, resource.table, next));
      await enterLedger(tx, [registerAct(resource, 'change', id, changesOf(current, next))]);
      return next;
    });
    await resource.refresh?.(this.directory, [id]);
    return changed;
  }

  /** @throws ApiError `…_not_found`, `in_use`, `changed_meanwhile` */
  async remove<T extends { id: string }>(resource: Resource<T>, call: WriteCall, id: string): Promise<void> {
    await this.writes.run(call, 204, async (tx) => {
      const current = await lockRecord(tx, resource.table, id);
      if (current === undefined) throw missing(resource, id);
      checkUnchanged(call, current);
      const user = await resource.findUser?.(tx, id);
      if (user !== undefined)
        throw new ApiError('in_use', `The ${resource.thing} ${id} is in use by ${user}.`);
      await deleteRecord(tx, resource.table, id).catch((error: unknown) => {
        if (violationOf(error)?.kind !== 'reference') throw error;
        throw new ApiError('in_use', `Something refers to the ${resource.thing} ${id}.`, { cause: error });
      });
      await enterLedger(tx, [registerAct(resource, 'remove', id, current)]);
    });
    await resource.refresh?.(this.directory, [id]);
  }

  private async insert<T extends { id: string }>(
    tx: PoolClient,
    resource: Resource<T>,
    values: readonly T[],
    prefix: (index: number) => string,
  ): Promise<void> {
    checkAll(resource, values, prefix);
    await refuseKnown(tx, resource, values, prefix);
    await this.checkReferences(tx, resource, values, prefix);
    await checkAmongOthers(tx, resource, values, prefix);
    await guarded(resource, () => insertRecords(tx, resource.table, values));
    await enterLedger(
      tx,
      values.map((value) => registerAct(resource, 'create', value.id, value)),
    );
  }

  /** Every reference to something that is not there, named by its path; what is there is held until the commit. */
  private async checkReferences<T extends { id: string }>(
    tx: PoolClient,
    resource: Resource<T>,
    values: readonly T[],
    prefix: (index: number) => string,
  ): Promise<void> {
    const all = values.flatMap((value, i) =>
      [...columnReferences(resource, value), ...(resource.innerReferences?.(value) ?? [])].map(
        (reference) => ({
          ...reference,
          path: prefix(i) + reference.path,
        }),
      ),
    );
    const made = new Set(values.map((value) => value.id));
    const errors: FieldError[] = [];
    for (const name of new Set(all.map(({ table }) => table.name))) {
      const wanted = all.filter(({ table }) => table.name === name);
      const known = await holdReferences(tx, { name }, [...new Set(wanted.map(({ id }) => id))]);
      const ownTable = name === resource.table.name;
      for (const { path, id } of wanted) {
        if (known.has(id) || (ownTable && made.has(id))) continue;
        errors.push({ path, message: `there is no ${id} in ${name}` });
      }
    }
    if (errors.length > 0) throw new ApiError('reference_unknown', errors[0]!.message, { errors });
  }
}

function registerAct<T extends { id: string }>(
  { thing }: Resource<T>,
  what: 'create' | 'change' | 'remove',
  id: string,
  data: object,
): LedgerAct {
  return actNow(`${thing}.${what}`, `${thing}/${id}`, data);
}

function columnReferences<T extends { id: string }>(resource: Resource<T>, value: T): InnerReference[] {
  return resource.table.references.flatMap(({ field, table }) => {
    const id = value[field];
    return typeof id === 'string' ? [{ path: field, table: { name: table }, id }] : [];
  });
}

function checkAll<T extends { id: string }>(
  resource: Resource<T>,
  values: readonly T[],
  prefix: (index: number) => string,
): void {
  const errors = values.flatMap((value, i) =>
    (resource.check?.(value) ?? []).map(({ path, message }) => ({ path: prefix(i) + path, message })),
  );
  if (errors.length > 0) throw invalid(errors);
}

async function checkAmongOthers<T extends { id: string }>(
  tx: PoolClient,
  resource: Resource<T>,
  values: readonly T[],
  prefix: (index: number) => string,
): Promise<void> {
  if (resource.checkAmongOthers === undefined) return;
  const errors: FieldError[] = [];
  for (const [i, value] of values.entries())
    for (const { path, message } of await resource.checkAmongOthers(tx, value))
      errors.push({ path: prefix(i) + path, message });
  if (errors.length > 0) throw invalid(errors);
}

async function refuseKnown<T extends { id: string }>(
  tx: PoolClient,
  resource: Resource<T>,
  values: readonly T[],
  prefix: (index: number) => string,
): Promise<void> {
  const taken = await findRecords(
    tx,
    resource.table,
    values.map((value) => value.id),
  );
  const seen = new Set(taken.map((record) => record.id));
  const errors: FieldError[] = [];
  for (const [i, { id }] of values.entries()) {
    if (seen.has(id)) errors.push({ path: `${prefix(i)}id`, message: `${id} is there already` });
    seen.add(id);
  }
  if (errors.length > 0) throw new ApiError('already_exists', errors[0]!.message, { errors });
}

/** Two users at once can get past every check: what the constraints then say has the same codes. */
async function guarded<T extends { id: string }>(
  resource: Resource<T>,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    const violation = violationOf(error);
    if (violation === undefined) throw error;
    const detail = `Another call was faster on the same ${resource.thing}.`;
    throw new ApiError(violation.kind === 'unique' ? 'already_exists' : 'reference_unknown', detail, {
      cause: error,
    });
  }
}

export function missing<T extends { id: string }>(resource: Resource<T>, id: string): ApiError {
  return new ApiError(resource.notFound, `There is no ${resource.thing} ${id}.`);
}
