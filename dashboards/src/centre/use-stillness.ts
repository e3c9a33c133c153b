import { SECOND } from '@haidang/domain';
import { useState } from 'react';

/** After the last key or touch a list stands still for this long. */
const HOLD_MS = 5 * SECOND;
/** Longest that it stands still for a pointer over it that does not move: whoever left it there may be away. */
const RESTING_MS = 60 * SECOND;

export interface Stillness {
  /** Somebody did something here: nothing may move under the hand. */
  hold(): void;
  /** Whether it is in use: nothing may move. */
  isHeld(): boolean;
  /** The pointer moves over the list, or left it. */
  pointer(over: boolean): void;
}

/** Knows whether a list is in use. It is the same as long as the list is there. */
export function useStillness(): Stillness {
  const [still] = useState(() => {
    let [overUntil, heldUntil] = [0, 0];
    return {
      hold: () => (heldUntil = performance.now() + HOLD_MS),
      isHeld: () => performance.now() < Math.max(overUntil, heldUntil),
      pointer: (isOver: boolean) => (overUntil = isOver ? performance.now() + RESTING_MS : 0),
    };
  });
  return still;
}
