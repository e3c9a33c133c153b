import { HOUR, SECOND, type Instant } from '@haidang/domain';
import { routeRoad } from '../scenario/planner.js';
import type { Act } from '../scenario/papers.js';
import type { Trip } from '../scenario/trip.js';
import type { Stage } from './stage.js';

/** The way takes so much longer than a steady drive, at most: traffic, a rest, a queue. */
const SLACK = 1.4;

/**
 * What people do about a trip: its carrier registers the transit, officers take the steps that its papers name, at their times, and one
 * who waits at the destination receives it. Without an API nobody does. Seconds are those of the story.
 */
export class Paperwork {
  readonly #trip: Trip;
  readonly #stage: Stage;
  #acts: readonly Act[];
  /** Each act waits for the one before. */
  #last: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(trip: Trip, stage: Stage) {
    this.#trip = trip;
    this.#stage = stage;
    this.#acts = trip.papers.acts;
  }

  /** Registers the transit, unless the seal is a spare one, and does what is due by then. @throws ApiRefusal, or the last network error */
  async open(elapsed: number): Promise<void> {
    const { officer } = this.#stage;
    if (officer === undefined || this.#isSpare) return;
    await officer.register(this.#trip, { ...this.#deadlines(elapsed), rules: this.#trip.papers.rules });
    for (const act of this.#due(elapsed)) await this.#do(act, elapsed);
  }

  /** Does what falls due; a step that is refused is logged. */
  second(elapsed: number): void {
    for (const act of this.#due(elapsed)) void this.#then(() => this.#do(act, elapsed), 'not done');
  }

  /** A gate saw it go out: the port reports that. */
  leave(elapsed: number): Promise<void> {
    const { officer } = this.#stage;
    return this.#then(async () => officer?.reportExit(this.#trip, this.#time(elapsed)), 'exit not reported');
  }

  /** The truck stands at its destination: the officer there confirms it, before anybody opens the seal. */
  arrive(elapsed: number): Promise<void> {
    return this.#then(() => this.#step('arrive', this.#time(elapsed)), 'not received');
  }

  close(elapsed: number): Promise<void> {
    this.#isOver = true;
    return this.#then(() => this.#step('close', this.#time(elapsed)), 'not closed');
  }

  /** The drill is over: calls off what is still under way, and resolves what nobody has taken on. */
  callOff(): Promise<void> {
    const { officer } = this.#stage;
    this.#acts = [];
    return this.#then(async () => {
      if (!this.#isOver && !this.#isSpare) await officer?.callOff(this.#trip, 'Kết thúc diễn tập');
      await officer?.resolveUntouched(this.#trip);
    }, 'not called off');
  }

  get #isSpare(): boolean {
    return this.#trip.papers.spareOf !== undefined;
  }

  #due(elapsed: number): Act[] {
    const isDue = ({ at }: Act) => this.#trip.begins + at <= elapsed;
    const due = this.#acts.filter(isDue);
    if (due.length > 0) this.#acts = this.#acts.filter((act) => !isDue(act));
    return due;
  }

  async #do(act: Act, elapsed: number): Promise<void> {
    if ('resolve' in act) return this.#stage.officer?.resolveUntouched(this.#trip);
    if (!('step' in act))
      return this.#stage.officer?.except(this.#trip, act, this.#time(this.#trip.begins + act.since));
    // as it happens, a step is taken when it is taken; in a story of the past it lies there
    await this.#step(act.step, this.#stage.clock.isLive ? undefined : this.#time(elapsed));
  }

  async #step(step: Extract<Act, { step: unknown }>['step'], at?: Instant): Promise<void> {
    if (!this.#isSpare) await this.#stage.officer?.step(this.#trip, step, at);
  }

  #then(act: () => Promise<void>, failure: string): Promise<void> {
    const { log } = this.#stage;
    const { sealId: seal, routeId: route } = this.#trip;
    this.#last = this.#last
      .then(act)
      .catch((error: Error) => log(`transit ${failure}`, { seal, route, error: error.message }));
    return this.#last;
  }

  #deadlines(elapsed: number): { departBy: Instant; arriveBy: Instant } {
    const { begins, papers, routeId, startAt, speed } = this.#trip;
    const by = (seconds: number | undefined) => seconds && this.#time(begins + seconds);
    const way = routeRoad(this.#stage.country, routeId).length - startAt;
    const drive = Math.round((way / speed) * 3.6 * SLACK * SECOND);
    return {
      departBy: by(papers.departBy) ?? Date.now() + HOUR,
      arriveBy: by(papers.arriveBy) ?? this.#time(Math.max(elapsed, begins)) + drive + HOUR,
    };
  }

  #time(elapsed: number): Instant {
    return this.#stage.clock.start + elapsed * SECOND;
  }
}
