import { Global, Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { Attempts } from './attempts.js';
import { DirectoryController } from './directory.controller.js';
import { Directory } from './directory.js';
import { Doorkeeper } from './doorkeeper.js';
import { FirstAdministrator } from './first-administrator.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { RefusedSignIns } from './refused-sign-ins.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactor } from './second-factor.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';
import { UsersController } from './users.controller.js';
import { Users } from './users.js';

/** Who people are: users, sessions, sign-in. Global: the guard and the live feed ask for {@link Sessions}. */
@Global()
@Module({
  imports: [HttpModule],
  controllers: [
    SessionController,
    SecondFactorController,
    OwnSessionsController,
    DirectoryController,
    UsersController,
  ],
  providers: [
    Sessions,
    Attempts,
    SecondFactor,
    RefusedSignIns,
    Doorkeeper,
    Directory,
    Users,
    FirstAdministrator,
  ],
  exports: [Sessions],
})
export class IdentityModule {}
