import { formatInstant, type Instant } from '@haidang/domain';
import { topics } from '@haidang/wire';
import type { Random } from '../random.js';
import { DeviceConnection } from './connection.js';
import type { Log } from './log.js';
import type { Tally } from './tally.js';

/** A passage as a camera sends it (the public contract's form). */
export interface PassageMessage {
  readonly id: string;
  readonly time: string;
  readonly direction: 'in' | 'out';
  readonly lane: string;
  readonly container?: string;
  readonly containerConfidence?: number;
  readonly plate?: string;
  readonly plateConfidence?: number;
  readonly sealId?: string;
  readonly source: 'camera';
}

/** What truly passes a gate. */
export interface PassingTruck {
  readonly container: string;
  readonly plate: string;
  readonly sealId: string;
}

/** How often a camera misreads a character of a number, and how often it cannot read it at all. */
const MISREAD = 0.04;
const UNREAD = 0.015;
/** Characters that cameras take for one another. */
const ALIKE: Readonly<Record<string, string>> = {
  '0': '8', '1': '7', '2': '7', '3': '8', '4': '9', '5': '6', '6': '5', '7': '1', '8': '3', '9': '4',
}; // prettier-ignore

/** What a camera makes of a truck: mostly right and sure, sometimes wrong and less sure, rarely nothing. */
export function readPassage(
  truck: PassingTruck,
  gateId: string,
  direction: 'in' | 'out',
  time: Instant,
  random: Random,
): PassageMessage {
  const container = readText(truck.container, random);
  const plate = readText(truck.plate, random);
  return {
    id: `${gateId}-${time}-${random.integer(1000, 9999)}`,
    time: formatInstant(time),
    direction,
    lane: String(random.integer(1, 3)),
    ...(container !== undefined && { container: container.text, containerConfidence: container.confidence }),
    ...(plate !== undefined && { plate: plate.text, plateConfidence: plate.confidence }),
    sealId: truck.sealId,
    source: 'camera',
  };
}

function readText(text: string, random: Random): { text: string; confidence: number } | undefined {
  if (random.chance(UNREAD)) return undefined;
  if (!random.chance(MISREAD)) return { text, confidence: rounded(random.between(0.9, 0.99)) };
  const digits = [...text].flatMap((char, i) => (ALIKE[char] === undefined ? [] : [i]));
  const at = random.pick(digits);
  const wrong = text.slice(0, at) + ALIKE[text[at]!]! + text.slice(at + 1);
  return { text: wrong, confidence: rounded(random.between(0.45, 0.75)) };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A gate's camera on the broker: sends passages, holds them until they are acknowledged, and logs the decisions. */
export class GateCamera {
  readonly #gateId: string;
  readonly #connection: DeviceConnection;
  readonly #tally: Tally;
  readonly #held = new Map<string, string>();

  constructor(gateId: string, broker: string, tally: Tally, log: Log, secret?: string) {
    this.#gateId = gateId;
    this.#tally = tally;
    this.#connection = new DeviceConnection({
      broker,
      clientId: gateId,
      secret,
      listen: [topics.decisions(gateId)],
      keepsSession: true,
      log,
      onUp: () => {
        for (const id of this.#held.keys()) this.#publish(id);
      },
      onMessage: (_topic, payload) => {
        tally.decisions += 1;
        log('decision', { gate: gateId, ...decisionFacts(payload) });
      },
    });
    this.#connection.open();
  }

  /** Passages not acknowledged yet. */
  get held(): number {
    return this.#held.size;
  }

  send(passage: PassageMessage): void {
    this.#held.set(passage.id, JSON.stringify(passage));
    this.#publish(passage.id);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #publish(id: string): void {
    this.#connection.publish(topics.passages(this.#gateId), this.#held.get(id)!, (acknowledged) => {
      if (acknowledged && this.#held.delete(id)) this.#tally.passages += 1;
    });
  }
}

function decisionFacts(payload: Buffer): Record<string, string> {
  try {
    const { verdict, reasons, container } = JSON.parse(payload.toString()) as Record<string, unknown>;
    return { verdict: String(verdict), reasons: String(reasons), container: String(container) };
  } catch {
    return { unreadable: payload.toString() };
  }
}
