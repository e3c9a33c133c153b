import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  ExpectedLine,
  BulkGoods,
  ManifestBody,
  ManifestView,
  Page,
  WholeManifestView,
} from '@haidang/contract';
import { parseInstant, type Instant } from '@haidang/domain';
import {
  enterLedger,
  findDeclarations,
  findManifest,
  findOwnFacilities,
  listManifests,
  lockManifest,
  orderScans,
  readExpectedOf,
  withdrawExpected,
  writeExpected,
  writeManifest,
  type ExpectedEntry,
  type ManifestFilter,
  type NewManifest,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { SERVING } from '../database.js';
import { ApiError, type ApiErrorCode } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { Departures } from './departures.js';
import { LineErrors } from './lines.js';
import { Notices } from './notices.js';
import { expectedView, given, manifestView, timeOf } from './view.js';

type Listing = Extract<ManifestBody, { form: '01' | '08' }>;
type Listed = Awaited<ReturnType<typeof lockManifest>>;

/** Lists of what comes: to be discharged (01, 02), to be scanned (03), to a bonded warehouse or CFS (08); and of what a vessel took. */
@Injectable()
export class Manifests {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Notices) private readonly notices: Notices,
    @Inject(Departures) private readonly departures: Departures,
  ) {}

  /**
   * Takes a list, or the next version of one, which replaces what the one before said and is not here yet.
   * @throws ApiError `reference_unknown`; `already_exists` for a version that is not higher, or a container that another list expects there
   */
  async send(call: WriteCall, body: ManifestBody): Promise<ManifestView> {
    const touched: string[] = [];
    const answer = await this.writes.run(call, 201, async (tx) => {
      await checkFacility(tx, body.facilityId);
      checkRepeats(body);
      const known = await lockManifest(tx, body);
      checkVersion(body, known);
      const manifest = manifestOf(body, known?.id ?? randomUUID());
      if (!(await writeManifest(tx, manifest)))
        throw new ApiError('already_exists', 'The list was written by somebody else meanwhile.');
      const at = Date.now();
      const withdrawn = await this.writeLines(tx, body, manifest, known, at);
      touched.push(...containersOf(body), ...withdrawn, ...scansOf(known?.listed ?? null));
      const { id, facilityId, form, number, version, means, dueAt } = manifest;
      const head = given({ id, number, version, means, dueAt: timeOf(dueAt) });
      const lines = body.form === '01' || body.form === '08' ? expectedOf(body).map(given) : body.lines;
      // what a vessel took the port knows
      const drafts = form === 'departure' ? [] : [{ facilityId, form, manifest: head, lines }];
      const sent = await this.notices.owe(tx, drafts, at);
      const data = {
        form,
        facilityId,
        number,
        version,
        lines,
        withdrawn,
        notices: sent.map((notice) => notice.id),
      };
      await enterLedger(tx, [actNow('manifest.send', `manifest/${id}`, data, at)]);
      return manifestView((await findManifest(tx, id))!);
    });
    await this.notices.tell(touched);
    return answer;
  }

  async list(
    filter: ManifestFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<ManifestView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listManifests(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, manifestView);
  }

  /** @throws ApiError `manifest_not_found` */
  async find(id: string): Promise<WholeManifestView> {
    const record = await findManifest(this.db, id);
    if (record === undefined) throw new ApiError('manifest_not_found', `There is no manifest ${id}.`);
    const expected = (await readExpectedOf(this.db, id)).map(expectedView);
    return {
      ...manifestView(record),
      expected,
      ...(record.form === '02' && { goods: record.listed as BulkGoods[] }),
      ...(record.form === '03' && { scans: scansOf(record.listed) }),
      ...(record.form === 'departure' && { loaded: await this.departures.lines(this.db, record) }),
    };
  }

  /** @returns what an earlier version expected and this one does not */
  private async writeLines(
    tx: PoolClient,
    body: ManifestBody,
    manifest: NewManifest,
    known: Listed,
    now: Instant,
  ): Promise<string[]> {
    if (body.form === '02') return [];
    if (body.form === 'departure') return this.departures.load(tx, body, manifest, now);
    if (body.form === '03') {
      const containers = containersOf(body);
      const absent = await orderScans(tx, body.facilityId, containers, scansOf(known?.listed ?? null));
      refuseContainers(body, absent, 'reference_unknown', 'is neither expected nor there');
      return [];
    }
    await checkDeclarations(tx, body);
    const entries = expectedOf(body);
    const withdrawn = await withdrawExpected(tx, manifest, entries);
    const elsewhere = await writeExpected(tx, manifest, entries);
    refuseContainers(body, elsewhere, 'already_exists', 'is expected there by another list');
    return withdrawn;
  }
}

async function checkFacility(tx: PoolClient, id: string): Promise<void> {
  if ((await findOwnFacilities(tx, [id])).has(id)) return;
  throw refused('reference_unknown', [
    { path: 'facilityId', message: `there is no ${id} among one's own facilities` },
  ]);
}

function checkRepeats(body: ManifestBody): void {
  const errors = new LineErrors(true);
  errors.repeated(containersOf(body), 'container', (container) => container);
  errors.refuse('invalid_request');
}

function checkVersion({ version }: ManifestBody, known: Listed): void {
  if (known === undefined || version > known.version) return;
  throw new ApiError('already_exists', `Version ${known.version} is known; the next one is higher.`, {
    members: { manifest: manifestView(known) },
  });
}

async function checkDeclarations(tx: PoolClient, { lines }: Listing): Promise<void> {
  const known = await findDeclarations(
    tx,
    lines.flatMap(({ declaration }) => declaration ?? []),
  );
  const errors = new LineErrors(true);
  for (const [i, { declaration }] of lines.entries())
    if (declaration !== undefined && !known.has(declaration))
      errors.add(i, 'declaration', `there is no ${declaration} in declarations`);
  errors.refuse('reference_unknown');
}

function refuseContainers(
  body: ManifestBody,
  wrong: readonly string[],
  code: ApiErrorCode,
  what: string,
): void {
  if (wrong.length === 0) return;
  const containers = new Set(wrong);
  const errors = new LineErrors(true);
  for (const [i, container] of containersOf(body).entries())
    if (containers.has(container)) errors.add(i, 'container', `${container} ${what}`);
  errors.refuse(code);
}

function containersOf(body: ManifestBody): string[] {
  return body.form === '02' ? [] : body.lines.map(({ container }) => container);
}

function scansOf(listed: readonly unknown[] | null): string[] {
  return (listed ?? []).flatMap((line) => (line as Partial<ExpectedLine>).container ?? []);
}

function expectedOf({ form, lines }: Listing): ExpectedEntry[] {
  const usual = form === '08' ? 'warehouse' : 'import';
  return lines.map(
    ({ container, purpose = usual, declaration = null, carrierSeal = null, plate = null }) => ({
      ...{ container, purpose, declaration, carrierSeal, plate },
    }),
  );
}

function manifestOf(body: ManifestBody, id: string): NewManifest {
  const { form, facilityId, number, version, means = null, mode = null, dueAt, lines } = body;
  return {
    ...{ id, form, facilityId, number, version, means, mode },
    dueAt: dueAt === undefined ? null : parseInstant(dueAt)!,
    lines: lines.length,
    listed: form === '02' || form === '03' ? lines : null,
    call: form === '03' ? (body.call ?? number) : null,
    isAnnounced: form === '01' && lines.length === 0,
    createdBy: whoActs()?.id ?? null,
  };
}
