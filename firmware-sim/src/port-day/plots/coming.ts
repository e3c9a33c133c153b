import { MINUTE } from '@haidang/domain';
import { Box } from '../box.js';
import { NEIGHBOUR } from '../place.js';
import { AFTERWARDS, exportBox, importBox, type Plot } from './plot.js';

/** A truck that is no other of the day. */
const ANOTHER = '61C-999.77';

/** What goes wrong with what comes in, and with what is said to stand somewhere. */
export const COMING: Readonly<Record<string, Plot>> = {
  'not expected': (day, name) => {
    const box = new Box(day, name);
    const at = day.moment(box.random, day.start, day.end - AFTERWARDS);
    box.passes(at, 'in', { held: ['not_expected'] });
  },
  'expected at another port': (day, name) => {
    const box = new Box(day, name);
    const { number: container, carrierSeal } = box;
    day.list('neighbour', { container, purpose: 'export', carrierSeal });
    const at = day.moment(box.random, day.start, day.end - AFTERWARDS);
    box.passes(at, 'in', { held: ['wrong_facility'] });
  },
  /** Another truck brings another container with the same number. */
  'twice in': (day, name) => {
    const { box, entry } = exportBox(day, name);
    box.passes(entry, 'in');
    box.reports(entry + 4 * MINUTE, '14', { purpose: 'export' });
    box.passes(entry + 30 * MINUTE, 'in', { plate: ANOTHER, held: ['already_inside'] });
    box.alarm('place_contradiction');
  },
  "another carrier's seal, in": (day, name) => {
    const { box, entry } = exportBox(day, name);
    box.passes(entry, 'in', { carrierSeal: day.numbers.carrierSeal(), held: ['carrier_seal_mismatch'] });
  },
  /** The port reports a second landing hours after the first. */
  'landed twice': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: false });
    box.reports(exit, '14', { purpose: 'import' }, ['landed_before']);
    box.alarm('place_contradiction');
  },
  'at two places': (day, name) => {
    const { box, exit } = importBox(day, name, { eligible: false });
    box.reports(exit, '14', { facilityId: NEIGHBOUR, purpose: 'import' }, ['stands_elsewhere']);
    box.alarm('place_contradiction');
  },
  /** Found damaged and set apart by the port: a case, and no gate lets it out whatever its papers say. */
  'damaged and set apart': (day, name) => {
    const { box, exit } = importBox(day, name);
    box.reports(exit - 10 * MINUTE, '18', { kind: 'damage', found: 'Thủng vách phải' });
    box.case('damage');
    box.passes(exit, 'out', { held: ['segregated'] });
  },
};
