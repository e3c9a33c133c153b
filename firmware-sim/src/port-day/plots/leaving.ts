import { formatInstant, HOUR, MINUTE } from '@haidang/domain';
import { Box } from '../box.js';
import { misread, misreadAsAnother } from '../numbers.js';
import { NEIGHBOUR, NEIGHBOUR_GATE, PORT_GATES } from '../place.js';
import { importBox, type Plot } from './plot.js';

/** A truck that is no other of the day. */
const ANOTHER = '61C-999.77';

/** What goes wrong at the gate with imports. A truck that is held has not left, unless it is said that it has. */
export const LEAVING: Readonly<Record<string, Plot>> = {
  'out without papers, sent back': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: false });
    box.passes(exit, 'out', { held: ['not_eligible'] });
  },
  'out without papers, and reported out': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: false });
    box.passes(exit, 'out', { held: ['not_eligible'] });
    box.reportsOut(exit, exit + 6 * MINUTE, ['not_eligible']);
    box.alarm('not_eligible_exit');
    box.case('exit');
  },
  'out without papers, and seen elsewhere': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: false });
    box.passes(exit, 'out', { held: ['not_eligible'] });
    box.passes(exit + 35 * MINUTE, 'in', { gateId: NEIGHBOUR_GATE, held: ['not_expected'] });
    box.alarm('not_eligible_exit');
    box.case('exit');
  },
  suspended: (day, name) => {
    const { box, exit } = importBox(day, name);
    box.change(exit + MINUTE, 'suspend');
    box.passes(exit + 10 * MINUTE, 'out', { held: ['eligibility_suspended'] });
  },
  'suspended, and reported out': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.change(exit + MINUTE, 'suspend');
    box.passes(exit + 10 * MINUTE, 'out', { held: ['eligibility_suspended'] });
    box.reportsOut(exit + 10 * MINUTE, exit + 16 * MINUTE, ['not_eligible']);
    box.alarm('not_eligible_exit');
    box.case('exit');
  },
  /** Held to have its number keyed in, and customs suspends it in that minute. */
  'suspended while it stands there': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { container: null, held: ['container_unread'] });
    box.change(exit + MINUTE, 'suspend');
    box.passes(exit + 2 * MINUTE, 'out', { byHand: true, held: ['eligibility_suspended'] });
  },
  cancelled: (day, name) => {
    const { box, exit } = importBox(day, name);
    box.change(exit + MINUTE, 'cancel');
    box.passes(exit + 10 * MINUTE, 'out', { held: ['eligibility_cancelled'] });
  },
  /** One container number, two trucks. */
  'twice out': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out');
    box.reportsOutInTime(exit);
    box.passes(exit + 65 * MINUTE, 'out', { plate: ANOTHER, held: ['eligibility_used'] });
    box.alarm('place_contradiction');
  },
  'out by two gates at once': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { gateId: PORT_GATES[0]!, told: 1_000 });
    box.passes(exit, 'out', { gateId: PORT_GATES[3]!, told: 2_000, held: ['eligibility_used'] });
    box.reportsOutInTime(exit);
  },
  expired: (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: false });
    const eligible = box.eligible(exit - 30 * MINUTE, { validUntil: formatInstant(exit - 5 * MINUTE) });
    box.passes(Math.max(exit, eligible + MINUTE), 'out', { held: ['eligibility_expired'] });
  },
  'not confirmed by an officer': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: { officerConfirmed: false } });
    box.passes(exit, 'out', { held: ['not_confirmed'] });
  },
  'not scanned': (day, name) => {
    const { box, exit } = importBox(day, name, { scan: true });
    box.passes(exit, 'out', { held: ['scan_outstanding'] });
  },
  "another carrier's seal, out": (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { carrierSeal: day.numbers.carrierSeal(), held: ['carrier_seal_mismatch'] });
  },
  'another truck': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { plate: ANOTHER, confidence: 0.97, held: ['plate_mismatch'] });
    box.alarm('plate_mismatch');
  },
  /** The truck that came for one container stands there with another, which may not leave. */
  'another container': (day, name) => {
    const { box: meant, exit } = importBox(day, name);
    const { box } = importBox(day, `${name} other`, { eligible: false });
    box.passes(Math.max(exit, day.start + HOUR), 'out', {
      ...{ plate: meant.plate, confidence: 0.97, carrierSeal: box.carrierSeal, held: ['not_eligible'] },
    });
    box.alarm('container_mismatch');
  },
  'papers for another port': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: { facilityId: NEIGHBOUR } });
    box.passes(exit, 'out', { held: ['wrong_facility'] });
  },
  'number not read': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { container: null, held: ['container_unread'] });
  },
  'number misread': (day, name) => {
    const { box, exit } = importBox(day, name);
    const container = misread(box.number, box.random);
    box.passes(exit, 'out', {
      container,
      confidence: 0.58,
      held: ['container_invalid'],
      suggested: box.number,
    });
  },
  'number misread as another': (day, name) => {
    for (let i = 0; ; i++) {
      const { box, exit } = importBox(day, `${name} ${i}`);
      const container = misreadAsAnother(box.number);
      if (container === undefined || day.numbers.isGiven(container)) {
        box.reportsOutInTime(box.passesHonestly(exit, 'out'));
        continue;
      }
      box.passes(exit, 'out', { container, confidence: 0.69, held: ['not_eligible'], suggested: box.number });
      return;
    }
  },
  'passed, and never reported': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out');
    box.alarm('gate_out_unreported');
  },
  'passed, and reported after 25 minutes': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out');
    box.reportsOut(exit, exit + 25 * MINUTE, ['reported_late']);
    box.alarm('gate_out_unreported');
  },
  'reported out, and no camera saw it': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.reportsOut(exit, exit + 5 * MINUTE);
    box.alarm('gate_out_unseen');
  },
  'out, and never was in': (day, name) => {
    const box = new Box(day, name);
    const exit = day.moment(box.random, day.start + 40 * MINUTE, day.end - 75 * MINUTE);
    box.eligible(exit - 30 * MINUTE);
    box.passes(exit, 'out');
    box.reportsOut(exit, exit + 5 * MINUTE, ['not_standing']);
  },
};
