import type { Fault } from './fault.js';
import { NotEdifact } from './fault.js';
import { segmentsOf, type Segment } from './segments.js';
import { open } from './service.js';

/** `UNB`: who sends what to whom. */
export interface Header {
  readonly level: string;
  readonly syntaxVersion: string;
  readonly sender: string;
  /** With its qualifier, as the acknowledgement hands it back. */
  readonly senderParts: readonly string[];
  readonly recipientParts: readonly string[];
  /** Interchange control reference (0020). */
  readonly reference: string;
  readonly isTest: boolean;
}

/** `UNH` to `UNT`. */
export interface Message {
  /** Message reference number (0062). */
  readonly reference: string;
  /** `['CODECO', 'D', '95B', 'UN', 'ITG14']` */
  readonly identifier: readonly string[];
  readonly segments: readonly Segment[];
  /** What is wrong with its envelope or its syntax. */
  readonly faults: readonly Fault[];
}

export interface Interchange {
  readonly header: Header;
  readonly messages: readonly Message[];
  /** What is wrong with the whole: nothing of it can be taken. */
  readonly faults: readonly Fault[];
}

const SYNTAX_VERSIONS = ['1', '2', '3', '4'];

/**
 * Reads an interchange: its envelope is checked, the messages' content is not.
 * @throws NotEdifact when it has no header that names its sender and its reference
 */
export function readInterchange(bytes: Uint8Array): Interchange {
  const opened = open(bytes);
  const [first, ...rest] = segmentsOf(opened);
  const header = headerOf(first!);
  const faults: Fault[] = opened.fault === undefined ? [] : [opened.fault];
  if (!SYNTAX_VERSIONS.includes(header.syntaxVersion))
    faults.push({ code: '2', tag: 'UNB', element: 2, component: 2, text: header.syntaxVersion });
  const reader = new EnvelopeReader();
  for (const segment of rest) reader.take(segment);
  reader.end(header.reference);
  return { header, messages: reader.messages, faults: [...faults, ...reader.faults] };
}

function headerOf(segment: Segment): Header {
  const [syntax = [], senderParts = [], recipientParts = [], , reference = []] = segment.elements;
  const header = {
    level: syntax[0] ?? '',
    syntaxVersion: syntax[1] ?? '',
    sender: senderParts[0] ?? '',
    senderParts,
    recipientParts,
    reference: reference[0] ?? '',
    isTest: segment.elements[10]?.[0] === '1',
  };
  if (segment.broken !== undefined) throw new NotEdifact(`UNB: ${segment.broken.text}`);
  if (header.sender === '' || header.sender.length > 35)
    throw new NotEdifact('UNB names no sender (S002) of up to 35 characters');
  if (header.reference === '' || header.reference.length > 14)
    throw new NotEdifact('UNB has no control reference (0020) of up to 14 characters');
  return header;
}

/** Takes the segments after UNB one by one. */
class EnvelopeReader {
  readonly messages: Message[] = [];
  readonly faults: Fault[] = [];
  private current:
    { reference: string; identifier: readonly string[]; segments: Segment[]; faults: Fault[] } | undefined;
  private group: { reference: string; messages: number } | undefined;
  private groups = 0;
  private ended = false;

  take(segment: Segment): void {
    if (this.ended) return this.fail({ code: '33', tag: segment.tag, text: 'something follows UNZ' });
    if (segment.tag === 'UNZ' || segment.tag === 'UNE' || segment.tag === 'UNG' || segment.tag === 'UNH')
      this.closeUnended();
    if (this.current !== undefined) return this.inMessage(segment);
    if (segment.broken !== undefined) return this.fail({ ...segment.broken, tag: segment.tag || undefined });
    switch (segment.tag) {
      case 'UNG':
        return this.beginGroup(segment);
      case 'UNH':
        return this.beginMessage(segment);
      case 'UNE':
        return this.endGroup(segment);
      case 'UNZ':
        return this.endInterchange(segment);
      default:
        return this.fail({ code: '33', tag: segment.tag });
    }
  }

  end(reference: string): void {
    this.closeUnended();
    if (this.group !== undefined) this.fail({ code: '13', tag: 'UNE' });
    if (!this.ended) return this.fail({ code: '13', tag: 'UNZ' });
    if (this.reference !== reference)
      this.fail({ code: '28', tag: 'UNZ', element: 3, text: 'not the reference of UNB' });
    if (this.messages.length === 0) this.fail({ code: '32', text: 'no message' });
  }

  private reference = '';

  private inMessage(segment: Segment): void {
    const { segments, faults } = this.current!;
    segments.push(segment);
    if (segment.broken !== undefined)
      faults.push({ ...segment.broken, tag: segment.tag || undefined, position: segments.length });
    if (segment.tag === 'UNT') this.endMessage(segment);
  }

  private beginMessage(segment: Segment): void {
    const [[reference = ''] = [], identifier = []] = segment.elements;
    const faults: Fault[] = [];
    if (reference === '') faults.push({ code: '13', tag: 'UNH', element: 2 });
    else if (reference.length > 14) faults.push({ code: '39', tag: 'UNH', element: 2 });
    else if (this.messages.some((message) => message.reference === reference))
      faults.push({
        code: '26',
        tag: 'UNH',
        element: 2,
        text: `${reference} stands twice in the interchange`,
      });
    if (this.group !== undefined) this.group.messages++;
    else if (this.groups > 0) this.fail({ code: '30', tag: 'UNH' });
    this.current = { reference, identifier, segments: [segment], faults };
  }

  private endMessage({ elements }: Segment): void {
    const { current } = this;
    if (current === undefined) return;
    const [[count = ''] = [], [reference = ''] = []] = elements;
    if (Number(count) !== current.segments.length || !/^\d+$/.test(count))
      current.faults.push({
        code: '29',
        tag: 'UNT',
        element: 2,
        text: `${current.segments.length} segments came`,
      });
    if (reference !== current.reference) current.faults.push({ code: '28', tag: 'UNT', element: 3 });
    this.messages.push(current);
    this.current = undefined;
  }

  /** A message without its UNT ends where the next thing begins. */
  private closeUnended(): void {
    if (this.current === undefined) return;
    this.current.faults.push({ code: '13', tag: 'UNT' });
    this.messages.push(this.current);
    this.current = undefined;
  }

  private beginGroup({ elements }: Segment): void {
    if (this.group !== undefined) this.fail({ code: '13', tag: 'UNE' });
    if (this.messages.length > 0 && this.groups === 0) this.fail({ code: '30', tag: 'UNG' });
    this.groups++;
    this.group = { reference: elements[4]?.[0] ?? '', messages: 0 };
  }

  private endGroup({ elements }: Segment): void {
    const { group } = this;
    if (group === undefined) return this.fail({ code: '33', tag: 'UNE' });
    if (elements[0]?.[0] !== String(group.messages))
      this.fail({ code: '29', tag: 'UNE', element: 2, text: `${group.messages} messages came` });
    if ((elements[1]?.[0] ?? '') !== group.reference) this.fail({ code: '28', tag: 'UNE', element: 3 });
    this.group = undefined;
  }

  private endInterchange({ elements }: Segment): void {
    this.ended = true;
    this.reference = elements[1]?.[0] ?? '';
    const came = this.groups > 0 ? this.groups : this.messages.length;
    if (Number(elements[0]?.[0] ?? NaN) !== came)
      this.fail({ code: '29', tag: 'UNZ', element: 2, text: `${came} came` });
  }

  private fail(fault: Fault): void {
    // what follows a first break follows from it, mostly
    if (this.faults.length < 10) this.faults.push(fault);
  }
}
