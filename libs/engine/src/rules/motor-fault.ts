import { sealEventBit } from '@haidang/domain';
import { longer, type Row } from './row.js';
import { placeOf, UNFINISHED, type Rule } from './rule.js';

const FAULT = sealEventBit('motor_fault');

/**
 * The device says that its lock's motor is stuck. Opens at once; that it says so again is no news. Ends with `endFixes` fixes in a row that
 * do not say it, whether their positions are usable or not, at the first of them. The state is that row.
 */
export const motorFault: Rule<Row | null> = {
  kind: 'motor_fault',
  phases: UNFINISHED,
  start: null,
  hear(state, hearing) {
    const { fix, plan, book } = hearing;
    const { endFixes, rejoin } = plan.rules;
    const isOpen = book.open('motor_fault') !== undefined;
    if ((fix.events & FAULT) !== 0) {
      const why = { rule: 'motor_fault', settings: { endFixes, rejoin }, measured: {} } as const;
      const place = placeOf(hearing);
      if (!isOpen) book.begin({ kind: 'motor_fault', severity: 'minor', start: fix.time, place, why });
      return null;
    }
    if (!isOpen) return state;
    const row = longer(state, fix.time);
    if (row.fixes < endFixes) return row;
    book.end('motor_fault', '', row.since);
    return null;
  },
};
