import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { CertificatesController } from './certificates.controller.js';
import { Certificates } from './certificates.js';
import { SignedCallsController } from './signed-calls.controller.js';

/** By which certificates organisations sign what they send; check-signature.ts holds messages to them. */
@Module({
  imports: [HttpModule],
  controllers: [CertificatesController, SignedCallsController],
  providers: [Certificates],
})
export class SignaturesModule {}
