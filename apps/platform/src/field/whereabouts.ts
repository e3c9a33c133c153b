import { Inject, Injectable } from '@nestjs/common';
import type { WhereaboutsView } from '@haidang/contract';
import { DISPATCH_UNDER_WAY, formatInstant, type Instant, type LatLon } from '@haidang/domain';
import { trackOf } from '@haidang/engine';
import { findTransit, type NumberedAlarm } from '@haidang/store';
import type { Pool } from 'pg';
import { Sights } from '../access/sights.js';
import { alarmView } from '../alarms/view.js';
import { POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';

/** Where those who are sent have to go: to the truck, which drives on after the alarm began. */
@Injectable()
export class Whereabouts {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  /**
   * The last believed position of the alarm's seal while the alarm goes on, or somebody is on the way there; else where it began. Which truck it is, and where
   * it is by now, is told to who follows it, and to the office of those who were sent after it until they are back.
   * @param alarm one that whoever asks sees
   */
  async of(alarm: NumberedAlarm): Promise<WhereaboutsView> {
    const { lat, lon, start_at: start, container_number: container } = alarm;
    const isTold = this.sights.seeks(this.sights.now(), alarmView(alarm));
    const spot = isTold && (alarm.end_at === null || isSoughtNow(alarm)) ? this.seenAt(alarm) : undefined;
    const vehicle = isTold ? await this.vehicleOf(alarm) : undefined;
    return {
      ...(spot === undefined
        ? { of: 'alarm' as const, place: { lat, lon }, at: formatInstant(start.getTime()) }
        : { of: 'seal' as const, place: spot.place, at: formatInstant(spot.at) }),
      ...(container !== null && { container }),
      ...(vehicle !== undefined && { vehicle }),
    };
  }

  /** Of a seal that closes what the alarm is about. */
  private seenAt({ seal_id: sealId, transit_id: transitId }: NumberedAlarm) {
    const entry = sealId === null ? undefined : this.directory.seal(sealId);
    return entry !== undefined && (entry.task?.transitId ?? null) === transitId ? lastSpot(entry) : undefined;
  }

  /** A container may go on another truck than the rest of its transit. */
  private async vehicleOf({ transit_id: id, container_number: container }: NumberedAlarm) {
    const transit = id === null ? undefined : await findTransit(this.pool, id);
    return transit?.containers.find(({ number }) => number === container)?.vehicle ?? transit?.vehicle;
  }
}

function isSoughtNow({ response }: NumberedAlarm): boolean {
  return response !== null && DISPATCH_UNDER_WAY.includes(response.state);
}

/** While nothing is known of which positions are believed, as of a seal on no transit, it is the last one. */
function lastSpot({ watch, placed, spot }: SealEntry): { place: LatLon; at: Instant } | undefined {
  const believed = watch === null ? null : trackOf(watch).last;
  if (believed !== null) return { place: { lat: believed.lat, lon: believed.lon }, at: believed.time };
  return placed === null || spot === null ? undefined : { place: spot, at: placed.time };
}
