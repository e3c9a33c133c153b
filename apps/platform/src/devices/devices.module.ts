import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { DevicesController } from './devices.controller.js';
import { Devices } from './devices.js';

/** Credentials of seals, gates, cameras and forwarders, for administrators. */
@Module({ imports: [HttpModule], controllers: [DevicesController], providers: [Devices] })
export class DevicesModule {}
