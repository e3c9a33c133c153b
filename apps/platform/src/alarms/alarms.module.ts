import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { AlarmActsController } from './alarm-acts.controller.js';
import { AlarmActs } from './alarm-acts.js';
import { AlarmClock } from './alarm-clock.js';
import { AlarmFiguresController } from './alarm-figures.controller.js';
import { AlarmFigures } from './alarm-figures.js';
import { AlarmDesk } from './alarm-desk.js';
import { AlarmsController } from './alarms.controller.js';
import { Shelving } from './shelving.js';

/** The alarm desk. */
@Module({
  imports: [HttpModule],
  controllers: [AlarmsController, AlarmActsController, AlarmFiguresController],
  providers: [AlarmActs, AlarmDesk, Shelving, AlarmClock, AlarmFigures],
  exports: [AlarmActs],
})
export class AlarmsModule {}
