import { HOUR, type Instant } from '@haidang/domain';
import type { Move } from './happening.js';
import { PORT } from './place.js';

/** A terminal's own clock, to the minute: CCYYMMDDHHMM of Vietnam's time. */
function local(at: Instant): string {
  return new Date(at + 7 * HOUR).toISOString().replace(/\D/g, '').slice(0, 12);
}

/** An interchange of one CODECO (UN/EDIFACT D.95B), gate-in (34) or gate-out (36), as the terminal's system sends it. */
export function codeco(kind: 34 | 36, reference: string, moves: readonly Move[]): string {
  const message = [
    'UNH+1+CODECO:D:95B:UN:ITG14',
    `BGM+${kind}+${reference}+9`,
    'NAD+CF+HDLINE:160:166',
    ...moves.flatMap((move) => segmentsOf(move)),
    `CNT+16:${moves.length}`,
  ];
  return [
    `UNB+UNOA:2+LACHHUYEN:ZZZ+VNCUSTOMS:ZZZ+${local(moves[0]!.at).slice(2, 8)}:${local(moves[0]!.at).slice(8)}+${reference}`,
    ...message,
    `UNT+${message.length + 1}+1`,
    `UNZ+1+${reference}`,
    '',
  ].join("'\r\n");
}

function segmentsOf({ container, at, carrierSeal, plate, purpose }: Move): string[] {
  const way = purpose === undefined ? '' : purpose === 'export' ? '2' : '3';
  return [
    `EQD+CN+${container}+22G1:102:5++${way}+5`,
    `DTM+7:${local(at)}:203`,
    `LOC+165+VNHPH:139:6+${PORT}:TER:ZZZ`,
    ...(carrierSeal === undefined ? [] : [`SEL+${carrierSeal}+CA`]),
    ...(plate === undefined ? [] : [`TDT+1++3+31++++${plate}:146`]),
  ];
}
