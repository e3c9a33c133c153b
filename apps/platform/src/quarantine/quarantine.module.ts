import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { QuarantineController } from './quarantine.controller.js';

/** What was refused. */
@Module({ imports: [HttpModule], controllers: [QuarantineController] })
export class QuarantineModule {}
