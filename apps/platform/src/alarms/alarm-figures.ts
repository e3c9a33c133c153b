import { Inject, Injectable } from '@nestjs/common';
import {
  CHATTERING_FROM,
  FLOOD_OVER,
  RATE_WINDOW,
  STALE_AFTER,
  type AlarmFiguresView,
} from '@haidang/contract';
import { AT_CENTRE, DAY, formatInstant, HOUR } from '@haidang/domain';
import {
  readAlarmFigures,
  readChattering,
  readRaisedSince,
  readStaleAlarms,
  type ScopedPool,
} from '@haidang/store';
import { SERVING } from '../database.js';
import { LiveFeed } from '../live/live-feed.js';
import { alarmView } from './view.js';

const MOST = 100;

/** How the desk fares, by the measures of ISA-18.2 and EEMUA 191; of the alarms that who asks sees. */
@Injectable()
export class AlarmFigures {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(LiveFeed) private readonly live: LiveFeed,
  ) {}

  async now(at = Date.now()): Promise<AlarmFiguresView> {
    const recent = at - RATE_WINDOW;
    const stale = at - STALE_AFTER;
    const { critical, major, minor, acknowledgedWithin, ...counts } = await readAlarmFigures(this.db, {
      ...{ recent, since: at - DAY, stale },
    });
    const chattering = await readChattering(this.db, at - HOUR, { often: CHATTERING_FROM, most: MOST });
    const operators = Math.max(1, this.live.countPeople(AT_CENTRE));
    return {
      at: formatInstant(at),
      ...counts,
      ...{ operators, rate: Math.round((counts.raised / operators) * 10) / 10 },
      flood: counts.raised > FLOOD_OVER,
      share: { critical, major, minor },
      ...(acknowledgedWithin !== null && { acknowledgedWithin: Math.round(acknowledgedWithin / 1000) }),
      lists: {
        raised: (await readRaisedSince(this.db, recent, MOST)).map(alarmView),
        stale: (await readStaleAlarms(this.db, stale, MOST)).map(alarmView),
        chattering: chattering.map(({ count, newest }) => ({ count, alarm: alarmView(newest) })),
      },
    };
  }
}
