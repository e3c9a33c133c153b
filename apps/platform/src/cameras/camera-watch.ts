import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CAMERA_FAULTS, MINUTE, type CameraFault, type Instant } from '@haidang/domain';
import {
  readCameraAlarms,
  writeCameraAlarms,
  type CameraAlarm,
  type SeriesKeeper,
  type StandingCameraAlarm,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { KEEPER, POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { Published } from '../pipeline/published.js';
import { uuidOf } from '../pipeline/uuid-of.js';
import type { CameraEntry } from './camera-entry.js';
import { healthOf, isProvenWell, LIMITS, type CameraHealth } from './health.js';

const LOOK_EVERY = MINUTE;

/** Looks once a minute how each camera does, and raises and ends the alarms about it. */
@Injectable()
export class CameraWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Published) private readonly published: Published,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
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

  /** One look at a time. It never fails: what could not be stored is seen again with the next. */
  look(): Promise<void> {
    this.looking = this.looking
      .then(() => this.lookNow())
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'the alarms of cameras could not be stored'),
      );
    return this.looking;
  }

  private async lookNow(): Promise<void> {
    const cameras = [...this.directory.cameras()];
    const health = new Map(cameras.map((camera) => [camera.record.id, this.healthOf(camera)]));
    for (const fault of CAMERA_FAULTS) {
      const count = [...health.values()].filter(({ faults }) => faults.includes(fault)).length;
      this.metrics.cameraFaults.set({ fault }, count);
    }
    const standing = await readCameraAlarms(this.pool);
    const now = Date.now();
    const known = new Set(standing.map(nameOf));
    const raised = cameras
      .flatMap((camera) => this.alarmsOf(camera, health.get(camera.record.id)!, now))
      .filter((alarm) => !known.has(nameOf(alarm)));
    const ended = standing.filter((alarm) => isOver(alarm, health.get(alarm.cameraId)));
    if (raised.length + ended.length === 0) return;
    await this.keeper.ensure('alarm_history', [now]);
    const told = await writeCameraAlarms(
      this.pool,
      raised,
      ended.map(({ id }) => id),
      now,
    );
    for (const { cameraId, fault, why } of raised)
      this.logger.warn({ cameraId, fault, ...why.measured }, 'something is wrong with a camera');
    for (const { cameraId, fault } of ended)
      this.logger.info({ cameraId, fault }, 'a camera does well again');
    for (const { kind } of told) this.metrics.alarms.inc({ kind });
    this.published.alarms(told);
  }

  private alarmsOf(
    { record }: CameraEntry,
    { faults, lastAt: _, ...figures }: CameraHealth,
    start: Instant,
  ): CameraAlarm[] {
    const gate = this.directory.gate(record.gateId);
    if (gate === undefined) return [];
    const numbers = Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
    return faults.map((fault) => ({
      ...{ id: uuidOf(`camera_fault ${fault} ${record.id} ${start}`), cameraId: record.id, fault, start },
      ...{ gateId: gate.id, place: gate.place },
      why: {
        rule: 'camera_fault',
        settings: { ...LIMITS },
        measured: { camera: record.id, fault, ...(numbers as Record<string, number>) },
      },
    }));
  }
}

function nameOf({ fault, cameraId }: Pick<StandingCameraAlarm, 'fault' | 'cameraId'>): string {
  return `${fault} ${cameraId}`;
}

/** The camera is gone, or has shown that it is over: what is not known since the last start goes on. */
function isOver({ fault, start }: StandingCameraAlarm, health: CameraHealth | undefined): boolean {
  return health === undefined || isProvenWell(health, fault as CameraFault, start);
}
