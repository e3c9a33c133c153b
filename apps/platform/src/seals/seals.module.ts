import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { RegisterModule } from '../register/register.module.js';
import { SealsController } from './seals.controller.js';
import { Seals } from './seals.js';
import { TrackController } from './track.controller.js';
import { Tracks } from './track.js';

/** Seals with their last word, and their tracks. */
@Module({
  imports: [HttpModule, RegisterModule],
  controllers: [SealsController, TrackController],
  providers: [Seals, Tracks],
  exports: [Seals, Tracks],
})
export class SealsModule {}
