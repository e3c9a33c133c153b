import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { PapersModule } from '../papers/papers.module.js';
import { SealsModule } from '../seals/seals.module.js';
import { ContainersController } from './containers.controller.js';
import { Journeys } from './journeys.js';
import { ProgressTeller } from './progress-teller.js';
import { StepsController } from './steps.controller.js';
import { TransitSteps } from './steps.js';
import { TransitNews } from './transit-news.js';
import { TransitTracks } from './transit-tracks.js';
import { TransitsController } from './transits.controller.js';
import { Transits } from './transits.js';

/** Transits, their steps, timelines and tracks, and the containers they carry. */
@Module({
  imports: [HttpModule, SealsModule, PapersModule],
  controllers: [TransitsController, StepsController, ContainersController],
  providers: [Transits, TransitSteps, TransitNews, TransitTracks, Journeys, ProgressTeller],
  exports: [Transits, TransitSteps, TransitNews, TransitTracks],
})
export class TransitsModule {}
