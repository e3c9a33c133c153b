import { MINUTE } from '@haidang/domain';

const LOOK_EVERY = 15 * MINUTE;
const TRY_EVERY = 5_000;

/**
 * Keeps the page on the tablet by its service worker. A new version waits until nothing is being typed and no dialogue is open, and takes over then;
 * what waits to be told lies in the tablet's own store and is not touched.
 */
export function keepInstalled(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  // the first one to take this page over is no new version of it
  let isControlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (isControlled) location.reload();
    isControlled = true;
  });
  navigator.serviceWorker.register('/sw.js', { scope: '/gatehouse' }).then(watch, () => undefined);
  // a full disk takes other pages' stores before this one's
  void navigator.storage?.persist?.();
}

/** @param registration undefined where whoever runs the browser forbids workers */
function watch(registration: ServiceWorkerRegistration | undefined): void {
  if (registration === undefined) return;
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY);
  setInterval(() => {
    if (registration.waiting !== null && registration.active !== null && isIdle())
      registration.waiting.postMessage('take over');
  }, TRY_EVERY);
}

/** Nothing would be lost by a new page. */
function isIdle(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement>(
    'form:not([role=search]) :is(input:not([type=radio]), textarea)',
  );
  return document.querySelector('[role=dialog]') === null && [...fields].every(({ value }) => value === '');
}
