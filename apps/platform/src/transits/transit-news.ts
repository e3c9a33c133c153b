import { Inject, Injectable } from '@nestjs/common';
import type { TransitView } from '@haidang/contract';
import { findTransit, insertOutbox } from '@haidang/store';
import type { PoolClient } from 'pg';
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

  /** After the commit. */
  async tell(id: string): Promise<void> {
    await this.directory.refreshTransits([id]);
    this.outbox.wake();
  }
}
