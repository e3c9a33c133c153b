import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { Recordings } from './recordings.js';
import { Sandboxes } from './sandboxes.js';
import { TrainingDeskController } from './training-desk.controller.js';
import { TrainingController } from './training.controller.js';
import { TrainingEnds } from './training-ends.js';
import { Trainings } from './trainings.js';

/** People are trained on recorded stories, in sandboxes that touch nothing real. */
@Module({
  imports: [HttpModule],
  controllers: [TrainingController, TrainingDeskController],
  providers: [Recordings, Sandboxes, Trainings, TrainingEnds],
})
export class TrainingModule {}
