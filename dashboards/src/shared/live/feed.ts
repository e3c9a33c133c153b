import {
  LIVE_NAMESPACE,
  STALE_FEED_MS,
  type ClientToServer,
  type AlarmView,
  type PassageView,
  type ServerToClient,
  type TransitView,
  type WatchRequest,
} from '@haidang/contract';
import { io, type Socket } from 'socket.io-client';
import { Signal } from '../signal.js';
import { FeedWatchdog, type FeedState } from './watchdog.js';
import type { LiveStore } from './store.js';

/** How often the watchdog looks; a silent feed is shown at most this much late. */
const LOOK_MS = 1_000;

/** A feed silent for this long is dialled anew: the connection may be dead without either side knowing. */
const REDIAL_MS = 2 * STALE_FEED_MS;

/** Asking again helps nobody before they have signed in, or done what they have to do first. */
const REFUSALS: Record<string, true> = {
  not_signed_in: true,
  password_change_required: true,
  second_factor_required: true,
};

/** A place at sea: the feed wants a view, and its snapshot says that it stands; no position is asked for. */
export const NOWHERE: WatchRequest = { bbox: [0, 0, 0, 0], zoom: 0, filters: {} };

/** What the feed tells of things, one at a time. */
export type Told = 'alarm' | 'transit' | 'passage' | 'notice' | 'case' | 'deadline' | 'outage';

/** A socket as far as {@link LiveFeed.on} needs it. */
interface Emitter<T> {
  on(event: string, listener: (told: T) => void): void;
  off(event: string, listener: (told: T) => void): void;
}

/** The live connection: says what this client watches, hands what comes to the store, and says how well it is. */
export class LiveFeed {
  readonly state: Signal<FeedState>;
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  readonly #watchdog: FeedWatchdog;
  readonly #transitListeners = new Set<(transit: TransitView) => void>();
  readonly #alarmListeners = new Set<(alarm: AlarmView) => void>();
  readonly #passageListeners = new Set<(passage: PassageView) => void>();
  readonly #snapshotListeners = new Set<() => void>();
  readonly #look: ReturnType<typeof setInterval>;
  #view: WatchRequest | undefined;
  #dialledAt = Date.now();
  /** False while nobody is signed in, or has something to do first: asking again would be refused again. */
  #isOpen = false;

  /** @param onRefused the platform says that nobody is signed in, or has something to do first */
  constructor(
    store: LiveStore,
    private readonly onRefused: () => void,
  ) {
    this.#watchdog = new FeedWatchdog(Date.now());
    this.state = new Signal(this.#watchdog.state);
    this.#socket = io(LIVE_NAMESPACE, {
      transports: ['websocket', 'polling'],
      reconnectionDelayMax: 3_000,
      // somebody has to be signed in first
      autoConnect: false,
    });
    this.#socket.on('connect_error', (error) => {
      const { code } = ((error as { data?: unknown }).data ?? {}) as { code?: string };
      if (code !== undefined && code in REFUSALS) this.#refused();
    });
    this.#socket.on('problem', ({ code }) => {
      if (code in REFUSALS) this.#refused();
    });
    this.#socket.on('connect', () => {
      this.#watchdog.connected(Date.now());
      if (this.#view !== undefined) this.#socket.emit('watch', this.#view);
      this.#publish();
    });
    this.#socket.on('disconnect', () => {
      this.#watchdog.disconnected();
      this.#publish();
    });
    this.#socket.on('snapshot', (snapshot) => {
      store.takeSnapshot(snapshot);
      for (const listener of this.#snapshotListeners) listener();
      this.#heard(true, store.clock.now());
    });
    this.#socket.on('positions', (positions) => {
      store.takePositions(positions);
      this.#heard(false, store.clock.now());
    });
    this.#socket.on('heartbeat', ({ serverTime }) => {
      store.clock.heard(serverTime);
      this.#heard(false, store.clock.now());
    });
    this.#socket.on('alarm', (alarm) => {
      store.takeAlarm(alarm);
      for (const listener of this.#alarmListeners) listener(alarm);
      this.#heard(false, store.clock.now());
    });
    this.#socket.on('transit', (transit) => {
      for (const listener of this.#transitListeners) listener(transit);
      this.#heard(false, store.clock.now());
    });
    this.#socket.on('passage', (passage) => {
      for (const listener of this.#passageListeners) listener(passage);
      this.#heard(false, store.clock.now());
    });
    this.#look = setInterval(() => this.#check(), LOOK_MS);
  }

  /** Somebody is signed in, or is again; or may be: who is not is refused, and it is opened anew once they are. */
  open(): void {
    this.#isOpen = true;
    // a second greeting on the way would be a second socket
    if (!this.#socket.active) this.#socket.connect();
  }

  /** Says what to send from now on. The answer is a snapshot, also after every reconnection. */
  watch(view: WatchRequest): void {
    // several parts of a page ask for the same
    if (view === this.#view) return;
    this.#view = view;
    if (this.#socket.connected) this.#socket.emit('watch', view);
  }

  /** Calls with every transit that changed. */
  onTransit(listener: (transit: TransitView) => void): () => void {
    this.#transitListeners.add(listener);
    return () => this.#transitListeners.delete(listener);
  }

  /** Calls with every alarm that began, changed or ended. */
  onAlarm(listener: (alarm: AlarmView) => void): () => void {
    this.#alarmListeners.add(listener);
    return () => this.#alarmListeners.delete(listener);
  }

  /** Calls with every passage that was decided, or decided otherwise. */
  onPassage(listener: (passage: PassageView) => void): () => void {
    this.#passageListeners.add(listener);
    return () => this.#passageListeners.delete(listener);
  }

  /** Calls with every answer to {@link watch}: what happened before it, while nobody listened, is to be read anew. */
  onSnapshot(listener: () => void): () => void {
    this.#snapshotListeners.add(listener);
    return () => this.#snapshotListeners.delete(listener);
  }

  /** Calls with everything of a kind that is told, from who is told it. */
  on<E extends Told>(event: E, listener: (told: Parameters<ServerToClient[E]>[0]) => void): () => void {
    // the socket's own types do not follow a name that is not known yet
    const socket = this.#socket as unknown as Emitter<Parameters<ServerToClient[E]>[0]>;
    socket.on(event, listener);
    return () => socket.off(event, listener);
  }

  close(): void {
    clearInterval(this.#look);
    this.#socket.close();
  }

  #heard(snapshot: boolean, serverNow: number): void {
    this.#watchdog.heard(Date.now(), snapshot, serverNow);
    this.#publish();
  }

  #check(): void {
    const now = Date.now();
    this.#watchdog.look(now);
    this.#publish();
    const silent = this.#watchdog.silentFor(now);
    if (this.#socket.connected && silent > REDIAL_MS && now - this.#dialledAt > REDIAL_MS) {
      this.#dialledAt = now;
      this.#socket.disconnect().connect();
    } else if (this.#isOpen && !this.#socket.active) {
      this.#socket.connect();
    }
  }

  #refused(): void {
    this.#isOpen = false;
    this.onRefused();
  }

  #publish(): void {
    this.state.set(this.#watchdog.state);
  }
}
