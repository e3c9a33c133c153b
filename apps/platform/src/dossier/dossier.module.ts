import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { TransitsModule } from '../transits/transits.module.js';
import { DossierController } from './dossier.controller.js';
import { Dossiers } from './dossiers.js';
import { DrawingRoom } from './drawing-room.js';

/** A transit on paper: who, the way, alarms, gates, people, and what the ledger has to prove it. */
@Module({
  imports: [HttpModule, TransitsModule],
  controllers: [DossierController],
  providers: [Dossiers, DrawingRoom],
})
export class DossierModule {}
