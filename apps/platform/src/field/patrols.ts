import { Inject, Injectable } from '@nestjs/common';
import type { NewPatrolBody, PatrolPatch, PatrolView } from '@haidang/contract';
import {
  enterLedger,
  facilitiesTable,
  findPatrol,
  findRecords,
  insertPatrol,
  lockPatrol,
  readPatrols,
  updatePatrol,
  type PatrolRecord,
  type ScopedPool,
} from '@haidang/store';
import { Sights } from '../access/sights.js';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { actNow, changesOf } from '../ledger/act.js';
import { patrolView } from './view.js';

/** The register of patrols and offices: who is on duty, how to reach them and where they are. Each is kept by the office of its facility. */
@Injectable()
export class Patrols {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  async list(onDuty: boolean | undefined): Promise<{ items: PatrolView[] }> {
    return { items: (await readPatrols(this.db, onDuty)).map(patrolView) };
  }

  /** @throws ApiError `already_exists`, `forbidden`, `reference_unknown` */
  add(call: WriteCall, body: NewPatrolBody): Promise<PatrolView> {
    return this.writes.run(call, 201, async (tx) => {
      const known = await findRecords(tx, facilitiesTable, [body.facilityId]);
      if (known.length === 0)
        throw refused('reference_unknown', [
          { path: 'facilityId', message: `there is no ${body.facilityId} in facilities` },
        ]);
      this.checkOwn(body.facilityId);
      if (!(await insertPatrol(tx, body)))
        throw new ApiError('already_exists', `There is a patrol ${body.id} already.`);
      await enterLedger(tx, [actNow('patrol.add', `patrol/${body.id}`, body)]);
      return patrolView(foundPatrol(await findPatrol(tx, body.id), body.id));
    });
  }

  /** @throws ApiError `patrol_not_found`, `forbidden` */
  change(call: WriteCall, id: string, patch: PatrolPatch): Promise<PatrolView> {
    return this.writes.run(call, 200, async (tx) => {
      const before = foundPatrol(await lockPatrol(tx, id), id);
      this.checkOwn(before.facility_id);
      const own = before.placed_at === null ? null : { lat: before.lat, lon: before.lon };
      const { name = before.name, contact = before.contact, onDuty = before.on_duty, place = own } = patch;
      const kept = { id, kind: before.kind, facilityId: before.facility_id };
      await updatePatrol(tx, { ...kept, name, contact, onDuty, place });
      const after = foundPatrol(await findPatrol(tx, id), id);
      await enterLedger(tx, [
        actNow('patrol.change', `patrol/${id}`, changesOf(patrolView(before), patrolView(after))),
      ]);
      return patrolView(after);
    });
  }

  private checkOwn(facilityId: string): void {
    if (!this.sights.isOwnPlace(this.sights.now(), facilityId))
      throw new ApiError('forbidden', `The office of ${facilityId} keeps it.`);
  }
}

/** @throws ApiError `patrol_not_found` */
export function foundPatrol(patrol: PatrolRecord | undefined, id: string): PatrolRecord {
  if (patrol === undefined) throw new ApiError('patrol_not_found', `There is no patrol ${id}.`);
  return patrol;
}
