/* global self, caches, fetch, URL, FILES, VERSION */
/**
 * The gatehouse's service worker: keeps the page and what it needs, so that it opens without a network. The build puts VERSION and FILES before
 * it (plugin.mjs). It touches nothing but files of the build: what is asked of the platform goes to the platform.
 */
const CACHE = `gatehouse-${VERSION}`;
const SHELL = '/index.html';
const KEPT = new Set(FILES);

self.addEventListener('install', (event) => {
  // `reload`: not from the browser's own cache, where the page of an older build may lie
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(FILES.map((file) => take(cache, file)))));
});

async function take(cache, file) {
  const known = file.startsWith('/assets/') ? await caches.match(file) : undefined;
  const response = known ?? (await fetch(file, { cache: 'reload' }));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  await cache.put(file, response);
}

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// the page says when nothing is being typed; until then the old version stays (src/gatehouse/offline/installed.ts)
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (url.pathname === '/gatehouse') event.respondWith(kept(SHELL, request));
    return;
  }
  if (KEPT.has(url.pathname)) event.respondWith(kept(url.pathname, request));
});

async function kept(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}
