import {
  LATE_AFTER,
  sealEventNames,
  SealNotes,
  type Instant,
  type Metres,
  type Millis,
} from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import type { JudgedFix } from '../seals/believed.js';
import { isJoined } from '../seals/track-gap.js';
import type { SealSaid } from './facts.js';

export interface TrackFigures {
  readonly fixes: number;
  readonly late: number;
  readonly doubted: number;
  readonly unplaced: number;
  /** Between believed positions that follow on each other. */
  readonly driven: Metres;
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** The longest time between two believed positions. */
  readonly gap: Millis;
}

export type Line = (readonly [lon: number, lat: number])[];

/** A seal's track as it is drawn: lines of what was told as it happened, and of what was told late, and positions that are doubted. */
export interface DrawnTrack {
  readonly told: readonly Line[];
  readonly late: readonly Line[];
  readonly doubted: Line;
}

/** Positions nearer than this to the one drawn before are not told apart on paper. */
const FINE: Metres = 100;
/** Doubted ones beyond this are not drawn, nor are notes beyond theirs: nobody counts them on paper. */
const MOST_DOUBTED = 500;
const MOST_SAID = 2_000;

/** Takes in a transit's fixes one by one, seal by seal, and keeps what a dossier needs of them, however many they are. */
export class TrackFold {
  private readonly count = { fixes: 0, late: 0, doubted: 0, unplaced: 0 };
  private driven = 0;
  private from: Instant | null = null;
  private to: Instant | null = null;
  private gap = 0;
  readonly drawn: DrawnTrack[] = [];
  readonly said: SealSaid[] = [];

  get figures(): TrackFigures {
    return { ...this.count, driven: this.driven, from: this.from, to: this.to, gap: this.gap };
  }

  async take(sealId: string, fixes: AsyncIterable<JudgedFix>): Promise<void> {
    const notes = new SealNotes();
    const pen = new Pen();
    let before: { time: Instant; lat: number; lon: number } | undefined;
    for await (const { fix, receivedAt, doubted } of fixes) {
      const { time, lat, lon } = fix;
      const late = receivedAt - time > LATE_AFTER;
      this.count.fixes++;
      if (late) this.count.late++;
      for (const note of notes.of(sealEventNames(fix.events), fix.lock ?? undefined))
        if (this.said.length < MOST_SAID) this.said.push({ sealId, note, time, receivedAt });
      if (lat === null || lon === null) {
        this.count.unplaced++;
        continue;
      }
      if (doubted) {
        this.count.doubted++;
        pen.doubt(lon, lat);
        continue;
      }
      this.from = Math.min(this.from ?? time, time);
      this.to = Math.max(this.to ?? time, time);
      const joined = isJoined(before?.time, time);
      if (before !== undefined) this.gap = Math.max(this.gap, time - before.time);
      if (before !== undefined && joined) this.driven += distanceBetween(before.lat, before.lon, lat, lon);
      pen.move(lon, lat, late, joined);
      before = { time, lat, lon };
    }
    this.drawn.push(pen.drawn());
  }
}

/** Draws lines of one kind each, joined where they meet. */
class Pen {
  private readonly told: Line[] = [];
  private readonly late: Line[] = [];
  private readonly doubted: Line = [];
  private line: Line | undefined;
  private isLate = false;
  private last: readonly [number, number] | undefined;

  move(lon: number, lat: number, late: boolean, joined: boolean): void {
    const place = [lon, lat] as const;
    if (joined && this.line !== undefined && this.isLate === late) {
      const [x, y] = this.line.at(-1)!;
      if (distanceBetween(y, x, lat, lon) >= FINE) this.line.push(place);
    } else {
      this.line = joined && this.last !== undefined ? [this.last, place] : [place];
      (late ? this.late : this.told).push(this.line);
    }
    this.isLate = late;
    this.last = place;
  }

  doubt(lon: number, lat: number): void {
    if (this.doubted.length < MOST_DOUBTED) this.doubted.push([lon, lat]);
  }

  drawn(): DrawnTrack {
    const { told, late, doubted } = this;
    return { told, late, doubted };
  }
}
