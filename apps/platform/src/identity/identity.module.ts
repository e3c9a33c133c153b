import { Global, Module } from '@nestjs/common';
import { Doorkeeper } from './doorkeeper.js';
import { FirstAdministrator } from './first-administrator.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';

/** Who people are: users, sessions, sign-in. Global: the guard and the live feed ask for {@link Sessions}. */
@Global()
@Module({
  controllers: [SessionController],
  providers: [Sessions, Doorkeeper, FirstAdministrator],
  exports: [Sessions],
})
export class IdentityModule {}
