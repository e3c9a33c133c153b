import { formatInstant, HOUR, type Instant, type LockState, type SealEvent } from '@haidang/domain';
import { moved } from '../motion/geometry.js';
import type { Random } from '../random.js';
import type { FaultPlan } from '../scenario/faults.js';
import type { DeviceFix } from './device-fix.js';
import { GnssReceiver, type Reading, type Truth } from './gnss.js';

/** Percent of battery a seal uses in an hour. */
const DRAIN = 0.4;
/** Percent under which it reports `low_battery` with every fix. */
const LOW = 20;

export interface SealOptions {
  readonly faults: FaultPlan;
  readonly random: Random;
  /** Seconds between two fixes. */
  readonly interval: number;
  /** Seconds by which the second fix comes sooner, so that not all seals of a scenario send in the same second. */
  readonly phase?: number;
  /** At the beginning; a lock that is not locked does not report that it was locked. */
  readonly lock?: LockState;
}

/** The electronics of an e-seal: clock, receiver, battery, lock and the running number of its fixes. */
export class SealDevice {
  readonly #faults: FaultPlan;
  readonly #random: Random;
  readonly #receiver: GnssReceiver;
  interval: number;
  lock: LockState;
  #battery: number;
  #seq = 0;
  /** Seconds since the scenario's start at the fix before. */
  #before: number | undefined;
  #events: SealEvent[];
  #card: string | undefined;
  #asked = false;
  /** Seconds by which the next fix comes sooner than its interval. */
  #head: number;
  /** Up to when the faults that begin at a moment have been applied. */
  #checked = -1;

  constructor({ faults, random, interval, phase = 0, lock = 'locked' }: SealOptions) {
    this.#faults = faults;
    this.#random = random;
    this.#receiver = new GnssReceiver(random);
    this.interval = interval;
    this.lock = lock;
    this.#events = lock === 'locked' ? ['restart', 'locked'] : ['restart'];
    this.#head = phase % interval;
    this.#battery = random.between(72, 100);
  }

  /** The next second records a fix, due or not. */
  locate(): void {
    this.#asked = true;
  }

  /** Something happens to the seal; the next fix reports it. */
  notice(...events: readonly SealEvent[]): void {
    this.#events.push(...events);
  }

  /**
   * Whether a fix is to be recorded now, because it is time or because something happened.
   * @param elapsed seconds since the scenario's start
   */
  isDue(elapsed: number): boolean {
    this.#applyFaults(elapsed);
    if (this.#faults.active('silent', elapsed) !== undefined) return false;
    if (this.#asked || this.#before === undefined || this.#events.length > 0) return true;
    return elapsed - this.#before >= this.interval - this.#head;
  }

  /**
   * Records a fix.
   * @param trueTime what a right clock shows
   * @param online whether the seal could send it at once
   */
  record(elapsed: number, trueTime: Instant, truth: Truth, online: boolean): DeviceFix {
    const since = elapsed - (this.#before ?? elapsed);
    if (this.#before !== undefined) this.#head = 0;
    this.#before = elapsed;
    this.#asked = false;
    const charger = this.#faults.active('charging', elapsed);
    const gain = ((charger?.perHour ?? -DRAIN) * since) / 3600;
    this.#battery = Math.min(100, Math.max(0, this.#battery + gain));
    if (this.#battery < LOW) this.#events.push('low_battery');
    const status = this.#faults.active('status', elapsed);
    const events = [...new Set([...this.#events, ...(status?.events ?? [])])];
    const card = this.#card;
    this.#events = [];
    this.#card = undefined;
    return {
      seq: ++this.#seq,
      time: formatInstant(Math.round(this.#clock(elapsed, trueTime))),
      ...this.#position(elapsed, truth, since),
      battery: Math.round(this.#battery),
      ...(charger !== undefined && { charging: true }),
      lock: this.lock,
      ...(events.length > 0 && { events }),
      ...(card !== undefined && { card }),
      ...(!online && { buffered: true }),
    };
  }

  #applyFaults(elapsed: number): void {
    const before = this.#checked;
    this.#checked = elapsed;
    for (const tamper of this.#faults.beginning('tamper', before, elapsed)) {
      this.notice(...tamper.events);
      this.lock = tamper.lock ?? this.lock;
      this.#card = tamper.card ?? this.#card;
    }
    for (const { level } of this.#faults.beginning('low_battery', before, elapsed)) this.#battery = level;
  }

  #clock(elapsed: number, trueTime: Instant): Instant {
    const drift = this.#faults.active('clock_drift', elapsed);
    if (drift === undefined) return trueTime;
    return trueTime + drift.seconds * 1_000 + drift.perHour * 1_000 * (((elapsed - drift.at) * 1_000) / HOUR);
  }

  #position(elapsed: number, truth: Truth, since: number): Partial<DeviceFix> {
    const jitter = this.#faults.active('jitter', elapsed);
    const reading = this.#receiver.read(truth, since, jitter?.metres);
    if (this.#faults.active('no_gnss', elapsed) !== undefined) return { satellites: 0 };
    return written(this.#jumped(reading, elapsed), jitter?.claimed);
  }

  #jumped(reading: Reading, elapsed: number): Reading {
    const jump = this.#faults.active('jump', elapsed);
    if (jump === undefined) return reading;
    const chance = this.#random.between(0, 2 * Math.PI);
    const direction = jump.towards === undefined ? chance : (jump.towards * Math.PI) / 180;
    const place = moved(reading, jump.metres * Math.sin(direction), jump.metres * Math.cos(direction));
    return { ...reading, ...place };
  }
}

/** A reading with the digits a seal sends: a millionth of a degree is 0.1 m. */
function written(reading: Reading, claimed: number | undefined): Partial<DeviceFix> {
  return {
    lat: rounded(reading.lat, 6),
    lon: rounded(reading.lon, 6),
    accuracy: rounded(claimed ?? reading.accuracy, 1),
    speed: rounded(reading.speed, 1),
    heading: Math.round(reading.heading) % 360,
    satellites: reading.satellites,
  };
}

function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
