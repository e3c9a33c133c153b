import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { YardController } from './yard.controller.js';
import { Yard } from './yard.js';

/** What stands at facilities. */
@Module({ imports: [HttpModule], controllers: [YardController], providers: [Yard] })
export class YardModule {}
