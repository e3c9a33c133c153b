import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { DoubtController } from './doubt.controller.js';
import { Doubt } from './doubt.js';

/** How much doubt there is about a container or a company, and why. */
@Module({ imports: [HttpModule], controllers: [DoubtController], providers: [Doubt] })
export class DoubtModule {}
