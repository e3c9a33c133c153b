import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { LedgerController } from './ledger.controller.js';

/** What an auditor reads of the ledger; that it is kept is the road's. */
@Module({ imports: [HttpModule], controllers: [LedgerController] })
export class LedgerModule {}
