import { Module, type DynamicModule } from '@nestjs/common';
import { AlarmsModule } from './alarms/alarms.module.js';
import { CalendarsModule } from './calendars/calendars.module.js';
import { CasesModule } from './cases/cases.module.js';
import { CamerasModule } from './cameras/cameras.module.js';
import { CoreModule, type Opened } from './core.module.js';
import { DashboardController } from './dashboard.controller.js';
import { DeadlinesModule } from './deadlines/deadlines.module.js';
import { DemoApi } from './demo/demo-api.js';
import { DemoAccounts } from './demo/demo-accounts.js';
import { DemoPapers } from './demo/demo-papers.js';
import { DemoController } from './demo/demo.controller.js';
import { DemoCountry } from './demo/demo-country.js';
import { DemoDevices } from './devices/demo-devices.js';
import { DevicesModule } from './devices/devices.module.js';
import { DossierModule } from './dossier/dossier.module.js';
import { DoubtModule } from './doubt/doubt.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { ExceptionsModule } from './exceptions/exceptions.module.js';
import { DemoPatrols } from './field/demo-patrols.js';
import { FieldModule } from './field/field.module.js';
import { FiguresModule } from './figures/figures.module.js';
import { GatesModule } from './gates/gates.module.js';
import { HandoversModule } from './handovers/handovers.module.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { HttpModule } from './http/http.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { KeepingModule } from './keeping/keeping.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { OutagesModule } from './outages/outages.module.js';
import { PortModule } from './port/port.module.js';
import { PapersModule } from './papers/papers.module.js';
import { QuarantineModule } from './quarantine/quarantine.module.js';
import { RegisterModule } from './register/register.module.js';
import { SealsModule } from './seals/seals.module.js';
import { SignaturesModule } from './signatures/signatures.module.js';
import { TransitsModule } from './transits/transits.module.js';
import { TrainingModule } from './training/training.module.js';
import { TrialsModule } from './trials/trials.module.js';
import { YardModule } from './yard/yard.module.js';

/** The platform: the road (core), then the capabilities that people and systems reach by HTTP. */
@Module({})
export class AppModule {
  static with(opened: Opened): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(opened),
        HttpModule,
        IdentityModule,
        RegisterModule,
        SealsModule,
        DevicesModule,
        TransitsModule,
        DossierModule,
        ExceptionsModule,
        AlarmsModule,
        FieldModule,
        FiguresModule,
        HandoversModule,
        GatesModule,
        PortModule,
        PapersModule,
        OutagesModule,
        CamerasModule,
        CasesModule,
        DoubtModule,
        EvidenceModule,
        SignaturesModule,
        QuarantineModule,
        LedgerModule,
        KeepingModule,
        CalendarsModule,
        YardModule,
        DeadlinesModule,
        TrialsModule,
        TrainingModule,
      ],
      controllers: [HealthController, DashboardController, DemoController],
      providers: [Readiness, DemoApi, DemoCountry, DemoPapers, DemoPatrols, DemoAccounts, DemoDevices],
    };
  }
}
