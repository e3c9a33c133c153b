import '@fontsource/be-vietnam-pro/400.css';
import '@fontsource/be-vietnam-pro/600.css';
import '@mantine/core/styles.css';
import './shared/global.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { keepInstalled } from './gatehouse/offline/installed.js';
import { askWho } from './shared/api/account.js';
import { ApiError } from './shared/api/client.js';
import { liveDesk } from './shared/api/desk.js';
import { AppState } from './shared/app-state.js';
import { loadConfig } from './shared/config.js';
import { exposeForTests } from './shared/expose.js';
import { session } from './shared/session.js';
import { startI18n } from './shared/i18n/index.js';
import { LiveFeed } from './shared/live/feed.js';
import { LiveStore } from './shared/live/store.js';

/**
 * A refusal will be one again; only what may pass is tried anew. Without a network everything is tried all the same, and fails: what waited
 * for one would stand as loading or as being sent, and nobody be told.
 */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      ...{ networkMode: 'always', refetchOnReconnect: true },
      retry: (failures, error) => failures < 3 && !(error instanceof ApiError && error.status in REFUSED),
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
});
const REFUSED: Record<number, true> = { 400: true, 401: true, 403: true, 404: true, 422: true };

async function start(): Promise<void> {
  const state = new AppState();
  const store = new LiveStore();
  const feed = new LiveFeed(store, () => {
    if (session.who.get() !== undefined) void askWho();
  });
  session.who.subscribe(() => {
    if (session.who.get()?.must === null) feed.open();
  });
  // all at once: the first map waits for each of them
  feed.open();
  void askWho();
  const [config, i18n] = await Promise.all([loadConfig(), startI18n(state.language.get())]);
  const tellLanguage = () => {
    document.documentElement.lang = state.language.get();
    void i18n.changeLanguage(state.language.get());
  };
  tellLanguage();
  state.language.subscribe(tellLanguage);
  const services = { config, state, store, feed, desk: liveDesk };
  if (location.pathname === '/gatehouse') keepInstalled();
  exposeForTests(store);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App services={services} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
