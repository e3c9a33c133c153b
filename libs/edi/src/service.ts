import type { Fault } from './fault.js';
import { NotEdifact } from './fault.js';

/** The characters that have a meaning of their own (UNA; ISO 9735, clause 6). */
export interface ServiceCharacters {
  readonly component: string;
  readonly element: string;
  readonly decimal: string;
  /** Undefined: none is used. */
  readonly release: string | undefined;
  readonly terminator: string;
}

const USUAL: ServiceCharacters = {
  component: ':',
  element: '+',
  decimal: '.',
  release: '?',
  terminator: "'",
};

/** Control characters but line ends, and what stands for a release character that is not there. */
const NEVER = String.raw`\x00-\x09\x0b\x0c\x0e-\x1f\x7f\ue000`;

/** How the levels are written, and what they have not (ISO 9735, annex A; line ends between segments are suffered). */
const LEVELS = {
  UNOA: { encoding: 'latin1', foreign: new RegExp(String.raw`[^\r\nA-Z0-9 .,\-()/='+:?!"%&*;<>@#]`, 'g') },
  UNOB: { encoding: 'latin1', foreign: /[^\r\n\x20-\x7e]/g },
  UNOC: { encoding: 'latin1', foreign: new RegExp(`[${NEVER}\\x80-\\x9f]`, 'g') },
  // UTF-8 (ISO 10646-1): UNOW by its name, UNOY as it is used
  UNOW: { encoding: 'utf8', foreign: new RegExp(`[${NEVER}\\x80-\\x9f]`, 'g') },
  UNOY: { encoding: 'utf8', foreign: new RegExp(`[${NEVER}\\x80-\\x9f]`, 'g') },
} as const;
export type Level = keyof typeof LEVELS;

/** An interchange as text, and how it is to be read. */
export interface Opened {
  readonly text: string;
  readonly service: ServiceCharacters;
  /** A character that the level has not, the interchange's own service characters apart. */
  readonly foreign: RegExp;
  /** The interchange cannot be read as it says; what text there is names its sender. */
  readonly fault?: Fault;
}

/**
 * Reads the service string advice and the level, which say how all the rest is to be read.
 * @throws NotEdifact when it does not begin as an interchange does
 */
export function open(bytes: Uint8Array): Opened {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // a mark that some programs put before UTF-8
  const start = buffer.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  const latin = buffer.toString('latin1', start, start + 96);
  const hasAdvice = latin.startsWith('UNA');
  const service = hasAdvice ? adviceOf(latin.slice(3, 9)) : USUAL;
  const rest = start + (hasAdvice ? 9 : 0);
  const head = latin.slice(rest - start, rest - start + 64).trimStart();
  if (!head.startsWith(`UNB${service.element}`))
    throw new NotEdifact('an interchange begins with UNA or UNB');
  const name = head.slice(4, 8);
  if (!isLevel(name)) {
    const fault: Fault = {
      ...{ code: '46', tag: 'UNB', element: 2, component: 1 },
      text: `${printable(name)}: UNOA, UNOB, UNOC, UNOW and UNOY are read`,
    };
    return { text: buffer.toString('latin1', rest), service, foreign: LEVELS.UNOC.foreign, fault };
  }
  const { encoding, foreign } = LEVELS[name];
  const body = buffer.subarray(rest);
  if (encoding !== 'utf8') return { text: body.toString('latin1'), service, foreign };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(body), service, foreign };
  } catch {
    const fault: Fault = { code: '21', tag: 'UNB', text: 'the bytes are not UTF-8' };
    return { text: body.toString('latin1'), service, foreign, fault };
  }
}

function isLevel(name: string): name is Level {
  return Object.hasOwn(LEVELS, name);
}

/** Letters and digits are data. */
const CANNOT_SERVE = /[^\x20-\x7e]|[A-Za-z0-9]/;

function adviceOf(text: string): ServiceCharacters {
  const [component, element, decimal, release, reserved, terminator] = [...text] as (string | undefined)[];
  const used = [component, element, terminator, release === ' ' ? undefined : release];
  const given = used.filter((one) => one !== undefined);
  if (
    text.length < 6 ||
    CANNOT_SERVE.test(given.join('')) ||
    [component, element, terminator].includes(' ') ||
    new Set(given).size < given.length ||
    (decimal !== '.' && decimal !== ',') ||
    given.includes(decimal) ||
    !/[ *]/.test(reserved ?? '')
  )
    throw new NotEdifact('the service string advice (UNA) names characters that cannot serve');
  return {
    component: component!,
    element: element!,
    decimal,
    release: release === ' ' ? undefined : release,
    terminator: terminator!,
  };
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
