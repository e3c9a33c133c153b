import { containerCheckDigit, isContainerNumber } from '@haidang/domain';
import type { Random } from '../random.js';

const OWNERS = ['CSQU', 'TCNU', 'TOLU', 'GYOU', 'TASU', 'BEAU', 'VNLU', 'HDGU', 'MSKU', 'OOLU'] as const;
/** Of the provinces whose trucks come to the port. */
const SERIES = ['15C', '15H', '16H', '29C', '29H', '34C', '89C', '14C', '90C', '99C'] as const;

/** Numbers of one day, no two alike. */
export class Numbers {
  readonly #given = new Set<string>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** With its check digit (ISO 6346). */
  container(): string {
    return this.#other(() => {
      const ten = this.#random.pick(OWNERS) + digits(this.#random, 6);
      return ten + containerCheckDigit(ten);
    });
  }

  /** A truck's, of the newer form: `15C-123.45`. */
  plate(): string {
    return this.#other(() => {
      const number = digits(this.#random, 5);
      return `${this.#random.pick(SERIES)}-${number.slice(0, 3)}.${number.slice(3)}`;
    });
  }

  carrierSeal(): string {
    return this.#other(() => `ML-VN${digits(this.#random, 7)}`);
  }

  isGiven(number: string): boolean {
    return this.#given.has(number);
  }

  #other(draw: () => string): string {
    for (;;) {
      const number = draw();
      if (this.#given.has(number)) continue;
      this.#given.add(number);
      return number;
    }
  }
}

function digits(random: Random, count: number): string {
  return String(random.integer(0, 10 ** count - 1)).padStart(count, '0');
}

/** Digits that cameras take for one another. */
const ALIKE: Readonly<Record<string, string>> = {
  '0': '8', '1': '7', '2': '7', '3': '8', '5': '6', '6': '5', '7': '1', '8': '3', '9': '4', '4': '9',
}; // prettier-ignore

function places(text: string): number[] {
  return [...text].flatMap((char, i) => (ALIKE[char] === undefined ? [] : [i]));
}

function confusedAt(text: string, at: number): string {
  return text.slice(0, at) + ALIKE[text[at]!]! + text.slice(at + 1);
}

/** One digit is read as another of like look; of a container so that its check digit is wrong. */
export function misread(text: string, random: Random): string {
  const wrong = places(text).map((at) => confusedAt(text, at));
  return random.pick(wrong.filter((one) => !isContainerNumber(one)));
}

/** Two digits are read as others so that the check digit is right all the same; undefined where there are no such two. */
export function misreadAsAnother(number: string): string | undefined {
  const at = places(number);
  for (const a of at)
    for (const b of at.filter((other) => other > a)) {
      const wrong = confusedAt(confusedAt(number, a), b);
      if (isContainerNumber(wrong)) return wrong;
    }
  return undefined;
}
