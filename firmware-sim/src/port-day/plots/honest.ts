import { MINUTE, SECOND } from '@haidang/domain';
import { PORT_GATES } from '../place.js';
import { exportBox, importBox, type Plot } from './plot.js';
import { transitBox } from './transit-box.js';

/** An import as most are. One in twenty is to be scanned, and is. */
export const importing: Plot = (day, name) => {
  const scan = day.random('scan', name).chance(0.05);
  const { box, exit } = importBox(day, name, { scan });
  if (scan) box.do(exit - 12 * MINUTE, { do: 'scan', container: box.number });
  box.reportsOutInTime(box.passesHonestly(exit, 'out'));
};

/** An export: comes in, is reported, and now and then is stuffed or gets another seal in the yard. */
export const exporting: Plot = (day, name) => {
  const { box, entry } = exportBox(day, name);
  const came = box.passesHonestly(entry, 'in');
  const { number: container, carrierSeal, random } = box;
  const landed = came + random.integer(2, 10) * MINUTE;
  if (random.chance(0.4))
    day.inLot('gate-in', landed, { container, at: came, carrierSeal, purpose: 'export' });
  else box.reports(landed, '14', { purpose: 'export', carrierSeal });
  const later = landed + 40 * MINUTE;
  if (random.chance(0.06)) box.reports(later, '23', { goods: { packages: 640 }, carrierSeal });
  else if (random.chance(0.04)) {
    const more = { newSeal: day.numbers.carrierSeal(), oldSeal: carrierSeal, reason: 'Chì hỏng khi nâng hạ' };
    box.reports(later, '24', more);
  }
};

/** A transit under its e-seal, to the neighbour. */
export const transiting: Plot = (day, name) => {
  const { box, exit, transit } = transitBox(day, name);
  transit.stands(exit);
  const left = box.passesHonestly(exit, 'out', { gateId: transit.gateId, sealId: transit.sealId });
  if (left !== exit) transit.stands(left);
  box.reportsOutInTime(left);
  transit.drives(left);
};

/** What looks odd and is in order: none of it may raise an alarm, nor be held for another reason than it says here. */
export const ODDITIES: Readonly<Record<string, Plot>> = {
  /** Reported out at the last moment that is in time. */
  'reported after 14 minutes': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out');
    box.reportsOut(exit, exit + 14 * MINUTE);
  },
  'passage told 9 minutes late': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { told: 9 * MINUTE });
    box.reportsOut(exit, exit + 12 * MINUTE);
  },
  /** The camera's line was down: the port has reported the exit when its passage comes. */
  'passage told after its report': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.reportsOut(exit, exit + 4 * MINUTE);
    box.passes(exit, 'out', { told: 9 * MINUTE });
  },
  'passage told again and again': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.passes(exit, 'out', { again: 5 * MINUTE });
    box.reportsOutInTime(exit);
  },
  /** Two trucks of one gate, the earlier told after the later. */
  'passages out of order': (day, name) => {
    const gateId = PORT_GATES[0]!;
    const { box, exit } = importBox(day, name, { gateId });
    const { box: other, exit: otherExit } = importBox(day, `${name} second`, { gateId });
    const [first, second] = exit < otherExit ? [box, other] : [other, box];
    const at = Math.max(exit, otherExit);
    first.passes(at - 40 * SECOND, 'out', { told: 100 * SECOND });
    second.passes(at, 'out');
    for (const one of [first, second]) one.reportsOutInTime(at);
  },
  'two trucks at once': (day, name) => {
    const gateId = PORT_GATES[1]!;
    const { box, exit } = importBox(day, name, { gateId });
    const { box: other, exit: otherExit } = importBox(day, `${name} second`, { gateId });
    const at = Math.max(exit, otherExit);
    for (const one of [box, other]) {
      one.passes(at, 'out', { told: SECOND });
      one.reportsOutInTime(at);
    }
  },
  'suspended and resumed in time': (day, name) => {
    const { box, exit } = importBox(day, name);
    const at = exit + 30 * MINUTE;
    box.change(exit, 'suspend');
    box.change(exit + 20 * MINUTE, 'resume');
    box.passes(at, 'out');
    box.reportsOutInTime(at);
  },
  /** Held for want of papers, it turns round, and comes back when they are there. */
  'turned round, came back eligible': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: false });
    box.passes(exit, 'out', { held: ['not_eligible'] });
    const eligible = box.eligible(exit + 15 * MINUTE);
    const again = eligible + 18 * MINUTE;
    box.passes(again, 'out');
    box.reportsOutInTime(again);
  },
  /** The camera took one digit of the plate for another; an officer looked, and let it through. */
  'plate misread, let through by an officer': (day, name) => {
    const { box, exit } = importBox(day, name);
    const gateId = PORT_GATES[2]!;
    const plate = box.plate.replace(
      /\d$/,
      (digit) => ({ '3': '8', '8': '3' })[digit] ?? (digit === '0' ? '8' : '0'),
    );
    const passageId = box.passes(exit, 'out', { gateId, plate, confidence: 0.71, held: ['plate_mismatch'] });
    const reason = 'Đã xem biển số tại xe';
    box.do(exit + 3 * MINUTE, { do: 'override', gateId, passageId, reason });
    box.reportsOut(exit + 3 * MINUTE, exit + 9 * MINUTE);
  },
};

/** The same with e-seals. */
export const SEALED_ODDITIES: Readonly<Record<string, Plot>> = {
  /** A transit that waited an hour for its truck, with its seal speaking all the while. */
  'transit that waits for its truck': (day, name) => {
    const { box, exit, transit } = transitBox(day, name);
    for (let at = exit - 55 * MINUTE; at < exit; at += 9 * MINUTE) transit.says(at, {});
    transit.stands(exit);
    box.passes(exit, 'out', { gateId: transit.gateId, sealId: transit.sealId });
    box.reportsOutInTime(exit);
    transit.drives(exit);
  },
};
