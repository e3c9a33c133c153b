import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { CalendarsController } from './calendars.controller.js';
import { Calendars } from './calendars.js';

/** When offices work. */
@Module({ imports: [HttpModule], controllers: [CalendarsController], providers: [Calendars] })
export class CalendarsModule {}
