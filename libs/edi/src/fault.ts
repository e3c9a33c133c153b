/**
 * What is wrong, by UN/EDIFACT code list 0085 (syntax error, coded). Only those that are told here.
 */
export const FAULT_TEXTS = {
  '2': 'the syntax version or level is not supported',
  '12': 'the value is invalid',
  '13': 'it is missing',
  '14': 'the value is not supported in this position',
  '15': 'it is not supported in this position',
  '18': 'unspecified error',
  '21': 'an invalid character',
  '22': 'invalid service characters',
  '23': 'the sender is not known',
  '26': 'duplicate',
  '28': 'the references do not match',
  '29': 'the control count does not match the number of instances received',
  '30': 'functional groups and messages are mixed',
  '32': 'the lower level is empty',
  '33': 'it stands outside a message',
  '39': 'the data element is too long',
  '46': 'the character set is not supported',
} as const;
export type FaultCode = keyof typeof FAULT_TEXTS;

/** Something wrong with an interchange, a message or a segment of it. */
export interface Fault {
  readonly code: FaultCode;
  /** What is particular to this occurrence, for a person. */
  readonly text?: string | undefined;
  /** The segment's tag, where there is one. */
  readonly tag?: string | undefined;
  /** Place of the segment in its message, UNH being 1 (data element 0096); of one that is missing, where it was expected. */
  readonly position?: number | undefined;
  /** Place of the data element in the segment, the tag being 1 (0098). */
  readonly element?: number | undefined;
  /** Place in a composite, from 1 (0104). */
  readonly component?: number | undefined;
}

/** What came is no interchange: there is nothing that an acknowledgement could name. */
export class NotEdifact extends Error {
  override readonly name = 'NotEdifact';
}
