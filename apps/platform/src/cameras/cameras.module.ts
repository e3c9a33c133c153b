import { Module } from '@nestjs/common';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { HttpModule } from '../http/http.module.js';
import { RegisterModule } from '../register/register.module.js';
import { CameraEvents } from './camera-events.js';
import { CameraWatch } from './camera-watch.js';
import { CameraEventsController } from './events.controller.js';
import { CameraHealthController } from './health.controller.js';

/** What cameras push by HTTP, and how they do; as things of the register they are kept there. */
@Module({
  imports: [HttpModule, RegisterModule, EvidenceModule],
  controllers: [CameraEventsController, CameraHealthController],
  providers: [CameraEvents, CameraWatch],
})
export class CamerasModule {}
