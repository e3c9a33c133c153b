import { Inject, Injectable } from '@nestjs/common';
import type { Page, YardFiguresView, YardLineView, YardSummaryView } from '@haidang/contract';
import { formatInstant, UNCLAIMED_AFTER } from '@haidang/domain';
import {
  countStanding,
  listStanding,
  measureDwell,
  type ScopedPool,
  type YardCount,
  type YardDwell,
  type YardFilter,
} from '@haidang/store';
import { SERVING } from '../database.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { yardLineView } from './view.js';

/** What stands where, since when, and as what. */
@Injectable()
export class Yard {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  async list(
    filter: YardFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<YardLineView>> {
    const now = Date.now();
    const after = readTimeCursor(query.cursor, 'uuid');
    const page = { after, limit: query.limit + 1 };
    const rows = await listStanding(this.db, filter, now - UNCLAIMED_AFTER, page);
    return placedPage(rows, query.limit, (record) => yardLineView(record, now));
  }

  async summary(filter: YardFilter): Promise<YardSummaryView> {
    const now = Date.now();
    const before = now - UNCLAIMED_AFTER;
    const [counts, dwells] = await Promise.all([
      countStanding(this.db, filter, before),
      measureDwell(this.db, filter, before, now),
    ]);
    const facilities = [...new Set(counts.map(({ facilityId }) => facilityId))];
    return {
      at: formatInstant(now),
      ...figuresOf(counts, dwells, null),
      facilities: facilities.map((facilityId) => ({
        facilityId,
        ...figuresOf(
          counts.filter((count) => count.facilityId === facilityId),
          dwells,
          facilityId,
        ),
      })),
    };
  }
}

function figuresOf(
  counts: readonly YardCount[],
  dwells: readonly YardDwell[],
  facilityId: string | null,
): YardFiguresView {
  const dwell = dwells.find((one) => one.facilityId === facilityId);
  const sum = (of: (count: YardCount) => number) => counts.reduce((total, count) => total + of(count), 0);
  const by = <K extends string>(keyOf: (count: YardCount) => K) => {
    const sums: Partial<Record<K, number>> = {};
    for (const count of counts) sums[keyOf(count)] = (sums[keyOf(count)] ?? 0) + count.count;
    return sums;
  };
  return {
    total: sum(({ count }) => count),
    overdue: sum(({ overdue }) => overdue),
    byPurpose: by(({ purpose }) => purpose ?? 'unknown'),
    byState: by(({ state }) => state),
    byMode: by(({ mode }) => mode ?? 'unknown'),
    ...(dwell !== undefined && { dwell: { median: dwell.median, p90: dwell.p90 } }),
  };
}
