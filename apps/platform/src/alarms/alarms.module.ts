import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { AlarmDesk } from './alarm-desk.js';
import { AlarmsController } from './alarms.controller.js';

/** The alarm desk. */
@Module({ imports: [HttpModule], controllers: [AlarmsController], providers: [AlarmDesk] })
export class AlarmsModule {}
