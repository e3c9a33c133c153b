import { formatInstant, type Instant, type Passage } from '@haidang/domain';
import type { CameraRecord } from '@haidang/store';
import { readCamera, Rejection, type CameraPicture, type EventPart } from '@haidang/wire';
import { CarMemory } from './car-memory.js';
import { glanceAt, JUDGED, type Glance } from './health.js';

/** A vehicle that a camera saw, as a passage of its gate, and the pictures of it. */
export interface Seen<P> {
  readonly passage: Passage;
  readonly pictures: readonly P[];
}

/** Makes of a picture what can be stored, and tells its address; `undefined`: it is none that is stored. */
export type Keep<P> = (
  picture: CameraPicture,
  passage: Passage,
) => { readonly picture: P; readonly address: string } | undefined;

/** Pictures are stored where they come by HTTP; a message by MQTT has no room for any. */
const KEEP_NONE: Keep<never> = () => undefined;

/** A camera of the register with what is remembered of it: what it said of late, and how well. */
export class CameraEntry {
  private readonly cars = new CarMemory();
  /** The oldest first. */
  readonly glances: Glance[] = [];

  constructor(
    public record: CameraRecord,
    /** Since when anything is remembered. */
    readonly since: Instant = Date.now(),
  ) {}

  /**
   * What it sent, as passages. What it says again of a vehicle is the first passage of it.
   * @param droppedBefore what is older has no place in the store any more
   */
  understand<P = never>(
    parts: readonly EventPart[],
    now: Instant,
    droppedBefore: Instant,
    keep: Keep<P> = KEEP_NONE,
  ): readonly Seen<P>[] | Rejection {
    const readings = readCamera(parts, this.record, now);
    if (readings instanceof Rejection) {
      if (readings.off !== undefined)
        this.glance({ at: now, behind: readings.off, read: true, doubtful: false });
      return readings;
    }
    const old = readings.find(({ passage }) => passage.time < droppedBefore);
    if (old !== undefined)
      return new Rejection(
        'time_dropped',
        `${formatInstant(old.passage.time)} is older than anything the store keeps`,
      );
    return readings.map(({ passage, pictures }): Seen<P> => {
      const known = this.cars.find(passage);
      const kept = pictures.flatMap((picture) => keep(picture, known ?? passage) ?? []);
      const first = known ?? {
        ...passage,
        images: [...passage.images, ...kept.map(({ address }) => address)],
      };
      if (known === undefined) {
        this.cars.remember(first);
        this.glance(glanceAt(first, now));
      }
      return { passage: first, pictures: kept.map(({ picture }) => picture) };
    });
  }

  /** A passage of it was committed. */
  committed(passage: Passage): void {
    this.cars.committed(passage);
  }

  /** A passage that need not be committed again: a tracked vehicle is said several times a second. */
  isCommitted(passage: Passage): boolean {
    return this.cars.isCommitted(passage);
  }

  private glance(glance: Glance): void {
    this.glances.push(glance);
    if (this.glances.length > JUDGED) this.glances.shift();
  }
}
