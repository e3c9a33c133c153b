import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { registerController } from './register.controller.js';
import { Register } from './register.js';
import { cameras, facilities, gates, organisations, routes, zones } from './resources.js';

/** Organisations, facilities, gates, cameras, zones and routes; seals have their own module on the same ground. */
@Module({
  imports: [HttpModule],
  controllers: [
    registerController(organisations),
    registerController(facilities),
    registerController(gates),
    registerController(cameras),
    registerController(zones),
    registerController(routes),
  ],
  providers: [Register],
  exports: [Register],
})
export class RegisterModule {}
