import { SECOND, type Instant, type Millis, type Passage } from '@haidang/domain';

/** One number at one lane so soon again is the same vehicle: cameras take a burst of pictures, each an event of its own. */
export const BURST: Millis = 10 * SECOND;
/** Passages of one camera that are remembered. */
const MOST = 500;

interface Known {
  readonly passage: Passage;
  isCommitted: boolean;
  /** When the same number was last said. */
  at: Instant;
}

/**
 * What a camera said of the vehicles of late. It says one several times: anew while it is tracked, in a burst, again when an answer was lost.
 * What is said again is the first passage of it, word for word, and so changes nothing.
 */
export class CarMemory {
  private readonly byId = new Map<string, Known>();
  private readonly byNumber = new Map<string, Known>();

  /** The passage that this one says again. */
  find(passage: Passage): Passage | undefined {
    const known = this.byId.get(passage.id) ?? this.ofBurst(passage);
    if (known === undefined) return undefined;
    known.at = Math.max(known.at, passage.time);
    // what is said under this name later is of the same vehicle, whatever is read then
    keep(this.byId, passage.id, known);
    return known.passage;
  }

  remember(passage: Passage): void {
    const known: Known = { passage, isCommitted: false, at: passage.time };
    keep(this.byId, passage.id, known);
    const number = numberOf(passage);
    if (number !== null) keep(this.byNumber, number, known);
  }

  /** It is in the database, or another word of the same vehicle is: what says it again adds nothing. */
  committed({ id }: Passage): void {
    const known = this.byId.get(id);
    if (known !== undefined) known.isCommitted = true;
  }

  isCommitted({ id }: Passage): boolean {
    return this.byId.get(id)?.isCommitted === true;
  }

  private ofBurst(passage: Passage): Known | undefined {
    const number = numberOf(passage);
    const known = number === null ? undefined : this.byNumber.get(number);
    return known !== undefined && Math.abs(passage.time - known.at) <= BURST ? known : undefined;
  }
}

function numberOf({ plate, container, lane, direction }: Passage): string | null {
  if (plate === null && container === null) return null;
  return [plate, container, lane, direction].join(' ');
}

function keep(map: Map<string, Known>, key: string, known: Known): void {
  map.delete(key);
  map.set(key, known);
  if (map.size > MOST) map.delete(map.keys().next().value!);
}
