import type { DecisionView, PassageBody, PassageView } from '@haidang/contract';
import { formatInstant, normaliseContainerNumber, normalisePlate, type Direction } from '@haidang/domain';

/** What the operator typed, and what else is known of the truck: its lane, and of a read that is corrected what stays of it. */
export interface Typed extends Pick<PassageBody, 'lane' | 'sealId' | 'damage' | 'images'> {
  readonly direction: Direction;
  readonly container: string;
  readonly plate: string;
  readonly seal: string;
}

/** Makes passages of what is typed. The same content again is the same passage, by id and time: its answer may have been lost on the way. */
export class PassageMaker {
  #content = '';
  #passage: PassageBody | undefined;

  make(typed: Typed, now: number): PassageBody {
    const content = JSON.stringify(typed);
    if (this.#passage !== undefined && this.#content === content) return this.#passage;
    const { direction, container, seal, plate: typedPlate, ...known } = typed;
    const plate = normalisePlate(typedPlate);
    const carrierSeal = seal.trim();
    this.#content = content;
    this.#passage = {
      id: `gatehouse-${randomId()}`,
      time: formatInstant(now),
      ...known,
      direction,
      container: normaliseContainerNumber(container),
      ...(plate !== '' && { plate }),
      ...(carrierSeal !== '' && { carrierSeal }),
      source: 'gatehouse',
    };
    return this.#passage;
  }

  /** It was decided: the same truck may come again. */
  done(): void {
    this.#passage = undefined;
  }
}

/** As the list will have it. */
export function decided(gateId: string, passage: PassageBody, decision: DecisionView): PassageView {
  const { decidedOffline: _, ...told } = passage;
  return { ...told, gateId, receivedAt: decision.time, decision };
}

/** Not `crypto.randomUUID`, which is missing where the page is served without TLS off localhost. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
