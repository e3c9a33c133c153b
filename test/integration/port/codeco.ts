import { randomUUID } from 'node:crypto';
import { HOUR, MINUTE } from '@haidang/domain';

/** How a terminal writes a time: CCYYMMDDHHMM in Vietnam's own. */
export function local(minutesAgo: number): string {
  const shifted = Date.now() - minutesAgo * MINUTE + 7 * HOUR;
  return new Date(shifted).toISOString().replace(/\D/g, '').slice(0, 12);
}

export interface Move {
  readonly container: string;
  readonly minutesAgo?: number;
  readonly terminal?: string;
  readonly seal?: string;
}

/** `UNH` to `UNT` of a gate-in (34) or gate-out (36). */
export function message(reference: string, kind: 34 | 36, moves: readonly Move[]): string {
  const segments = [
    `UNH+${reference}+CODECO:D:95B:UN:ITG14`,
    `BGM+${kind}+DOC-${reference}+9`,
    'NAD+CF+OOLU:160:166',
    ...moves.flatMap(({ container, minutesAgo = 5, terminal = 'LACHHUYEN', seal = 'ML-1' }) => [
      `EQD+CN+${container}+22G1:102:5++3+5`,
      `DTM+7:${local(minutesAgo)}:203`,
      `LOC+165+VNHPH:139:6+${terminal}:TER:ZZZ`,
      `SEL+${seal}+CA`,
      'TDT+1++3+31++++15C-12345:146',
    ]),
    `CNT+16:${moves.length}`,
  ];
  return `${[...segments, `UNT+${segments.length + 1}+${reference}`].join("'\r\n")}'\r\n`;
}

export function interchange(messages: readonly string[], reference = newReference(), more = ''): string {
  return `UNA:+.? '\r\nUNB+UNOA:2+ICTLH:ZZZ+VNCUSTOMS:ZZZ+261126:0810+${reference}${more}'\r\n${messages.join('')}UNZ+${messages.length}+${reference}'\r\n`;
}

export function newReference(): string {
  return randomUUID().replaceAll('-', '').slice(0, 14).toUpperCase();
}
