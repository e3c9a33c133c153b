import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { CameraEvidence } from './camera-evidence.js';
import { EvidenceController } from './evidence.controller.js';
import { Evidence } from './evidence.js';

/** Pictures and papers that prove something: from people, and from cameras. */
@Module({
  imports: [HttpModule],
  controllers: [EvidenceController],
  providers: [Evidence, CameraEvidence],
  exports: [CameraEvidence],
})
export class EvidenceModule {}
