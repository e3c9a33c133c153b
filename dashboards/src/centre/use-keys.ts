import { useEffect, useRef } from 'react';

export type KeyMap = Readonly<Record<string, () => void>>;

/**
 * Binds single keys to acts, anywhere on the page but in a text field or while a dialogue is open.
 * Letters count in either case, and with the shift key as `Shift+a`; a combination with Ctrl, Alt or Meta is the browser's.
 */
export function useKeys(keys: KeyMap): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    let hadDialog = false;
    // a dialogue that this key closes is gone when the key comes here: it had the key all the same
    const look = () => {
      hadDialog = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || hadDialog) return;
      if (event.target instanceof Element && isBusy(event.target, event.key)) return;
      const act = current.current[nameOf(event)];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', look, true);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', look, true);
      removeEventListener('keydown', onKey);
    };
  }, []);
}

/** The shift key makes letters others, and signs what they are. */
export function nameOf({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  if (key.length > 1) return key;
  const lower = key.toLowerCase();
  return shiftKey && lower !== key.toUpperCase() ? `Shift+${lower}` : lower;
}

/**
 * Text fields keep their letters, dialogues all their keys, also before the focus has come to them, buttons, links and what unfolds their Enter. What is but
 * switched, or chosen among a few, has no use for letters.
 */
export function isBusy(target: Element, key: string): boolean {
  if (
    target.closest('[role="dialog"], input:not([type="radio"], [type="checkbox"]), textarea, select') !== null
  )
    return true;
  return key === 'Enter' && target.closest('button, a, summary') !== null;
}
