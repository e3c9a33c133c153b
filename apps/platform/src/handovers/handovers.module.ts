import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { HandoversController } from './handovers.controller.js';
import { Handovers } from './handovers.js';

/** What a shift hands to the next. */
@Module({ imports: [HttpModule], controllers: [HandoversController], providers: [Handovers] })
export class HandoversModule {}
