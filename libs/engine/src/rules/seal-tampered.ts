import { sealEventBit, sealEventNames } from '@haidang/domain';
import { ARMED, placeOf, type Rule } from './rule.js';

const CUT = sealEventBit('rope_cut') | sealEventBit('cover_open');

/**
 * The seal says that its rope was cut or its cover opened while it is armed. Opens at once, at the seal's last believed place; what
 * happens again until an officer has resolved it is more evidence of the same, what happens after is another alarm.
 */
export const sealTampered: Rule<null> = {
  kind: 'seal_tampered',
  phases: ARMED,
  start: null,
  hear(state, hearing) {
    const { fix, book } = hearing;
    const cut = fix.events & CUT;
    if (cut === 0) return state;
    const measured = { events: sealEventNames(cut).join(' ') };
    const why = { rule: 'seal_tampered', settings: {}, measured } as const;
    book.begin({
      kind: 'seal_tampered',
      severity: 'critical',
      start: fix.time,
      place: placeOf(hearing),
      why,
    });
    return state;
  },
};
