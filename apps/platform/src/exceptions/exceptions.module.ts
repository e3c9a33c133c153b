import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { TransitsModule } from '../transits/transits.module.js';
import { ExceptionListController } from './exception-list.controller.js';
import { ExceptionsController } from './exceptions.controller.js';
import { TransitExceptions } from './exceptions.js';

/** What happens on the way otherwise than planned: asked for, approved or refused, reported. */
@Module({
  imports: [HttpModule, TransitsModule],
  controllers: [ExceptionsController, ExceptionListController],
  providers: [TransitExceptions],
})
export class ExceptionsModule {}
