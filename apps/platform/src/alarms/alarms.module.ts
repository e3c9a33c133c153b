import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { AlarmActsController } from './alarm-acts.controller.js';
import { AlarmActs } from './alarm-acts.js';
import { AlarmClock } from './alarm-clock.js';
import { AlarmDesk } from './alarm-desk.js';
import { AlarmsController } from './alarms.controller.js';
import { Shelving } from './shelving.js';

/** The alarm desk. */
@Module({
  imports: [HttpModule],
  controllers: [AlarmsController, AlarmActsController],
  providers: [AlarmActs, AlarmDesk, Shelving, AlarmClock],
})
export class AlarmsModule {}
