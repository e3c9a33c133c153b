import { DAY, type Instant } from '@haidang/domain';
import type { LoadJob } from './job.js';
import { publishLayout, SEAL_DIGITS, writeDigits, type PublishLayout } from './packets.js';
import { Track } from './track.js';

const SEQ_DIGITS = 10;
/** Spreads the seals over their lines. */
const STRIDE = 7919;

/**
 * Writes the next message of a seal over an older one in place. Every fix is new: its running number and its time grow
 * by seal, and its place is the next of the seal's walk.
 */
export class MessageWriter {
  readonly layout: PublishLayout;
  private readonly tracks: readonly Track[];
  private readonly counts: Uint32Array;
  private readonly times: Float64Array;
  private day = -1;

  constructor(private readonly job: LoadJob) {
    this.layout = publishLayout(job.fixesPerMessage, job.clock.kind === 'past');
    this.tracks = job.lines.map((line) => new Track(line, job.metresPerFix));
    this.counts = new Uint32Array(job.seals);
    this.times = new Float64Array(job.seals);
  }

  /**
   * @param seal its number from 0 within the job
   * @param at where the packet starts in `bytes`; a copy of the layout stands there
   * @param now the wall clock
   */
  write(bytes: Buffer, at: number, seal: number, now: Instant): void {
    const { job, layout } = this;
    const n = job.firstSeal + seal;
    const track = this.tracks[n % this.tracks.length]!;
    writeDigits(bytes, at + layout.sealDigits, SEAL_DIGITS, n);
    for (const fix of layout.fixes) {
      const count = this.counts[seal]!++;
      writeDigits(bytes, at + fix.seq, SEQ_DIGITS, job.firstSeq + count);
      this.writeTime(bytes, at + fix.time, this.nextTime(seal, now));
      track.write(bytes, at + fix.lat, at + fix.lon, n * STRIDE + count);
    }
  }

  private nextTime(seal: number, now: Instant): Instant {
    const { clock } = this.job;
    const last = this.times[seal]!;
    const earliest = clock.kind === 'now' ? now : clock.from;
    const step = clock.kind === 'now' ? 1 : clock.step;
    return (this.times[seal] = Math.max(earliest, last + step));
  }

  /** `2026-11-22T08:00:00.000`; the date is made once a day, the rest is arithmetic. */
  private writeTime(bytes: Buffer, at: number, time: Instant): void {
    const day = Math.floor(time / DAY);
    if (day !== this.day) {
      this.day = day;
      this.date = Buffer.from(new Date(time).toISOString().slice(0, 11), 'latin1');
    }
    for (let i = 0; i < 11; i++) bytes[at + i] = this.date[i]!;
    const ms = time - day * DAY;
    writeDigits(bytes, at + 11, 2, Math.floor(ms / 3_600_000));
    writeDigits(bytes, at + 14, 2, Math.floor(ms / 60_000) % 60);
    writeDigits(bytes, at + 17, 2, Math.floor(ms / 1000) % 60);
    writeDigits(bytes, at + 20, 3, ms % 1000);
  }

  private date: Uint8Array = new Uint8Array(11);
}
