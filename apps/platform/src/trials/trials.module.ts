import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { TrialsController } from './trials.controller.js';
import { Trials } from './trials.js';

/** Zones and routes tried before they are saved. */
@Module({
  imports: [HttpModule],
  controllers: [TrialsController],
  providers: [Trials],
})
export class TrialsModule {}
