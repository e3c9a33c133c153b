import { sealEventBit, sealEventNames, type Instant } from '@haidang/domain';
import { ARMED, NEVER, placeOf, type Hearing, type Rule } from './rule.js';

export interface UnlockAttemptState {
  /** While no alarm is open: when wrong passwords were given in the last `passwordWindow`; at most `wrongPasswords` of them. */
  readonly wrong: readonly Instant[];
  /** While one is open: the last attempt. */
  readonly last: Instant | null;
}

const NOTHING: UnlockAttemptState = { wrong: [], last: null };
const WRONG_PASSWORD = sealEventBit('wrong_password');
const ILLEGAL_CARD = sealEventBit('illegal_card');

/**
 * Somebody tries to open the armed seal who may not. Opens with one illegal card, from its time; or with more than `wrongPasswords`
 * fixes that say `wrong_password`, the first and the last at most `passwordWindow` milliseconds apart, from the first of them. While it is open every
 * illegal card and every wrong password is more evidence of the same. Ends when `passwordWindow` has passed after the last without
 * another; one exactly then still goes on.
 */
export const unlockAttempt: Rule<UnlockAttemptState> = {
  kind: 'unlock_attempt',
  phases: ARMED,
  start: NOTHING,
  hear(state, hearing) {
    const { fix, plan, book } = hearing;
    if ((fix.events & (ILLEGAL_CARD | WRONG_PASSWORD)) === 0) return state;
    if (book.open('unlock_attempt') !== undefined) {
      book.repeat('unlock_attempt');
      return { wrong: [], last: fix.time };
    }
    const { wrongPasswords, passwordWindow } = plan.rules;
    const recent = state.wrong.filter((time) => fix.time - time <= passwordWindow);
    const wrong = (fix.events & WRONG_PASSWORD) === 0 ? recent : [...recent, fix.time];
    const tooMany = wrong.length > wrongPasswords;
    if (!tooMany && (fix.events & ILLEGAL_CARD) === 0) return { wrong, last: null };
    begin(hearing, tooMany ? wrong[0]! : fix.time, wrong.length);
    return { wrong: [], last: fix.time };
  },
  due({ last }, { plan }) {
    return last === null ? NEVER : last + plan.rules.passwordWindow + 1;
  },
  strike({ last }, { plan, book }) {
    book.end('unlock_attempt', '', last! + plan.rules.passwordWindow);
    return NOTHING;
  },
};

function begin(hearing: Hearing, start: Instant, wrongPasswords: number): void {
  const { fix, plan, book } = hearing;
  const settings = { wrongPasswords: plan.rules.wrongPasswords, passwordWindow: plan.rules.passwordWindow };
  const events = sealEventNames(fix.events & (ILLEGAL_CARD | WRONG_PASSWORD)).join(' ');
  const why = { rule: 'unlock_attempt', settings, measured: { events, wrongPasswords } } as const;
  book.begin({ kind: 'unlock_attempt', severity: 'major', start, place: placeOf(hearing), why });
}
