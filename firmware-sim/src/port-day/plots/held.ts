import { MINUTE, SECOND } from '@haidang/domain';
import type { Box } from '../box.js';
import { misread } from '../numbers.js';
import { importBox, type Plot } from './plot.js';

/**
 * Why an ordinary truck is held on an ordinary day: nobody means harm, and none of it raises an alarm. Most are put right a little later and the truck
 * leaves; some turn round.
 */
export const HELD: Readonly<Record<string, Plot>> = {
  'no papers yet': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: false });
    box.passes(exit, 'out', { held: ['not_eligible'] });
    leavesAfter(box, box.eligible(exit + 6 * MINUTE) + 3 * MINUTE);
  },
  /** The camera took one digit of the plate for another, and was not sure; the gatehouse keys it in. */
  'plate misread': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', {
      plate: misread(box.plate, box.random),
      confidence: 0.66,
      held: ['plate_mismatch'],
    });
    leavesByHand(box, exit + 4 * MINUTE);
  },
  'suspended, and resumed': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.change(exit - 2 * MINUTE, 'suspend');
    box.passes(exit, 'out', { held: ['eligibility_suspended'] });
    box.change(exit + 12 * MINUTE, 'resume');
    leavesAfter(box, exit + 15 * MINUTE);
  },
  'number unread': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { container: null, held: ['container_unread'] });
    leavesByHand(box, exit + 3 * MINUTE);
  },
  "another carrier's seal": (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { carrierSeal: day.numbers.carrierSeal(), held: ['carrier_seal_mismatch'] });
  },
  'number misread': (day, name) => {
    const { box, exit } = importBox(day, name);
    const container = misread(box.number, box.random);
    const read = { container, confidence: 0.58, suggested: box.number };
    box.passes(exit, 'out', { ...read, held: ['container_invalid'] });
    leavesByHand(box, exit + 3 * MINUTE);
  },
  'not scanned': (day, name) => {
    const { box, exit } = importBox(day, name, { scan: true });
    box.passes(exit, 'out', { held: ['scan_outstanding'] });
    box.do(exit + 10 * MINUTE, { do: 'scan', container: box.number });
    leavesAfter(box, exit + 14 * MINUTE);
  },
  'not confirmed': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: { officerConfirmed: false } });
    box.passes(exit, 'out', { held: ['not_confirmed'] });
  },
};

function leavesAfter(box: Box, at: number): void {
  box.passes(at, 'out');
  box.reportsOut(at, at + 4 * MINUTE);
}

function leavesByHand(box: Box, at: number): void {
  box.passes(at, 'out', { byHand: true });
  box.reportsOut(at, at + 90 * SECOND);
}
