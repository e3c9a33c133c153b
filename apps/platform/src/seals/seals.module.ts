import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { RegisterModule } from '../register/register.module.js';
import { SealsController } from './seals.controller.js';
import { Seals } from './seals.js';
import { SealStandingsController } from './standings.controller.js';
import { SealStandings } from './standings.js';
import { TrackController } from './track.controller.js';
import { Tracks } from './track.js';

/** Seals with their last word, and their tracks. */
@Module({
  imports: [HttpModule, RegisterModule],
  controllers: [SealsController, SealStandingsController, TrackController],
  providers: [Seals, SealStandings, Tracks],
  exports: [Seals, Tracks],
})
export class SealsModule {}
