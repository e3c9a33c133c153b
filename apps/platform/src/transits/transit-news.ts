import { Inject, Injectable } from '@nestjs/common';
import type { AlarmView, TransitView } from '@haidang/contract';
import type { Instant } from '@haidang/domain';
import { endAlarmsOfTransit, findAlarm, findTransit, insertOutbox } from '@haidang/store';
import type { PoolClient } from 'pg';
import { alarmView } from '../alarms/view.js';
import { Directory } from '../directory/directory.js';
import { Outbox } from '../outbox/outbox.js';
import { found } from './found.js';
import { transitView } from './view.js';

/** Who must hear of a transit that changed: the hot path, and whoever looks at the live map. */
@Injectable()
export class TransitNews {
  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** In the transaction of the change: owes the live feed the transit as it is now, and answers it. */
  async owe(tx: PoolClient, id: string): Promise<TransitView> {
    const view = transitView(found(await findTransit(tx, id), id));
    await insertOutbox(tx, [{ channel: 'live', topic: 'transit', payload: view }]);
    return view;
  }

  /** In the transaction of the step that ends the watch: what was going on has ended, and the desk hears of it. */
  async oweEndedAlarms(tx: PoolClient, id: string, at: Instant): Promise<void> {
    const views: AlarmView[] = [];
    for (const alarmId of await endAlarmsOfTransit(tx, id, at)) {
      const alarm = await findAlarm(tx, alarmId);
      if (alarm !== undefined) views.push(alarmView(alarm));
    }
    await insertOutbox(
      tx,
      views.map((payload) => ({ channel: 'live', topic: 'alarm', payload })),
    );
  }

  /** After the commit. */
  async tell(id: string): Promise<void> {
    await this.directory.refreshTransits([id]);
    this.outbox.wake();
  }
}
