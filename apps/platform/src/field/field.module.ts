import { Module } from '@nestjs/common';
import { AlarmsModule } from '../alarms/alarms.module.js';
import { HttpModule } from '../http/http.module.js';
import { Dispatches } from './dispatches.js';
import { DispatchesController } from './dispatches.controller.js';
import { Patrols } from './patrols.js';
import { PatrolsController } from './patrols.controller.js';
import { Whereabouts } from './whereabouts.js';

/** Who is sent to an alarm, and what they find. */
@Module({
  imports: [HttpModule, AlarmsModule],
  controllers: [PatrolsController, DispatchesController],
  providers: [Patrols, Dispatches, Whereabouts],
})
export class FieldModule {}
