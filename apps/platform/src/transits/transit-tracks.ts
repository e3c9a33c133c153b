import { Inject, Injectable } from '@nestjs/common';
import { mergeRules, parseInstant, type Instant } from '@haidang/domain';
import { findSeals, lastStepAt, readSealSpans, type TransitRecord, type ScopedPool } from '@haidang/store';
import { MAX_AHEAD } from '@haidang/wire';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import type { Track, TrackSource } from '../seals/track.js';

/** Which stretch of which seals' logs is the track of a transit. */
@Injectable()
export class TransitTracks {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  /** @param query narrows it; a transit that has not departed has an empty track */
  async of(
    transit: TransitRecord,
    query: { readonly from?: string | undefined; readonly to?: string | undefined },
    now: Instant,
  ): Promise<Track> {
    const name = `${transit.id}-track`;
    const { departedAt } = transit;
    if (departedAt === null) return { name, sources: [], from: now, to: now };
    const end = await this.endOf(transit, now);
    return {
      name,
      sources: await this.sources(transit),
      from: Math.max(departedAt, query.from === undefined ? departedAt : parseInstant(query.from)!),
      to: Math.min(end, query.to === undefined ? end : parseInstant(query.to)!),
    };
  }

  private async endOf(transit: TransitRecord, now: Instant): Promise<Instant> {
    if (transit.arrivedAt !== null) return transit.arrivedAt;
    const cancelledAt = transit.state === 'cancelled' ? await lastStepAt(this.db, transit.id) : null;
    return cancelledAt ?? now + MAX_AHEAD;
  }

  /** Each seal for as long as it closed a container of the transit. */
  private async sources(transit: TransitRecord): Promise<TrackSource[]> {
    const { past, attached } = await readSealSpans(this.db, transit.id);
    const closed = [
      ...past.map(({ sealId, number, begins, ends }) => ({
        sealId,
        container: number,
        since: begins ?? undefined,
        until: ends,
      })),
      ...transit.containers.flatMap(({ number, sealId }) =>
        sealId === undefined ? [] : [{ sealId, container: number, since: attached.get(sealId) }],
      ),
    ];
    const rules = mergeRules(this.directory.rulesOf(transit.routeId), transit.rules);
    const found = await findSeals(
      this.db,
      closed.map(({ sealId }) => sealId),
    );
    return closed.flatMap((one) => {
      const key = found.get(one.sealId)?.key;
      return key === undefined ? [] : [{ ...one, key, rules }];
    });
  }
}
