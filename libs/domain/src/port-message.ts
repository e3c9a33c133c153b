import { HOUR, MINUTE, type Millis } from './time.js';

/**
 * What a port reports to customs, by the form numbers of Circular 38/2015 as amended by 39/2018, Appendix X. The titles of 25 to 27 were not
 * to be had; what they do here stands in docs/port-messages.md.
 *
 * 14 container landed, 15 bulk landed; 16 landing changed, 17 landing cancelled; 18, 19 discrepancy of a container, of bulk goods; 20 emptied;
 * 21 container out, 22 bulk out; 23 stuffed; 24 seal changed; 25 report on bulk goods changed, 26 report of bulk goods or of an exit cancelled,
 * 27 container number corrected; 32 out of an air warehouse.
 */
export const PORT_FORMS = [
  '14',
  '15',
  '16',
  '17',
  '18',
  '19',
  '20',
  '21',
  '22',
  '23',
  '24',
  '25',
  '26',
  '27',
  '32',
] as const;
export type PortForm = (typeof PORT_FORMS)[number];

/** What takes something back, and which reports each may take back; an officer decides. */
export const CORRECTS = {
  '16': ['14'],
  '17': ['14'],
  '25': ['15', '22'],
  '26': ['15', '21', '22', '32'],
  '27': ['14'],
} as const satisfies Partial<Record<PortForm, readonly PortForm[]>>;
export type CorrectingForm = keyof typeof CORRECTS;

export function isCorrecting(form: PortForm): form is CorrectingForm {
  return form in CORRECTS;
}

/** How soon an exit is to be reported after it happened. */
export const REPORT_WITHIN: Readonly<Partial<Record<PortForm, Millis>>> = {
  '21': 15 * MINUTE,
  '22': 15 * MINUTE,
  '32': HOUR,
};

/** taken: it has its effect; waiting: an officer is to decide; refused: by an officer; withdrawn: taken, and taken back by another since. */
export const PORT_MESSAGE_STATES = ['taken', 'waiting', 'refused', 'withdrawn'] as const;
export type PortMessageState = (typeof PORT_MESSAGE_STATES)[number];

/**
 * What is wrong with a report that is kept all the same, for it happened.
 * - `not_eligible`: it went out without an eligibility that stood, and on no transit that was approved
 * - `stands_elsewhere`: the container stands at another facility, too
 * - `not_standing`: the container did not stand here
 * - `landed_before`: it stood here already, by another report
 * - `reported_late`
 * - `unsigned`, `signature_invalid`: where the organisation's setting is to flag
 */
export const PORT_FLAGS = [
  'not_eligible',
  'stands_elsewhere',
  'not_standing',
  'landed_before',
  'reported_late',
  'unsigned',
  'signature_invalid',
] as const;
export type PortFlag = (typeof PORT_FLAGS)[number];

/** rest: one of the forms as JSON; edi: a CODECO that was uploaded; folder: one that was dropped. */
export const PORT_WAYS = ['rest', 'edi', 'folder'] as const;
export type PortWay = (typeof PORT_WAYS)[number];
