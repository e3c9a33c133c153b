import { Inject, Injectable } from '@nestjs/common';
import type {
  AlarmView,
  FixView,
  TrainingAct,
  TrainingAlarmFileView,
  TrainingDeskView,
  TrainingWorldView,
  TransitView,
} from '@haidang/contract';
import {
  formatInstant,
  type Instant,
  type TrainingLanguage,
  type TrainingRecording,
  type TrainingTruck,
} from '@haidang/domain';
import { CONFIG, type Config } from '../config/config.js';
import { ApiError } from '../http/errors.js';
import { whoActs } from '../identity/acting.js';
import { fixView } from '../seals/view.js';
import type { SandboxAuthor } from './sandbox/acts.js';
import { Sandbox } from './sandbox/sandbox.js';
import type { SandboxAlarm } from './sandbox/sandbox-alarm.js';

/** So many run at a time: each takes a megabyte or two, and as much of the processor as its trucks do on the road. */
export const MOST_RUNNING = 12;
/** Acts of one session; nobody who works comes near. */
const MOST_ACTS = 2_000;

/** The sandboxes that run, in memory alone. In each its trainee acts and nobody else; to others it is not there. */
@Injectable()
export class Sandboxes {
  private readonly running = new Map<string, Sandbox>();

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  get isFull(): boolean {
    return this.running.size >= MOST_RUNNING;
  }

  open(
    sessionId: string,
    recording: TrainingRecording,
    of: {
      readonly speed: number;
      readonly begun: Instant;
      readonly trainee: SandboxAuthor;
      readonly language: TrainingLanguage;
    },
  ): void {
    const goals = this.config.escalateAfter;
    this.running.set(sessionId, new Sandbox({ sessionId, recording, goals, ...of }));
  }

  find(sessionId: string): Sandbox | undefined {
    return this.running.get(sessionId);
  }

  /** What ran is over. */
  close(sessionId: string): void {
    this.running.delete(sessionId);
  }

  /** Of which nobody has to wait for the end any more. */
  over(now: Instant): string[] {
    return [...this.running].filter(([, { endsAt }]) => endsAt <= now).map(([id]) => id);
  }

  /** @returns undefined where it is another's or does not run */
  desk(sessionId: string, after: number, now: Instant): TrainingDeskView | undefined {
    const sandbox = this.findOwn(sessionId, now);
    return sandbox && { ...sandbox.desk(now, after), state: 'running' };
  }

  /** @throws ApiError `training_not_found` */
  world(sessionId: string, now: Instant): TrainingWorldView {
    const { recording, begun } = this.own(sessionId, now).setting;
    return {
      routes: recording.routes as TrainingWorldView['routes'],
      transits: recording.trucks.map((truck) => transitOf(truck, recording, begun)),
    };
  }

  /** @throws ApiError `training_not_found`, `alarm_not_found` */
  file(sessionId: string, alarmId: string, now: Instant): TrainingAlarmFileView {
    const sandbox = this.own(sessionId, now);
    return sandbox.file(alarmOf(sandbox, alarmId));
  }

  /** What a seal has said so far. @throws ApiError `training_not_found`, `seal_not_found` */
  track(sessionId: string, sealId: string, now: Instant): { items: FixView[] } {
    const track = this.own(sessionId, now).trackOf(sealId);
    if (track === undefined) throw new ApiError('seal_not_found', `There is no ${sealId} in the story.`);
    const inOrder = track.toSorted((a, b) => a.fix.time - b.fix.time || a.fix.seq - b.fix.seq);
    return { items: inOrder.map((one) => fixView({ ...one, tooOld: false })) };
  }

  /** @throws ApiError `training_not_found`, `unavailable` after very many acts, and as the desk's acts */
  act(sessionId: string, alarmId: string, act: TrainingAct, now: Instant): AlarmView {
    const sandbox = this.own(sessionId, now);
    const { acts, refused } = sandbox.tally;
    if (acts + refused >= MOST_ACTS) throw new ApiError('unavailable', 'A session takes no more acts.');
    const alarm = alarmOf(sandbox, alarmId);
    sandbox.act(alarm, act);
    return alarm.view();
  }

  /** @throws ApiError `training_not_found`, also of one that is another's or does not run */
  private own(sessionId: string, now: Instant): Sandbox {
    const sandbox = this.findOwn(sessionId, now);
    if (sandbox === undefined)
      throw new ApiError('training_not_found', `No session ${sessionId} of yours is running.`);
    return sandbox;
  }

  private findOwn(sessionId: string, now: Instant): Sandbox | undefined {
    const sandbox = this.running.get(sessionId);
    if (sandbox === undefined || sandbox.setting.trainee.id !== whoActs()?.id || sandbox.endsAt <= now)
      return undefined;
    sandbox.advance(now);
    return sandbox;
  }
}

/** A truck's transit as the register would have it. */
function transitOf(
  { transitNumber, routeId, container, sealId, plate, steps, arriveBy }: TrainingTruck,
  { routes }: TrainingRecording,
  begun: Instant,
): TransitView {
  const { from, to } = routes.find(({ id }) => id === routeId)!;
  const [first, depart] = [steps[0], steps.find(({ step }) => step === 'depart')];
  const at = (after: number | undefined) => (after === undefined ? null : formatInstant(begun + after));
  return {
    ...{ id: transitNumber, number: transitNumber, declaration: transitNumber, regime: 'transit', from, to },
    ...{ carrierId: null, vehicle: { plate }, containers: [{ number: container, sealId }], routeId },
    ...{ departBy: null, arriveBy: at(arriveBy), state: 'in_transit', departedAt: at(depart?.after) },
    ...{ arrivedAt: null, createdAt: at(first?.after ?? 0)! },
  };
}

function alarmOf(sandbox: Sandbox, id: string): SandboxAlarm {
  const alarm = sandbox.find(id);
  if (alarm === undefined) throw new ApiError('alarm_not_found', `There is no alarm ${id} in this session.`);
  return alarm;
}
