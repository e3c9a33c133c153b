import { Inject, Injectable } from '@nestjs/common';
import type { TransitView } from '@haidang/contract';
import { isWatched, TRANSIT_STEPS, type Instant, type TransitStep } from '@haidang/domain';
import {
  endAlarmsOfTransit,
  findAlarm,
  findTransit,
  handOnUnsealed,
  insertOutbox,
  noteTransitRevision,
  reviseTransit,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { Directory } from '../directory/directory.js';
import { Meetings } from '../meetings/meetings.js';
import { Outbox } from '../outbox/outbox.js';
import { Reviser } from '../watch/reviser.js';
import { found } from './found.js';
import { progressOf } from './progress.js';
import { transitView } from './view.js';

/** Who must hear of a transit that changed: the hot path, and whoever looks at the live map. */
@Injectable()
export class TransitNews {
  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Reviser) private readonly reviser: Reviser,
    @Inject(Meetings) private readonly meetings: Meetings,
  ) {}

  /**
   * In the transaction of the change: owes the live feed the transit as it is now, and answers it.
   * @param isNews false: what people decide by has not changed, and their acts still hang on what they saw
   */
  async owe(tx: PoolClient, id: string, isNews = true): Promise<TransitView> {
    if (isNews) await reviseTransit(tx, id);
    const record = found(await findTransit(tx, id), id);
    const view = transitView(record, progressOf(this.directory, record, Date.now()));
    await insertOutbox(tx, [{ channel: 'live', topic: 'transit', payload: view }]);
    return view;
  }

  private async oweAlarms(tx: PoolClient, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const payload = await findAlarm(tx, id);
      await insertOutbox(tx, [{ channel: 'live', topic: 'alarm', payload }]);
    }
  }

  /**
   * In the transaction that puts seals on: what was told of the transit before it had one goes on as told of a seal, and the desk hears of it.
   * @returns whether there was any
   */
  async oweHandedOn(tx: PoolClient, id: string): Promise<boolean> {
    const ids = await handOnUnsealed(tx, id);
    await this.oweAlarms(tx, ids);
    return ids.length > 0;
  }

  /**
   * In the transaction of a step: its seals are to be judged as they are from then on. One that ends the transit ends what was going on as
   * well, but for what only an officer ends, and the desk hears of it at once.
   */
  async oweRevision(tx: PoolClient, id: string, step: TransitStep, at: Instant): Promise<void> {
    await noteTransitRevision(tx, id, at);
    if (!isWatched(TRANSIT_STEPS[step].to)) await this.oweAlarms(tx, await endAlarmsOfTransit(tx, id, at));
  }

  /**
   * After the commit of a step, or of an exception: of one that ends the transit, or takes a seal off it, the seals are those it had.
   * @param split the transit that a part of it goes on as
   */
  async tellStep(id: string, at: Instant, split?: string): Promise<void> {
    const ids = split === undefined ? [id] : [id, split];
    const before = this.directory.sealsOfTransit(id);
    await this.directory.refreshTransits(ids);
    this.wake();
    const after = ids.flatMap((one) => this.directory.sealsOfTransit(one));
    await this.reviser.now(new Set([...before, ...after]), at);
    for (const one of ids) this.meetings.stepped(one);
  }

  /** After the commit. @param handedOn its seals took over what was told of it before: they are judged from their beginning */
  async tell(id: string, handedOn = false): Promise<void> {
    await this.directory.refreshTransits([id]);
    this.wake();
    if (!handedOn) return;
    for (const entry of this.directory.sealsOfTransit(id)) await this.reviser.now([entry], entry.task!.since);
  }

  /** After a commit that changed nothing the hot path knows. */
  wake(): void {
    this.outbox.wake('live');
  }
}
