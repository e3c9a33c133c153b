import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CAMERA_FAULTS, MINUTE, type CameraFault } from '@haidang/domain';
import type { Logger } from 'pino';
import { Directory } from '../directory/directory.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import type { CameraEntry } from './camera-entry.js';
import { healthOf, type CameraHealth } from './health.js';

const LOOK_EVERY = MINUTE;

/** Looks once a minute how each camera does, and says in the log and in the figures what has become wrong or well. */
@Injectable()
export class CameraWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly told = new Map<string, readonly CameraFault[]>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOK_EVERY);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  healthOf(camera: CameraEntry): CameraHealth {
    const lastAt = camera.glances.at(-1)?.at ?? camera.since;
    const { gateId, id } = camera.record;
    let missed = 0;
    for (const other of this.directory.cameras())
      if (other.record.gateId === gateId && other.record.id !== id)
        missed = Math.max(missed, other.glances.filter(({ at }) => at > lastAt).length);
    return healthOf(camera.glances, missed);
  }

  look(): void {
    const counts = new Map<CameraFault, number>(CAMERA_FAULTS.map((fault) => [fault, 0]));
    for (const camera of this.directory.cameras()) {
      const { faults, ...measured } = this.healthOf(camera);
      for (const fault of faults) counts.set(fault, counts.get(fault)! + 1);
      this.tell(camera.record.id, faults, measured);
    }
    for (const [fault, count] of counts) this.metrics.cameraFaults.set({ fault }, count);
  }

  private tell(cameraId: string, faults: readonly CameraFault[], measured: object): void {
    const before = this.told.get(cameraId) ?? [];
    if (before.join() === faults.join()) return;
    this.told.set(cameraId, faults);
    if (faults.length === 0) this.logger.info({ cameraId, ...measured }, 'a camera does well again');
    else this.logger.warn({ cameraId, faults, ...measured }, 'something is wrong with a camera');
  }
}
