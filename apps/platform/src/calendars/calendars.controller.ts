import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { CalendarAnswer, CalendarBody, Id, type CalendarView } from '@haidang/contract';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Calendars } from './calendars.js';

@Controller(`${API}/calendars`)
export class CalendarsController {
  constructor(@Inject(Calendars) private readonly calendars: Calendars) {}

  @Get(':organisationId')
  @Describe({
    id: 'getCalendar',
    tag: 'yard',
    summary: 'When an office works: its own calendar, or that of the nearest office above it',
    params: { organisationId: Id },
    answers: [{ status: 200, description: 'the calendar', schema: CalendarAnswer }],
    problems: ['organisation_not_found'],
  })
  find(@Param('organisationId', zod(Id, 'organisationId')) id: string): Promise<CalendarView> {
    return this.calendars.find(id);
  }

  @Put(':organisationId')
  @Describe({
    id: 'setCalendar',
    tag: 'yard',
    summary: 'Say when an office works, and all below it that have no calendar of their own',
    description:
      'It replaces what was said before, whole. Deadlines that the law counts in working hours follow from it at once; alarms that were ' +
      'raised by what was said before are taken back where they do not hold any more.',
    params: { organisationId: Id },
    body: { schema: CalendarBody },
    answers: [{ status: 200, description: 'the calendar after it', schema: CalendarAnswer }],
    problems: ['organisation_not_found'],
    write: true,
  })
  write(
    @Call() call: WriteCall,
    @Param('organisationId', zod(Id, 'organisationId')) id: string,
    @Body(zod(CalendarBody)) body: CalendarBody,
  ): Promise<CalendarView> {
    return this.calendars.write(call, id, body);
  }
}
