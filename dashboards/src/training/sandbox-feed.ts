import type { AlarmView, Counts, TrainingDeskView, TrainingWorldView } from '@haidang/contract';
import { SECOND, SEVERITIES, type Severity } from '@haidang/domain';
import { ApiError } from '../shared/api/client.js';
import { ServerClock } from '../shared/live/clock.js';
import { LiveStore } from '../shared/live/store.js';
import { Signal } from '../shared/signal.js';
import { readDesk, readWorld } from './api.js';

const ASK_EVERY = SECOND;

/** How a session goes on, as its trainee's page knows it. */
export interface SandboxState {
  /** `over`: it ended, by whomever. `lost`: the platform does not answer; it is asked again. */
  readonly status: 'loading' | 'running' | 'lost' | 'over';
  readonly world: TrainingWorldView | null;
  /** Seconds until it ends by itself. */
  readonly left: number;
  /** The story is told. */
  readonly told: boolean;
}

/**
 * What the live feed is to the desk, of a sandbox: asked once a second for what changed, into a store of its own. Nothing of it meets what the platform's own
 * feed says.
 */
export class SandboxFeed {
  readonly store: LiveStore;
  readonly state = new Signal<SandboxState>({ status: 'loading', world: null, left: 0, told: false });
  #version = 0;
  #stopped: AbortController | undefined;

  /**
   * @param speed of the sandbox's clock
   * @param onChange told of each alarm that changed
   */
  constructor(
    private readonly sessionId: string,
    speed: number,
    private readonly onChange: (alarm: AlarmView) => void,
  ) {
    this.store = new LiveStore(new ServerClock(() => Date.now() * speed));
  }

  open(): void {
    const stopped = new AbortController();
    this.#stopped = stopped;
    void this.#ask(stopped.signal);
  }

  close(): void {
    this.#stopped?.abort();
  }

  async #ask(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#askOnce(signal);
      if (this.state.get().status === 'over') return;
      await new Promise((goOn) => setTimeout(goOn, ASK_EVERY));
    }
  }

  async #askOnce(signal: AbortSignal): Promise<void> {
    try {
      const world = this.state.get().world ?? (await readWorld(this.sessionId));
      const desk = await readDesk(this.sessionId, this.#version, signal);
      if (signal.aborted) return;
      if (desk.state !== 'running') return this.state.set({ ...this.state.get(), status: 'over' });
      this.#take(desk);
      this.state.set({ status: 'running', world, left: desk.left, told: desk.told });
    } catch (error) {
      if (signal.aborted) return;
      const isOver = error instanceof ApiError && error.code === 'training_not_found';
      this.state.set({ ...this.state.get(), status: isOver ? 'over' : 'lost' });
    }
  }

  #take({ now, version, alarms, positions }: TrainingDeskView): void {
    this.#version = version;
    for (const alarm of alarms) {
      this.store.takeAlarm(alarm);
      this.onChange(alarm);
    }
    const counts = countsOf(this.store.alarms.get().values());
    this.store.takePositions({ serverTime: now, positions, gone: [], counts });
  }
}

function countsOf(alarms: Iterable<AlarmView>): Counts {
  const openAlarms = Object.fromEntries(SEVERITIES.map((one) => [one, 0])) as Record<Severity, number>;
  for (const { severity, state } of alarms) if (state !== 'shelved') openAlarms[severity]++;
  return { inTransit: 0, stale: 0, openAlarms };
}
