import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  AlarmAnswer,
  AlarmEnding,
  AlarmHistoryAnswer,
  AlarmKind,
  AlarmState,
  ContainerNumber,
  Id,
  pageAnswer,
  Severity,
  type AlarmLineView,
  type AlarmView,
  type Page,
} from '@haidang/contract';
import { ALARM_LACKS } from '@haidang/store';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery, rangeOf, RangeQuery } from '../http/page.js';
import { zod } from '../http/zod.pipe.js';
import { AlarmDesk } from './alarm-desk.js';
import { AlarmId } from './describe-act.js';

const ListQuery = PageQuery.extend({
  state: listOf(AlarmState),
  standing: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'true: not resolved; false: resolved' }),
  severity: listOf(Severity),
  kind: listOf(AlarmKind),
  transitId: Id.optional(),
  sealId: Id.optional(),
  container: ContainerNumber.optional(),
  ...RangeQuery,
  ending: listOf(AlarmEnding),
  carrierId: Id.optional().meta({ description: 'of its transit' }),
  routeId: Id.optional().meta({ description: 'of its transit' }),
  officeId: Id.optional().meta({
    description: "the office of its transit's departure; of one of no transit that of its gate or place",
  }),
  acknowledged: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'somebody acknowledged it, or nobody has' }),
  onSpot: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'somebody who was sent stood where it was raised, or nobody has' }),
  without: listOf(z.enum(ALARM_LACKS)).meta({
    description:
      'those alone that have none of it: `office`, `carrier`, `route`, or several separated by commas',
  }),
});

@Controller(`${API}/alarms`)
export class AlarmsController {
  constructor(@Inject(AlarmDesk) private readonly desk: AlarmDesk) {}

  @Get()
  @Describe({
    id: 'listAlarms',
    tag: 'alarms',
    summary: 'The alarms, newest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(AlarmAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<AlarmView>> {
    const { state, severity, kind, standing, transitId, sealId, container } = query;
    const { ending, carrierId, routeId, officeId, acknowledged, onSpot, without } = query;
    const filter = {
      states: state,
      severities: severity,
      kinds: kind,
      standing,
      transitId,
      sealId,
      container,
      ...{ endings: ending, carrierId, routeId, officeId, acknowledged, onSpot, without },
      ...rangeOf(query),
    };
    return this.desk.list(filter, query);
  }

  @Get(':id')
  @Describe({
    id: 'getAlarm',
    tag: 'alarms',
    summary: 'One alarm',
    params: { id: AlarmId },
    answers: [{ status: 200, description: 'the alarm', schema: AlarmAnswer }],
    problems: ['alarm_not_found'],
  })
  find(@Param('id', zod(AlarmId, 'id')) id: string): Promise<AlarmView> {
    return this.desk.find(id);
  }

  @Get(':id/history')
  @Describe({
    id: 'getAlarmHistory',
    tag: 'alarms',
    summary: 'Who did what with it, and what the evidence made of it, in order',
    params: { id: AlarmId },
    answers: [{ status: 200, description: 'its lines, the newest 500', schema: AlarmHistoryAnswer }],
    problems: ['alarm_not_found'],
  })
  history(@Param('id', zod(AlarmId, 'id')) id: string): Promise<{ items: AlarmLineView[] }> {
    return this.desk.history(id);
  }
}
