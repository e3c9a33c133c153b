import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { Declarations } from './declarations.js';
import { DeclarationsController } from './declarations.controller.js';
import { Eligibility } from './eligibility.js';
import { EligibilityController } from './eligibility.controller.js';
import { EligibleList } from './eligible-list.js';
import { EligibleListController } from './eligible-list.controller.js';
import { Manifests } from './manifests.js';
import { ManifestsController } from './manifests.controller.js';
import { NoticeReminder } from './reminder.js';
import { Notices } from './notices.js';
import { NoticesController } from './notices.controller.js';
import { ScansController } from './scans.controller.js';
import { Signer } from './signer.js';

/** Customs' side of the port messages: what comes, what may leave, and that the port was told (Circular 38/2015, Appendix X, forms 01 to 08). */
@Module({
  imports: [HttpModule],
  controllers: [
    DeclarationsController,
    ManifestsController,
    EligibilityController,
    EligibleListController,
    NoticesController,
    ScansController,
  ],
  providers: [Signer, Notices, NoticeReminder, Declarations, Manifests, Eligibility, EligibleList],
  exports: [Signer, Notices, EligibleList],
})
export class PapersModule {}
