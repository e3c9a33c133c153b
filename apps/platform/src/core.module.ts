import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { SeriesKeeper } from '@haidang/store';
import type { Logger } from 'pino';
import { Sights } from './access/sights.js';
import { FoundAlarms } from './alarms/found-alarms.js';
import { OpenAlarms } from './alarms/open-alarms.js';
import { CONFIG, type Config } from './config/config.js';
import { IDENTITY, KEEPER, POOL, SERVING } from './database.js';
import { Directory } from './directory/directory.js';
import { EvidenceFiles } from './evidence/evidence-files.js';
import { GateBook } from './gates/gate-book.js';
import { JoinWatch } from './join/join-watch.js';
import { Keeping } from './health/keeping.js';
import { HttpDoor } from './devices/http-door.js';
import { createSource } from './ingest/create-source.js';
import { SOURCE } from './ingest/source.js';
import { LiveDoor } from './live/live-door.js';
import { Ledger } from './ledger/ledger.js';
import { LiveFeed } from './live/live-feed.js';
import { LiveGateway } from './live/live.gateway.js';
import { LOGGER } from './logging.js';
import { Meetings } from './meetings/meetings.js';
import { Metrics } from './metrics/metrics.js';
import { HeldRows } from './outbox/held-rows.js';
import { Outbox } from './outbox/outbox.js';
import { Checkpoint } from './pipeline/checkpoint.js';
import { Pipeline } from './pipeline/pipeline.js';
import { Published } from './pipeline/published.js';
import type { Pools } from './store.js';
import { ReceptionClock } from './reception/clock.js';
import { Hearing } from './reception/hearing.js';
import { TLS, type TlsFiles } from './tls/tls-files.js';
import { WatchClock } from './watch/clock.js';
import { Reviser } from './watch/reviser.js';
import { UnsealedTransits } from './watch/unsealed.js';
import { RevisionsDue } from './watch/revisions-due.js';

/** What boot opened before Nest: the configuration, the log and the store. */
export interface Opened {
  readonly config: Config;
  readonly logger: Logger;
  readonly pools: Pools;
  readonly keeper: SeriesKeeper;
  readonly tls?: TlsFiles | undefined;
}

/** The road itself, from the broker to the live map, and what it stands on. */
@Global()
@Module({})
export class CoreModule {
  static with({ config, logger, pools, keeper, tls }: Opened): DynamicModule {
    const source = {
      provide: SOURCE,
      useFactory: (pipeline: Pipeline, metrics: Metrics, directory: Directory) =>
        createSource({ config, pool: pools.identity, directory, pipeline, metrics, tls, logger }),
      inject: [Pipeline, Metrics, Directory],
    };
    const services = [
      Metrics,
      Directory,
      GateBook,
      OpenAlarms,
      Sights,
      Outbox,
      HeldRows,
      LiveFeed,
      Published,
      FoundAlarms,
      Meetings,
      Hearing,
      Pipeline,
      RevisionsDue,
      Checkpoint,
      Reviser,
      UnsealedTransits,
      WatchClock,
      ReceptionClock,
      JoinWatch,
      EvidenceFiles,
      Keeping,
      Ledger,
      HttpDoor,
    ];
    const values = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: POOL, useValue: pools.road },
      { provide: SERVING, useValue: pools.serving },
      { provide: IDENTITY, useValue: pools.identity },
      { provide: KEEPER, useValue: keeper },
      { provide: TLS, useValue: tls },
    ];
    return {
      module: CoreModule,
      providers: [...values, ...services, source, LiveDoor, LiveGateway],
      exports: [CONFIG, LOGGER, POOL, SERVING, IDENTITY, KEEPER, TLS, SOURCE, ...services],
    };
  }
}
