import { Inject, Injectable } from '@nestjs/common';
import { CAMERA_FAULTS, MINUTE, type CameraFault, type Instant } from '@haidang/domain';
import type { FoundAlarm } from '@haidang/store';
import type { Logger } from 'pino';
import { FoundAlarms } from '../alarms/found-alarms.js';
import { Directory } from '../directory/directory.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { RegularLook } from '../regular-look.js';
import type { CameraEntry } from './camera-entry.js';
import { healthOf, isProvenWell, LIMITS, type CameraHealth } from './health.js';

const LOOK_EVERY = MINUTE;

/** Looks once a minute how each camera does, and raises and ends the alarms about it. */
@Injectable()
export class CameraWatch extends RegularLook {
  constructor(
    @Inject(FoundAlarms) private readonly alarms: FoundAlarms,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(LOOK_EVERY, 'the alarms of cameras could not be stored', logger);
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

  protected async lookNow(now: Instant): Promise<void> {
    const cameras = [...this.directory.cameras()];
    const health = new Map(cameras.map((camera) => [camera.record.id, this.healthOf(camera)]));
    for (const fault of CAMERA_FAULTS) {
      const count = [...health.values()].filter(({ faults }) => faults.includes(fault)).length;
      this.metrics.cameraFaults.set({ fault }, count);
    }
    const standing = await this.alarms.standing(['camera_fault']);
    const known = new Set(standing.map(({ cause }) => cause));
    const raised = cameras
      .flatMap((camera) => this.alarmsOf(camera, health.get(camera.record.id)!, now))
      .filter(({ cause }) => !known.has(cause));
    const ended = standing
      .filter((alarm) => isOver(alarm, health.get(toldOf(alarm).cameraId)))
      .map((alarm) => ({ ...alarm, end: Math.max(alarm.start, now), proven: now, evidence: now }));
    await this.alarms.tell({ said: [...raised, ...ended] }, now);
    for (const alarm of raised)
      this.logger.warn({ ...toldOf(alarm), ...alarm.why.measured }, 'something is wrong with a camera');
    for (const alarm of ended) this.logger.info(toldOf(alarm), 'a camera does well again');
  }

  private alarmsOf(
    { record }: CameraEntry,
    { faults, lastAt: _, ...figures }: CameraHealth,
    start: Instant,
  ): FoundAlarm[] {
    const gate = this.directory.gate(record.gateId);
    if (gate === undefined) return [];
    const numbers = Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
    return faults.map((fault) => ({
      key: `camera_fault ${fault} ${record.id} ${start}`,
      kind: 'camera_fault',
      cause: `${fault} ${record.id}`,
      severity: 'minor',
      ...{ transitId: null, containerNumber: null, sealId: null, gateId: gate.id },
      ...{ start, end: null, proven: start, evidence: start, place: gate.place },
      why: {
        rule: 'camera_fault',
        settings: { ...LIMITS },
        measured: { camera: record.id, fault, ...(numbers as Record<string, number>) },
      },
    }));
  }
}

/** The cause is the fault and the camera, whose id has no blank. */
function toldOf({ cause }: Pick<FoundAlarm, 'cause'>): { fault: CameraFault; cameraId: string } {
  const [fault, cameraId] = cause.split(' ');
  return { fault: fault as CameraFault, cameraId: cameraId! };
}

/** The camera is gone, or has shown that it is over: what is not known since the last start goes on. */
function isOver(alarm: FoundAlarm, health: CameraHealth | undefined): boolean {
  return health === undefined || isProvenWell(health, toldOf(alarm).fault, alarm.start);
}
