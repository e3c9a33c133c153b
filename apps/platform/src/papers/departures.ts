import { Inject, Injectable } from '@nestjs/common';
import type { DifferenceView, LoadedBody, LoadedView, LoadingDifferencesView } from '@haidang/contract';
import {
  formatInstant,
  LOADING_DIFFERENCES,
  parseInstant,
  type Instant,
  type LoadingDifference,
} from '@haidang/domain';
import {
  findManifest,
  readDeclaredFor,
  readLoaded,
  undoLoaded,
  writeLoaded,
  type LoadedRecord,
  type ManifestHead,
  type Queryable,
  type ScopedPool,
  type StayOfLoading,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { pageOf, readCursor } from '../http/page.js';
import { reconcile, type Difference } from './reconcile.js';
import { given, timeOf } from './view.js';

const Cursor = z.tuple([z.string().max(20), z.string().max(50)]);

/** What vessels took: departure manifests, and how they agree with what was declared and brought in. */
@Injectable()
export class Departures {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  /**
   * Takes the lines of a departure manifest, instead of what an earlier version said.
   * @returns containers that only the earlier version named
   * @throws ApiError `time_ahead`
   */
  async load(tx: PoolClient, body: LoadedBody, manifest: ManifestHead, now: Instant): Promise<string[]> {
    const at = body.loadedAt === undefined ? now : parseInstant(body.loadedAt)!;
    if (at > now) throw new ApiError('time_ahead');
    const before = manifest.version > 1 ? await undoLoaded(tx, manifest) : [];
    const entries = body.lines.map(
      ({ container, declaration = null, carrierSeal = null, customsSeal = null }) => ({
        ...{ container, declaration, carrierSeal, customsSeal },
      }),
    );
    await writeLoaded(tx, manifest, entries, at);
    const named = new Set(entries.map(({ container }) => container));
    return before.filter((container) => !named.has(container));
  }

  async lines(db: Queryable, manifest: ManifestHead): Promise<LoadedView[]> {
    return (await readLoaded(db, manifest)).map(loadedView);
  }

  /** @throws ApiError `manifest_not_found`; `wrong_state` for a list that is of no departure */
  async differences(
    id: string,
    kind: LoadingDifference | undefined,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<LoadingDifferencesView> {
    const manifest = await findManifest(this.db, id);
    if (manifest === undefined) throw new ApiError('manifest_not_found', `There is no manifest ${id}.`);
    if (manifest.form !== 'departure') throw new ApiError('wrong_state', 'The list is of no departure.');
    const after = readCursor(cursor, Cursor);
    const [loaded, declared] = [
      await readLoaded(this.db, manifest),
      await readDeclaredFor(this.db, manifest),
    ];
    const all = reconcile(manifest.number, loaded, declared);
    const counts: LoadingDifferencesView['counts'] = {};
    for (const one of all) counts[one.kind] = (counts[one.kind] ?? 0) + 1;
    const wanted = all.filter((one) => kind === undefined || one.kind === kind);
    const left = after === null ? wanted : wanted.filter((one) => isAfter(one, after));
    return {
      manifestId: id,
      at: formatInstant(Date.now()),
      loaded: loaded.length,
      counts,
      ...pageOf(left.slice(0, limit + 1), limit, differenceView, keyOf),
    };
  }
}

function isAfter({ container, kind }: Difference, [before, kindBefore]: readonly [string, string]): boolean {
  if (container !== before) return container > before;
  return LOADING_DIFFERENCES.indexOf(kind) > (LOADING_DIFFERENCES as readonly string[]).indexOf(kindBefore);
}

function keyOf({ container, kind }: Difference): [string, string] {
  return [container, kind];
}

function loadedView(record: LoadedRecord): LoadedView {
  const { container, line, declaration, carrierSeal, customsSeal, loadedAt } = record;
  return given({ container, line, declaration, carrierSeal, customsSeal, loadedAt: formatInstant(loadedAt) });
}

function differenceView({ kind, container, loaded, declared }: Difference): DifferenceView {
  const stay = loaded?.stay ?? declared?.stay ?? null;
  return given({
    kind,
    container,
    loaded: loaded === null ? null : loadedView(loaded),
    declared:
      declared === null
        ? null
        : given({
            ...{ container: declared.container, declaration: declared.declaration },
            ...{ departure: declared.departure, carrierSeal: declared.carrierSeal },
          }),
    stay: stay === null ? null : stayOf(stay),
    eligibility: loaded?.eligibility ?? null,
  });
}

function stayOf({ id, state, carrierSeal, inAt, outAt }: StayOfLoading) {
  return given({ id, state, carrierSeal, since: formatInstant(inAt), until: timeOf(outAt) });
}
