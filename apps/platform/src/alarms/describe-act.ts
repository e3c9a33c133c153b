import { AlarmAnswer } from '@haidang/contract';
import { z } from 'zod';
import type { ApiErrorCode } from '../http/errors.js';
import { Describe } from '../http/operation.js';

export const AlarmId = z.uuid();

/** An act on an alarm, as the OpenAPI document shows it. */
export function DescribeAct(
  id: string,
  summary: string,
  schema: z.ZodType,
  problems: readonly ApiErrorCode[] = [],
): MethodDecorator {
  return Describe({
    id,
    tag: 'alarms',
    summary,
    description:
      '`revision` is that of the evidence the author saw, `acts` the number of acts. If either has moved on, nothing is done, and the ' +
      'problem carries the present alarm in `alarm`, and who acted in `last`.',
    params: { id: AlarmId },
    body: { schema },
    answers: [{ status: 200, description: 'the alarm after it', schema: AlarmAnswer }],
    problems: ['alarm_not_found', 'alarm_changed', 'alarm_acted_on', ...problems],
    write: true,
  });
}
