import type { TripPlanner } from '../scenario/planner.js';
import type { Drill, Drills } from '../scenario/schema.js';
import type { Trip } from '../scenario/trip.js';
import type { LiveTruck } from './live-truck.js';
import type { Stage } from './stage.js';

/** A drill under way. */
interface Telling {
  readonly drill: Drill;
  readonly trucks: readonly LiveTruck[];
  readonly ends: number;
}

/** Who makes a drill's trucks drive, and calls them off. */
export interface DrillTraffic {
  begin(trip: Trip): LiveTruck;
  callOff(truck: LiveTruck): Promise<void>;
}

/** Tells a scenario's drills, again and again. */
export class DrillGround {
  readonly #drills: Drills;
  #tellings: Telling[] = [];

  constructor(
    drills: Drills,
    private readonly planner: TripPlanner,
    private readonly traffic: DrillTraffic,
    private readonly stage: Pick<Stage, 'officer' | 'log'>,
  ) {
    this.#drills = drills;
  }

  /** Called once for each second of the story, in order. */
  second(elapsed: number): void {
    for (const { drill, trucks } of this.#tellings.filter(({ ends }) => ends <= elapsed))
      void this.#end(drill, trucks);
    this.#tellings = this.#tellings.filter(({ ends }) => ends > elapsed);
    for (const drill of this.#drills.stories)
      if (begins(drill, this.#drills, elapsed)) this.#tell(drill, elapsed);
  }

  #tell(drill: Drill, elapsed: number): void {
    const trucks = this.planner.drill(drill, elapsed).map((trip) => this.traffic.begin(trip));
    this.stage.log('drill', { kinds: drill.kinds.join(' '), trucks: trucks.length });
    this.#tellings.push({ drill, trucks, ends: elapsed + this.#drills.lasts });
  }

  async #end({ kinds }: Drill, trucks: readonly LiveTruck[]): Promise<void> {
    await Promise.all(trucks.map((truck) => this.traffic.callOff(truck)));
    try {
      if (kinds.includes('feed_lost')) await this.stage.officer?.resolveLosses();
    } catch (error) {
      this.stage.log('alarm not resolved', { error: (error as Error).message });
    }
  }
}

/** Whether a drill begins at a second: in the first round at its own time, in a later one as much later as that takes longer. */
export function begins(
  { at }: Drill,
  { firstRound, laterFrom, laterEvery }: Omit<Drills, 'stories'>,
  elapsed: number,
): boolean {
  if (elapsed < laterFrom) return elapsed === at;
  return (elapsed - laterFrom) % laterEvery === Math.round((at * laterEvery) / firstRound);
}
