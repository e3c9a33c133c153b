import type { SessionView } from '@haidang/contract';

const KEY = 'haidang.gatehouse.person';

/** Who works at this gatehouse, for a start without a network. No secret: what proves it is the browser's cookie, and the platform asks for that. */
export function rememberPerson(view: SessionView): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(view));
  } catch {
    // storage is switched off: the page starts with a network alone
  }
}

export function rememberedPerson(): SessionView | undefined {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whoever has signed out stands there no more. */
export function forgetPerson(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was remembered
  }
}
