import { Inject, Injectable } from '@nestjs/common';
import type { Instant } from '@haidang/domain';
import { SOURCE, type MessageSource } from '../ingest/source.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { Hearing } from './hearing.js';

const ROUND_MS = 1_000;
/** A round that comes so late: the process itself stood still, and heard nothing. A commit that takes so long: the same. */
const STOOD_STILL_MS = 10_000;

/** Tells {@link Hearing} every second that time has passed, and whether the platform received meanwhile. */
@Injectable()
export class ReceptionClock {
  private timer: NodeJS.Timeout | undefined;
  private last: Instant | undefined;

  constructor(
    @Inject(SOURCE) private readonly source: Pick<MessageSource, 'fault'>,
    @Inject(Pipeline) private readonly pipeline: Pick<Pipeline, 'state'>,
    @Inject(Hearing) private readonly hearing: Hearing,
  ) {}

  start(): void {
    this.round(Date.now());
    this.timer = setInterval(() => this.round(Date.now()), ROUND_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  round(now: Instant): void {
    if (this.last !== undefined && now - this.last > STOOD_STILL_MS) this.hearing.tick(this.last, false);
    this.last = now;
    this.hearing.tick(now, this.receives());
  }

  /** What cannot be committed is not heard either: devices wait for their acknowledgement. */
  private receives(): boolean {
    const { failingForMs, oldestMs } = this.pipeline.state();
    return this.source.fault() === undefined && failingForMs === 0 && oldestMs < STOOD_STILL_MS;
  }
}
