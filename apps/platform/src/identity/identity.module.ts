import { Global, Module } from '@nestjs/common';
import { Attempts } from './attempts.js';
import { Doorkeeper } from './doorkeeper.js';
import { FirstAdministrator } from './first-administrator.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactor } from './second-factor.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';

/** Who people are: users, sessions, sign-in. Global: the guard and the live feed ask for {@link Sessions}. */
@Global()
@Module({
  controllers: [SessionController, SecondFactorController, OwnSessionsController],
  providers: [Sessions, Attempts, SecondFactor, Doorkeeper, FirstAdministrator],
  exports: [Sessions],
})
export class IdentityModule {}
