import { expect, test as base, type ConsoleMessage, type Page, type Request } from '@playwright/test';
import { startPlatform, withUser, type RunningPlatform } from '@haidang/testkit/platform';
import type { Role } from '@haidang/domain';
import { Desk } from './desk.js';
import { CARRIER, Fleet } from './truck.js';

export { expect } from '@playwright/test';

export interface PerTest {
  /** Whose browser it is when the page is opened; `null`: nobody's yet. */
  role: Role | null;
  /** Signs that person in. */
  signedIn: void;
  /** Words of console errors that belong to what the test does, such as those of a server that is away. */
  forgiven: RegExp[];
  /** The centre page, not opened yet. */
  desk: Desk;
  fleet: Fleet;
  /** Fails the test that made the page call elsewhere, throw or complain. */
  quiet: void;
}

export interface PerWorker {
  /** A whole platform with the demo country and no traffic; a test that fails takes it along. */
  platform: RunningPlatform;
  /** The broker's address with the secret of a carrier's server in it: it speaks for the seals of {@link CARRIER}. */
  fleetBroker: string;
}

export const test = base.extend<PerTest, PerWorker>({
  platform: [
    async ({}, use) => {
      const platform = await startPlatform({ env: { HAIDANG_DEMO: '1' }, passing: true });
      await use(platform);
      await platform.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  fleetBroker: [
    async ({ platform }, use) => {
      const issued = await platform.cli('device', 'issue', '--forwarder', CARRIER);
      await use(withUser(platform.broker, CARRIER, issued.trim().split(',').at(-1)!));
    },
    { scope: 'worker' },
  ],
  forgiven: [[], { option: true }],
  role: ['shift_supervisor', { option: true }],
  signedIn: [
    async ({ context, platform, role }, use) => {
      if (role !== null)
        await context.addCookies([sessionCookie(platform.origin, await platform.token(role))]);
      await use();
    },
    { auto: true },
  ],
  quiet: [
    async ({ page, platform, forgiven }, use) => {
      const troubles = listen(page, platform.origin);
      await use();
      const unforgiven = troubles.filter((trouble) => !forgiven.some((words) => words.test(trouble)));
      expect(unforgiven, 'what the page must not do').toEqual([]);
    },
    { auto: true },
  ],
  desk: ({ page, platform }, use) => use(new Desk(page, platform.origin)),
  fleet: [
    async ({ platform, fleetBroker }, use) => {
      const fleet = new Fleet(platform, fleetBroker);
      await use(fleet);
      await fleet.dispose();
    },
    { auto: true },
  ],
});

/** As the platform sets it. */
export function sessionCookie(origin: string, token: string) {
  return { name: 'haidang_session', value: token, url: origin, httpOnly: true, sameSite: 'Strict' } as const;
}

/** Everything the page does that an operator's page must not: from calls to other machines to errors. */
function listen(page: Page, origin: string): string[] {
  const troubles: string[] = [];
  const socketOrigin = origin.replace('http', 'ws');
  const isOurs = (url: string) =>
    url.startsWith(`${origin}/`) || url.startsWith(`${socketOrigin}/`) || /^(data|blob):/.test(url);
  page.context().on('request', (request: Request) => {
    if (!isOurs(request.url())) troubles.push(`request to ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (!isOurs(socket.url())) troubles.push(`socket to ${socket.url()}`);
  });
  page.context().on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.context().on('weberror', (error) => troubles.push(`thrown: ${error.error().stack}`));
  page.on('crash', () => troubles.push('the page crashed'));
  return troubles;
}
