import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { PapersModule } from '../papers/papers.module.js';
import { CaseActsController } from './case-acts.controller.js';
import { CaseDesk } from './case-desk.js';
import { CasesController } from './cases.controller.js';
import { Cases } from './cases.js';

/** What does not agree: found by a port, a gate, the engine or a person, looked into, decided and closed. */
@Module({
  imports: [HttpModule, PapersModule],
  controllers: [CasesController, CaseActsController],
  providers: [Cases, CaseDesk],
})
export class CasesModule {}
