import type { MarkState } from '@haidang/contract';
import type { Language } from './format/time.js';
import type { Camera } from './map/engine.js';
import { Signal } from './signal.js';
import { formatUrlState, parseUrlState, type Only, type Sieve, type Theme } from './url-state.js';

const LANGUAGE_KEY = 'haidang.language';
const THEME_KEY = 'haidang.theme';
const GATE_KEY = 'haidang.gate';
const LANE_KEY = 'haidang.lane';

/** What the viewer chose, kept in the address bar; language and theme are remembered for the next visit too. */
export class AppState {
  readonly language: Signal<Language>;
  readonly theme: Signal<Theme>;
  /** The chosen container, by its seal. */
  readonly seal: Signal<string | undefined>;
  /** The map moves with the chosen container. */
  readonly follows: Signal<boolean>;
  /** States whose containers are left off the map; none on the wall, where nothing says so. */
  readonly hidden: Signal<readonly MarkState[]>;
  /** Whose containers the map shows alone; everybody's on the wall. */
  readonly only: Signal<Only>;
  /** The facility whose card is open on the map. */
  readonly spot: Signal<string | undefined>;
  /** Patrols are left off the map; not on the wall, where nothing says so. */
  readonly hidesPatrols: Signal<boolean>;
  /** The alarm the keys act on. */
  readonly alarm: Signal<string | undefined>;
  /** The gatehouse's gate; a tablet comes back to its own, and to its lane (`sieve`). */
  readonly gate: Signal<string | undefined>;
  /** The container that the gatehouse looks up. */
  readonly container: Signal<string | undefined>;
  /** The gatehouse lists held passages only. */
  readonly held: Signal<boolean>;
  /** What an office's page shows of its list, and which item of it. */
  readonly sieve: Signal<Sieve>;
  /** Transits beside the page's own, and the replay's time as it was left. */
  readonly together: Signal<readonly string[]>;
  readonly at: Signal<string | undefined>;
  readonly wall: boolean;
  /** Where a link wants the map to be. */
  readonly linkedCamera: Camera | undefined;
  #camera: Camera | undefined;

