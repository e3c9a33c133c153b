import { MINUTE, type Instant } from '@haidang/domain';
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { DeskApi } from './api/desk.js';
import type { AppState } from './app-state.js';
import type { ClientConfig } from './config.js';
import type { LiveFeed } from './live/feed.js';
import type { LiveStore } from './live/store.js';
import { useSignal } from './signal.js';
import { ageTicker } from './ticker.js';

/** What lives as long as the page. */
export interface Services {
  config: ClientConfig;
  state: AppState;
  store: LiveStore;
  feed: LiveFeed;
  /** What the desk's acts go to: the platform's alarms, or a sandbox's. */
  desk: DeskApi;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('useServices needs a ServicesContext above it');
  return services;
}

export function useLanguage() {
  return useSignal(useServices().state.language);
}

/** The server's clock, renewed every `every` milliseconds: for ages that grow while one looks. */
export function useServerNow(every: number): number {
  const { store } = useServices();
  const [now, setNow] = useState(() => store.clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(store.clock.now()), every);
    return () => clearInterval(timer);
  }, [store, every]);
  return now;
}

/** The component renders again when the viewer's day begins. */
export function useToday(): string {
  const { store } = useServices();
  return useSyncExternalStore(ageTicker.subscribe, () => new Date(store.clock.now()).toDateString());
}

/** Whole minutes since then, by the server's clock; none of what is yet to come. The component renders again when there is one more. */
export function useMinutesSince(time: Instant): number {
  const { store } = useServices();
  return useSyncExternalStore(ageTicker.subscribe, () =>
    Math.max(0, Math.floor((store.clock.now() - time) / MINUTE)),
  );
}
