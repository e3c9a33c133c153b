import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { OfflineModule } from '../offline/offline.module.js';
import { RegisterModule } from '../register/register.module.js';
import { AllPassages } from './all-passages.js';
import { AllPassagesController } from './all-passages.controller.js';
import { Overrides } from './overrides.js';
import { PassagesController } from './passages.controller.js';

/** Gates as those see them who stand at them; as things of the register they are kept there. */
@Module({
  imports: [HttpModule, RegisterModule, OfflineModule],
  controllers: [PassagesController, AllPassagesController],
  providers: [Overrides, AllPassages],
})
export class GatesModule {}
