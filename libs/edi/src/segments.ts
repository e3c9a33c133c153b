import { Parser } from 'edifact';
import type { FaultCode } from './fault.js';
import type { Opened, ServiceCharacters } from './service.js';

/** One segment: `EQD+CN+CSQU3054383+22G1:102:5` has the elements `[['CN'], ['CSQU3054383'], ['22G1', '102', '5']]`. */
export interface Segment {
  readonly tag: string;
  readonly elements: readonly (readonly string[])[];
  /** It breaks the syntax: what could be read of it stands in the elements. */
  readonly broken?: { readonly code: FaultCode; readonly text: string };
}

/**
 * The segments in their order. The parser reads one at a time, so that one that breaks the syntax is named, and the next is read all the same.
 */
export function segmentsOf(opened: Opened): Segment[] {
  const translate = translation(opened.service);
  const serving = Object.values(opened.service) as (string | undefined)[];
  const segments: Segment[] = [];
  let reader = new Reader(translate, serving);
  for (const text of pieces(opened)) {
    if (text.trim() === '') continue;
    const segment = reader.read(text, opened.foreign);
    segments.push(segment);
    if (segment.broken !== undefined) reader = new Reader(translate, serving);
  }
  return segments;
}

/** The text cut behind each terminator that is not released. */
function* pieces({ text, service: { terminator, release } }: Opened): Generator<string> {
  let start = 0;
  for (let end = text.indexOf(terminator); end !== -1; end = text.indexOf(terminator, end + 1)) {
    if (release !== undefined && isReleased(text, end, release, start)) continue;
    yield text.slice(start, end + 1);
    start = end + 1;
  }
  yield text.slice(start);
}

function isReleased(text: string, at: number, release: string, start: number): boolean {
  let before = at;
  while (before > start && text[before - 1] === release) before--;
  return (at - before) % 2 === 1;
}

type Translate = (text: string, back?: 'back') => string;

/**
 * The parser builds its patterns of the service characters, and some make patterns that mean something else. So it always reads the usual
 * ones: those of an interchange change places with them before, and in what was read they change back.
 */
function translation({ component, element, release, terminator }: ServiceCharacters): Translate {
  const there = new Map<string, string>();
  const back = new Map<string, string>();
  const own = [component, element, release ?? UNUSED, terminator];
  const usual = [':', '+', '?', "'"];
  const free = usual.filter((character) => !own.includes(character));
  for (const [i, character] of own.entries()) there.set(character, usual[i]!);
  // what served by another's name is data now, under a name that nobody has any more
  for (const [i, character] of own.filter((one) => !usual.includes(one)).entries())
    there.set(free[i]!, character);
  for (const [from, to] of there) back.set(to, from);
  if ([...there].every(([from, to]) => from === to)) return (text) => text;
  return (text, direction) => {
    const map = direction === 'back' ? back : there;
    return [...text].map((character) => map.get(character) ?? character).join('');
  };
}

/** Stands for the release character where none is used; of private use, and in no repertoire here. */
const UNUSED = '\ue000';

class Reader {
  private readonly parser = new Parser();
  private tag = '';
  private elements: string[][] = [];

  /** @param serving the interchange's own service characters */
  constructor(
    private readonly translate: Translate,
    private readonly serving: readonly (string | undefined)[],
  ) {
    this.parser.encoding('UNOY');
    this.parser.on('opensegment', (name) => (this.tag = name));
    this.parser.on('element', () => void this.elements.push([]));
    this.parser.on('component', (text) => void this.elements.at(-1)!.push(this.translate(text, 'back')));
  }

  /** @param foreign what the repertoire has not */
  read(text: string, foreign: RegExp): Segment {
    [this.tag, this.elements] = ['', []];
    const broken = this.brokenBy(text, foreign);
    const { elements } = this;
    const tag = this.tag === '' ? (/^[A-Z]{3}/.exec(text.trimStart())?.[0] ?? '') : this.tag;
    if (broken !== undefined) return { tag, elements, broken };
    if (/^[A-Z]{3}$/.test(tag)) return { tag, elements };
    return { tag, elements, broken: { code: '12', text: 'a tag of three letters is wanted' } };
  }

  private brokenBy(text: string, foreign: RegExp): Segment['broken'] {
    const character = text.match(foreign)?.find((one) => !this.serving.includes(one));
    try {
      this.parser.write(this.translate(text));
      this.parser.end();
    } catch (error) {
      const { message } = error as Error;
      if (message.startsWith('Cannot close')) return { code: '13', text: 'the segment does not end' };
      if (character === undefined) return { code: '21', text: message };
    }
    if (character === undefined) return undefined;
    return { code: '21', text: `the level has no ${JSON.stringify(character)}` };
  }
}
