import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { OfflinePassages } from './offline-passages.js';

/** What gatehouses decided without a network. */
@Module({ imports: [HttpModule], providers: [OfflinePassages], exports: [OfflinePassages] })
export class OfflineModule {}
