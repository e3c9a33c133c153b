import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { PapersModule } from '../papers/papers.module.js';
import { EdiController } from './edi.controller.js';
import { FolderDrop } from './folder-drop.js';
import { Interchanges } from './interchanges.js';
import { PortMessagesController } from './port-messages.controller.js';
import { PortMessages } from './port-messages.js';

/** What ports report to customs. */
@Module({
  imports: [HttpModule, PapersModule],
  controllers: [PortMessagesController, EdiController],
  providers: [PortMessages, Interchanges, FolderDrop],
})
export class PortModule {}
