import type { SessionView } from '@haidang/contract';
import type { Role } from '@haidang/domain';
import { Signal, useSignal } from './signal.js';

/**
 * Who is signed in. `undefined`: it is being asked. `null`: nobody. `ended`: somebody was, and the page they worked on still stands; what it
 * asks meanwhile waits until they have come back.
 */
export class Session {
  readonly who = new Signal<SessionView | null | undefined>(undefined);
  readonly ended = new Signal(false);
  #waiting: (() => void)[] = [];

  /** Somebody is signed in. Another than before starts with a page of their own. */
  began(view: SessionView): void {
    const before = this.who.get();
    if (before != null && before.person.id !== view.person.id) {
      location.reload();
      return;
    }
    this.who.set(view);
    this.ended.set(false);
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  /** The platform says that nobody is signed in. */
  over(): void {
    if (this.who.get() == null) this.who.set(null);
    else this.ended.set(true);
  }

  /** Waits until somebody has signed in again. */
  again(): Promise<void> {
    return new Promise((goOn) => this.#waiting.push(goOn));
  }
}

/** One a page: the API's client has to know of it as well as the pages. */
export const session = new Session();

/** True for somebody of one of these roles: what others may not do is not offered to them. */
export function useIsOneOf(roles: readonly Role[]): boolean {
  const who = useSignal(session.who);
  return who != null && roles.includes(who.person.role);
}
