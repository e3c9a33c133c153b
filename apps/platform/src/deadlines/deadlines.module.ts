import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { DeadlineWatch } from './deadline-watch.js';
import { DeadlinesController } from './deadlines.controller.js';
import { Deadlines } from './deadlines.js';

/** What is due by when, and what was missed. */
@Module({ imports: [HttpModule], controllers: [DeadlinesController], providers: [Deadlines, DeadlineWatch] })
export class DeadlinesModule {}
