import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { PapersModule } from '../papers/papers.module.js';
import { Outages } from './outages.js';
import { OutagesController } from './outages.controller.js';
import { PaperController } from './paper.controller.js';
import { PaperEntries } from './paper-entries.js';
import { PaperForms } from './paper-forms.js';

/** When the line is down: paper forms, and what was written on them entered afterwards. */
@Module({
  imports: [HttpModule, PapersModule],
  controllers: [OutagesController, PaperController],
  providers: [Outages, PaperEntries, PaperForms],
})
export class OutagesModule {}
