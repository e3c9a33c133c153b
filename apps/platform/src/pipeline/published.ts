import { Inject, Injectable } from '@nestjs/common';
import type { Committed, NumberedAlarm } from '@haidang/store';
import { topics } from '@haidang/wire';
import { OpenAlarms } from '../alarms/open-alarms.js';
import { alarmView } from '../alarms/view.js';
import { LiveFeed } from '../live/live-feed.js';
import { Outbox } from '../outbox/outbox.js';
import type { Stepped } from './step.js';

/** The last step of the way: tells the live map what moved, and wakes the outbox when the batch owes something. */
@Injectable()
export class Published {
  constructor(
    @Inject(LiveFeed) private readonly live: LiveFeed,
    @Inject(OpenAlarms) private readonly openAlarms: OpenAlarms,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Alarms that changed otherwise than by a batch. */
  alarms(alarms: readonly NumberedAlarm[]): void {
    for (const alarm of alarms) this.openAlarms.changed(alarmView(alarm));
    if (alarms.length > 0) this.outbox.wake('live');
  }

  /** Something was committed that the live feed is owed. */
  owed(): void {
    this.outbox.wake('live');
  }

  batch(stepped: Stepped, committed: Committed): void {
    for (const alarm of committed.alarms) this.openAlarms.changed(alarmView(alarm));
    for (const [entry, next] of stepped.next) if (next.moved) this.live.moved(entry);
    if (committed.alarms.length + committed.passages.length > 0) this.outbox.wake('live');
    for (const row of committed.held) this.outbox.held(row.topic, row);
    // a repeat may be our own attempt whose answer was lost: what it owed is there, and nobody was told
    for (const [i, { kind }] of committed.passages.entries())
      if (kind === 'repeat') this.outbox.held(topics.decisions(stepped.facts.passages[i]!.gateId));
    if (committed.passages.length > committed.held.length) this.outbox.wake('mqtt');
  }
}
