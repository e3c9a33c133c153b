import { sealEventBit, sealEventNames } from '@haidang/domain';
import { ARMED, placeOf, type Rule } from './rule.js';

const CUT = sealEventBit('rope_cut') | sealEventBit('cover_open');

/**
 * The seal says that its rope was cut or its cover opened while it is armed. That is news in a fix that says so where the fix before did not
 * say the same: some devices report a moment, others a state in every fix, and a cut that goes on is no second cut. Either word is judged
 * by itself. Opens at once, at the seal's last believed place; what happens anew until an officer has resolved it is more evidence of the
 * same, what happens anew after that is another alarm. The state is what the last fix said of both.
 */
export const sealTampered: Rule<number> = {
  kind: 'seal_tampered',
  phases: ARMED,
  start: 0,
  hear(before, hearing) {
    const { fix, book } = hearing;
    const said = fix.events & CUT;
    const anew = said & ~before;
    if (anew === 0) return said;
    const measured = { events: sealEventNames(anew).join(' ') };
    const why = { rule: 'seal_tampered', settings: {}, measured } as const;
    book.begin({
      kind: 'seal_tampered',
      severity: 'critical',
      start: fix.time,
      place: placeOf(hearing),
      why,
    });
    return said;
  },
};
