import { FAULT_TEXTS, type Fault } from './fault.js';
import type { Header, Message } from './interchange.js';

/** What became of one message. */
export interface MessageReport {
  readonly reference: string;
  readonly identifier: readonly string[];
  readonly taken: boolean;
  readonly faults: readonly Fault[];
}

/** What became of an interchange: what an acknowledgement says. */
export interface InterchangeReport {
  readonly sender: readonly string[];
  readonly recipient: readonly string[];
  readonly reference: string;
  readonly isTest: boolean;
  readonly taken: boolean;
  readonly faults: readonly Fault[];
  readonly messages: readonly MessageReport[];
  /** The acknowledgement's own reference, and when it was made: CCYYMMDDHHMM, UTC. */
  readonly ownReference: string;
  readonly madeAt: string;
}

/** Data element 0083: 4, this level and all lower ones are rejected; 7, taken, and the lower ones unless they are rejected. */
const REJECTED = '4';
const TAKEN = '7';
/** The platform's name in interchanges, where it was not called by one. */
const OURS = 'HAIDANG';

export function reportOf(
  header: Header,
  messages: readonly Message[],
  outcome: Pick<InterchangeReport, 'faults' | 'ownReference' | 'madeAt'> & {
    readonly faultsOf: (message: Message) => readonly Fault[];
  },
): InterchangeReport {
  const { faults, faultsOf, ownReference, madeAt } = outcome;
  const taken = faults.length === 0;
  return {
    sender: header.senderParts,
    recipient: header.recipientParts,
    reference: header.reference,
    isTest: header.isTest,
    taken,
    faults,
    messages: messages.map((message) => {
      const own = faultsOf(message);
      return {
        reference: message.reference,
        identifier: message.identifier,
        taken: taken && own.length === 0,
        faults: own,
      };
    }),
    ownReference,
    madeAt,
  };
}

/** Writes an acknowledgement (CONTRL, syntax version 3; UNOC, so that names come back as they came). */
export function writeControl(report: InterchangeReport): string {
  const { sender, recipient, reference, messages, faults, taken, madeAt, ownReference } = report;
  const body = [
    segment('UNH', ['1'], ['CONTRL', 'D', '3', 'UN']),
    segment('UCI', [reference], sender, recipient, [taken ? TAKEN : REJECTED], ...inService(faults[0])),
    ...messages.flatMap(messageSegments),
  ];
  return [
    segment(
      'UNB',
      ['UNOC', '3'],
      recipient.some((part) => part !== '') ? recipient : [OURS],
      sender,
      [madeAt.slice(2, 8), madeAt.slice(8)],
      [ownReference],
      ...(report.isTest ? [[], [], [], [], [], ['1']] : []),
    ),
    ...body,
    segment('UNT', [String(body.length + 1)], ['1']),
    segment('UNZ', ['1'], [ownReference]),
  ].join('');
}

function messageSegments({ reference, identifier, taken, faults }: MessageReport): string[] {
  // of its envelope one error is told in UCM, of its segments each in UCS and UCD
  const ofEnvelope = faults.find(({ position }) => position === undefined);
  const ofSegments = faults.filter(({ position }) => position !== undefined);
  return [
    segment('UCM', [reference], identifier, [taken ? TAKEN : REJECTED], ...inService(ofEnvelope)),
    ...ofSegments.flatMap(({ code, position, element, component }) => {
      const names = segment('UCS', [String(position)], element === undefined ? [code] : []);
      if (element === undefined) return [names];
      const place = [String(element), ...(component === undefined ? [] : [String(component)])];
      return [names, segment('UCD', [code], place)];
    }),
  ];
}

/** 0085, 0135 and S011 of UCI and UCM. */
function inService(fault: Fault | undefined): (readonly string[])[] {
  if (fault === undefined) return [];
  const { code, tag, element, component } = fault;
  // only service segments are named so
  const named = tag !== undefined && /^UN[A-Z]$/.test(tag) ? [[tag]] : [];
  const place =
    element === undefined ? [] : [String(element), component === undefined ? '' : String(component)];
  return [[code], ...named, ...(named.length > 0 && place.length > 0 ? [place] : [])];
}

function segment(tag: string, ...elements: readonly (readonly string[])[]): string {
  const texts = elements.map((parts) => trimEnd(parts.map(escape)).join(':'));
  return `${[tag, ...trimEnd(texts)].join('+')}'`;
}

function trimEnd(texts: readonly string[]): string[] {
  let end = texts.length;
  while (end > 0 && texts[end - 1] === '') end--;
  return texts.slice(0, end);
}

/** What service characters stand in data are released; what the level has not is left out. */
function escape(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, '.').replace(/[?+:']/g, '?$&');
}

/** A fault in words, for people. */
export function faultText({ code, text }: Fault): string {
  return text === undefined ? FAULT_TEXTS[code] : `${FAULT_TEXTS[code]}: ${text}`;
}
