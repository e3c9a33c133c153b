import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { Holds } from './holds.js';
import { HoldsController } from './holds.controller.js';
import { Persons } from './persons.js';
import { PersonsController } from './persons.controller.js';

/** Legal holds, and what a person may ask for: all that is held, and its removal. */
@Module({
  imports: [HttpModule],
  controllers: [HoldsController, PersonsController],
  providers: [Holds, Persons],
})
export class KeepingModule {}
