import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { CertificatesController } from './certificates.controller.js';
import { Certificates } from './certificates.js';

/** By which certificates organisations sign what they send; check-signature.ts holds messages to them. */
@Module({ imports: [HttpModule], controllers: [CertificatesController], providers: [Certificates] })
export class SignaturesModule {}