  constructor() {
    const url = parseUrlState(location.search);
    this.language = new Signal(url.language ?? remembered<Language>(LANGUAGE_KEY, ['vi', 'en']) ?? 'vi');
    this.theme = new Signal(url.theme ?? remembered<Theme>(THEME_KEY, ['dark', 'light']) ?? usualTheme());
    this.seal = new Signal(url.seal);
    this.follows = new Signal(url.follows === true && url.seal !== undefined);
    this.hidden = new Signal(url.wall ? [] : (url.hidden ?? []));
    this.only = new Signal(url.wall ? {} : (url.only ?? {}));
    this.spot = new Signal(url.spot);
    this.hidesPatrols = new Signal(!url.wall && url.hidesPatrols === true);
    this.alarm = new Signal(url.alarm);
    this.gate = new Signal(url.gate ?? read(GATE_KEY));
    this.container = new Signal(url.container);
    this.held = new Signal(url.held ?? false);
    const lane = isGatehouse() && url.gate === undefined ? read(LANE_KEY) || undefined : url.sieve?.lane;
    this.sieve = new Signal({ ...url.sieve, lane });
    this.together = new Signal(url.together ?? []);
    this.at = new Signal(url.at);
    this.wall = url.wall;
    this.linkedCamera = this.#camera = url.camera;
    addEventListener('popstate', () => this.#readHistory());
  }

  setLanguage(language: Language): void {
    this.language.set(language);
    remember(LANGUAGE_KEY, language);
    this.#write('replace');
  }

  setTheme(theme: Theme): void {
    this.theme.set(theme);
    remember(THEME_KEY, theme);
    this.#write('replace');
  }

  /** Chooses a container; going back in the browser's history chooses the one before, but not each that keys passed by. */
  choose(seal: string | undefined, alarm: string | undefined, how: 'push' | 'replace' = 'push'): void {
    if (seal === this.seal.get() && alarm === this.alarm.get()) return;
    const isOther = seal !== this.seal.get();
    if (isOther) this.follows.set(false);
    this.seal.set(seal);
    this.alarm.set(alarm);
    this.#write(isOther ? how : 'replace');
  }

  pointAt(alarm: string | undefined): void {
    this.alarm.set(alarm);
    this.#write('replace');
  }

  setFollows(follows: boolean): void {
    if (follows === this.follows.get()) return;
    this.follows.set(follows);
    this.#write('replace');
  }

  setHidden(hidden: readonly MarkState[]): void {
    this.hidden.set(hidden);
    this.#write('replace');
  }

  setOnly(only: Only): void {
    this.only.set(only);
    this.#write('replace');
  }

  /** Opens a facility's card, or closes it. */
  lookAt(spot: string | undefined): void {
    if (spot === this.spot.get()) return;
    this.spot.set(spot);
    this.#write('replace');
  }

  setHidesPatrols(hides: boolean): void {
    this.hidesPatrols.set(hides);
    this.#write('replace');
  }

  /** @param lane the only one that the gatehouse shows; none: all of the gate. */
  setGate(gate: string, lane?: string): void {
    this.gate.set(gate);
    this.sieve.set({ ...this.sieve.get(), lane });
    remember(GATE_KEY, gate);
    remember(LANE_KEY, lane ?? '');
    this.#write('replace');
  }

  /** Looks a container up; going back in the browser's history looks at the one before. */
  lookUp(container: string | undefined): void {
    if (container === this.container.get()) return;
    this.container.set(container);
    this.#write('push');
  }

  setHeld(held: boolean): void {
    this.held.set(held);
    this.#write('replace');
  }

  /** Chooses an item of an office's list; going back in the browser's history chooses the one before, but not each that keys passed by. */
  chooseItem(item: string | undefined, how: 'push' | 'replace' = 'push'): void {
    if (item === this.sieve.get().item) return;
    this.sieve.set({ ...this.sieve.get(), item });
    this.#write(how);
  }

  /** Sieves an office's list otherwise; what was chosen stays. */
  setSieve(change: Sieve, how: 'push' | 'replace' = 'replace'): void {
    this.sieve.set({ ...this.sieve.get(), ...change });
    this.#write(how);
  }

  setTogether(ids: readonly string[]): void {
    this.together.set(ids);
    this.#write('push');
  }

  setAt(at: string | undefined): void {
    this.at.set(at);
    this.#write('replace');
  }

  setCamera(camera: Camera): void {
    this.#camera = camera;
    this.#write('replace');
  }

  #readHistory(): void {
    const url = parseUrlState(location.search);
    this.seal.set(url.seal);
    this.follows.set(url.follows === true && url.seal !== undefined);
    if (!this.wall) {
      this.hidden.set(url.hidden ?? []);
      this.only.set(url.only ?? {});
      this.hidesPatrols.set(url.hidesPatrols === true);
    }
    this.spot.set(url.spot);
    this.alarm.set(url.alarm);
    this.container.set(url.container);
    this.sieve.set(url.sieve ?? {});
    this.together.set(url.together ?? []);
    this.at.set(url.at);
  }

  /** The gate stands in the gatehouse's address alone. */
  #ofGatehouse() {
    if (!isGatehouse()) return {};
    return { gate: this.gate.get(), container: this.container.get(), held: this.held.get() };
  }

  #write(how: 'push' | 'replace'): void {
    const query = formatUrlState({
      language: this.language.get(),
      theme: this.theme.get(),
      seal: this.seal.get(),
      follows: this.follows.get(),
      hidden: this.hidden.get(),
      only: this.only.get(),
      spot: this.spot.get(),
      hidesPatrols: this.hidesPatrols.get(),
      alarm: this.alarm.get(),
      camera: this.#camera,
      wall: this.wall,
      ...this.#ofGatehouse(),
      together: this.together.get(),
      at: this.at.get(),
      sieve: this.sieve.get(),
    });
    const address = `${location.pathname}${query}`;
    if (how === 'push') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
}

function isGatehouse(): boolean {
  return location.pathname === '/gatehouse';
}

/** Dark for the centre's night, and for whoever is trained for it; light for a gatehouse's and an office's window by day. */
function usualTheme(): Theme {
  return /^\/(gatehouse|office|handover|figures|training\/?$)/.test(location.pathname) ? 'light' : 'dark';
}

function remembered<T extends string>(key: string, allowed: readonly T[]): T | undefined {
  return allowed.find((value) => value === read(key));
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
