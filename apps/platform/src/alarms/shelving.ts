import { Inject, Injectable } from '@nestjs/common';
import { LONGEST_SHELVING, type AlarmEscalate, type AlarmShelve, type AlarmView } from '@haidang/contract';
import { formatInstant, parseInstant } from '@haidang/domain';
import type { z } from 'zod';
import type { WriteCall } from '../http/writes.js';
import { invalid } from '../http/zod.pipe.js';
import { AlarmActs, checkState, wrongState, type Act } from './alarm-acts.js';

/** What moves an alarm to another's eyes, or out of them for a time. The clock does both as well ({@link AlarmClock}). */
@Injectable()
export class Shelving {
  constructor(@Inject(AlarmActs) private readonly acts: AlarmActs) {}

  /** The shift supervisor is to look, whoever has it. @throws ApiError as the desk's acts, `wrong_state` */
  escalate(call: WriteCall, id: string, act: z.infer<typeof AlarmEscalate>): Promise<AlarmView> {
    return this.acts.act(call, id, 'escalate', act, (alarm, author) => {
      checkState(alarm, 'escalate', ['open', 'acknowledged']);
      if (alarm.escalated_at !== null) throw wrongState(alarm, 'The alarm was handed up already.');
      return {
        change: { escalated_at: new Date(), escalated_by: author.name, escalated_by_id: author.id },
        data: { reason: act.reason },
      };
    });
  }

  /** It is out of the queue until a time, and then waits anew. @throws ApiError as the desk's acts, `invalid_request`, `wrong_state` */
  shelve(call: WriteCall, id: string, act: z.infer<typeof AlarmShelve>): Promise<AlarmView> {
    const until = parseInstant(act.until)!;
    const ahead = until - Date.now();
    if (ahead <= 0 || ahead > LONGEST_SHELVING)
      throw invalid([{ path: 'until', message: 'not ahead, or by more than 24 hours' }]);
    return this.acts.act(call, id, 'shelve', act, (alarm, author) => {
      checkState(alarm, 'shelve', ['open', 'acknowledged']);
      return {
        change: {
          ...{ state: 'shelved', shelved_until: new Date(until), shelve_reason: act.reason },
          ...{ shelved_by: author.name, shelved_by_id: author.id, shelved_severity: alarm.severity },
        },
        data: { until: formatInstant(until), reason: act.reason },
      };
    });
  }

  /** Back in the queue before its time. @throws ApiError as the desk's acts, `wrong_state` */
  unshelve(call: WriteCall, id: string, act: Act): Promise<AlarmView> {
    return this.acts.act(call, id, 'unshelve', act, (alarm) => {
      checkState(alarm, 'unshelve', ['shelved']);
      return { change: { state: 'open' } };
    });
  }
}
