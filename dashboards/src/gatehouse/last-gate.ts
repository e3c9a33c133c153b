const KEY = 'haidang.gatehouse.gate';

/** The gate that this tablet stood at last, chosen or not: it begins there without a network. */
export const lastGate = {
  get(): string | undefined {
    try {
      return localStorage.getItem(KEY) ?? undefined;
    } catch {
      return undefined;
    }
  },
  set(id: string): void {
    try {
      localStorage.setItem(KEY, id);
    } catch {
      // storage is switched off: so is the page without a network
    }
  },
};
