import { Inject, Injectable } from '@nestjs/common';
import type { Page, SealFiguresView, SealStandingView } from '@haidang/contract';
import {
  BATTERY_BANDS,
  batteryBand,
  custodyOf,
  formatInstant,
  SEAL_CUSTODIES,
  type BatteryBand,
  type SealCustody,
} from '@haidang/domain';
import { readSealCustody, type ScopedPool, type SealCustodyRecord } from '@haidang/store';
import { Sights } from '../access/sights.js';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { pageOf, readIdCursor } from '../http/page.js';
import { Seals } from './seals.js';

/** How a seal stands, as far as it is counted. */
interface Standing {
  readonly record: SealCustodyRecord;
  readonly band: BatteryBand;
  readonly custody: SealCustody;
  readonly holderId: string | null;
}

export interface StandingFilter {
  readonly band?: readonly BatteryBand[] | undefined;
  readonly custody?: readonly SealCustody[] | undefined;
  readonly holderId?: string | undefined;
  /** A part of its id. */
  readonly find?: string | undefined;
}

/** Batteries and custody of the seals that one sees: whose they are the store says, what they told last lies in memory. */
@Injectable()
export class SealStandings {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Seals) private readonly views: Seals,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  async figures(): Promise<SealFiguresView> {
    const all = await this.read();
    const holders = new Map<string, { count: number; low: number }>();
    const battery = zeroes(BATTERY_BANDS);
    const custody = zeroes(SEAL_CUSTODIES);
    for (const one of all) {
      battery[one.band]++;
      custody[one.custody]++;
      if (one.holderId === null) continue;
      const of = holders.get(one.holderId) ?? { count: 0, low: 0 };
      const low = of.low + Number(one.band === 'low');
      holders.set(one.holderId, { count: of.count + 1, low });
    }
    return {
      ...{ at: formatInstant(Date.now()), count: all.length, battery, custody },
      holders: [...holders]
        .map(([holderId, of]) => ({ holderId, ...of }))
        .sort((a, b) => b.count - a.count || a.holderId.localeCompare(b.holderId)),
    };
  }

  /** By id. @throws ApiError `invalid_request` */
  async list(
    filter: StandingFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<SealStandingView>> {
    const after = readIdCursor(query.cursor);
    const { band, custody, holderId, find } = filter;
    const wanted = (await this.read()).filter(
      (one) =>
        (after === null || one.record.id > after) &&
        (band === undefined || band.includes(one.band)) &&
        (custody === undefined || custody.includes(one.custody)) &&
        (holderId === undefined || one.holderId === holderId) &&
        (find === undefined || one.record.id.toUpperCase().includes(find.toUpperCase())),
    );
    const rows = wanted.slice(0, query.limit + 1);
    const ids = rows.map(({ record }) => record.id);
    const views = await this.views.views(ids);
    const byId = new Map(views.map((view) => [view.id, view]));
    return pageOf(
      rows.filter(({ record }) => byId.has(record.id)),
      query.limit,
      (one) => ({ ...byId.get(one.record.id)!, ...standingOf(one) }),
      ({ record }) => [record.id],
    );
  }

  private async read(): Promise<Standing[]> {
    const sight = this.sights.now();
    return (await readSealCustody(this.db)).map((record) => {
      const custody = custodyOf(record.state);
      const atOwner = custody === 'free' || custody === 'reserved';
      const fix = this.sights.followsSeal(sight, record.id)
        ? this.directory.lastFix(record.id)?.fix
        : undefined;
      return {
        ...{ record, custody },
        band: batteryBand(fix?.battery ?? null, fix?.charging === true),
        holderId: atOwner ? record.organisation_id : (record.carrier_id ?? record.organisation_id),
      };
    });
  }
}

function standingOf({ record, band, custody, holderId }: Standing) {
  return {
    ...{ band, custody },
    ...(holderId !== null && { holderId }),
    ...(record.transit_number !== null && { transitNumber: record.transit_number }),
  };
}

function zeroes<K extends string>(names: readonly K[]): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
}
