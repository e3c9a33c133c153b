import type { Page } from '@playwright/test';
import { expect, sessionCookie, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

/** What the browser itself writes of calls that a test lets fail. */
test.use({ role: null, forgiven: [/net::ERR_(INTERNET_DISCONNECTED|FAILED)|status of 503 /] });

interface Feed {
  /** The first snapshot has come, though nothing on the page may show it. */
  readonly isUp: Promise<void>;
  cut(): Promise<void>;
}

/** Cuts the live connection alone: what is read by REST would be there. */
async function watchFeed(page: Page): Promise<Feed> {
  let isCut = false;
  let cut: () => Promise<void> = () => Promise.resolve();
  let came: () => void = () => undefined;
  const isUp = new Promise<void>((up) => (came = up));
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (isCut) return void socket.close();
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (String(message).includes('"snapshot"')) came();
      socket.send(message);
    });
    cut = async () => {
      isCut = true;
      await server.close();
      await socket.close();
    };
  });
  await page.route(/\/socket\.io\//, (route) => (isCut ? route.abort() : route.continue()));
  return { isUp, cut: () => cut() };
}

test('who has another page than the map before them is told that the feed is lost', async ({
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  const as = async (token: string) => page.context().addCookies([sessionCookie(platform.origin, token)]);
  const banner = page.getByTestId('feed-banner');
  for (const [token, path, sign] of [
    [await platform.token('shift_supervisor'), `/transit/${truck.transitId}`, 'replay'],
    [await platform.token('carrier', CARRIER), '/carrier', 'register-form'],
  ] as const) {
    await as(token);
    const feed = await watchFeed(page);
    await page.goto(`${platform.origin}${path}`);
    await expect(page.getByTestId(sign)).toBeVisible();
    await feed.isUp;
    await expect(banner).toHaveCount(0);
    await feed.cut();
    await expect(banner).toHaveAttribute('data-status', 'lost');
    await expect(banner).toContainText('Mất kết nối');
    await page.unrouteAll();
    await page.goto('about:blank');
  }
});

test('a driver without a network is told that nothing was sent, keeps what was typed, and sends it once there is one', async ({
  context,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  await context.addCookies([sessionCookie(platform.origin, await platform.token('carrier', CARRIER))]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${platform.origin}/`);
  const row = page.locator(`[data-testid=transit-row][data-transit="${truck.transitId}"]`);
  await row.getByTestId('report-problem').click();
  const dialog = page.getByTestId('report-dialog');
  await dialog.getByTestId('report-words').fill('Hỏng phanh ở km 41');
  await context.setOffline(true);
  await dialog.getByTestId('report-submit').click();
  await expect(dialog.getByRole('alert')).toContainText('chưa gửi gì');
  await expect(dialog.getByRole('alert')).toContainText('thử lại');
  await expect(dialog.getByTestId('report-words')).toHaveValue('Hỏng phanh ở km 41');
  await context.setOffline(false);
  await dialog.getByTestId('report-submit').click();
  await expect(dialog).toBeHidden();
  await expect(row.getByTestId('incident')).toContainText('Hỏng phanh ở km 41');
});

test('a list that could not be read says so in words, and is read when asked for again', async ({
  context,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  const as = async (token: string) => context.addCookies([sessionCookie(platform.origin, token)]);
  const fails = async (calls: RegExp) => {
    await page.route(calls, (route) => route.fulfill({ status: 503, body: '' }));
    return () => page.unroute(calls);
  };
  const failed = page.getByTestId('failed');
  const words = 'Hệ thống tạm thời không phục vụ được';

  await test.step('a carrier’s transits and routes', async () => {
    await as(await platform.token('carrier', CARRIER));
    const mend = await fails(/\/api\/v1\/(transits|routes)\?/);
    await page.goto(`${platform.origin}/carrier`);
    await expect(failed).toHaveCount(3);
    for (const one of await failed.all()) await expect(one).toContainText(words);
    await mend();
    while ((await failed.count()) > 0) {
      const before = await failed.count();
      await failed.first().getByTestId('retry').click();
      await expect.poll(() => failed.count()).toBeLessThan(before);
    }
    await expect(page.locator(`[data-testid=history-row][data-transit="${truck.transitId}"]`)).toBeVisible();
  });

  await test.step('the transit of a container at the desk', async () => {
    await as(await platform.token('shift_supervisor'));
    const mend = await fails(new RegExp(`/api/v1/transits/${truck.transitId}$`));
    await page.goto(`${platform.origin}/?seal=${truck.sealId}`);
    const card = page.getByTestId('container-card');
    await expect(card.getByTestId('failed')).toContainText(words);
    await expect(card).not.toContainText('Chưa gắn container');
    await mend();
    await card.getByTestId('retry').click();
    await expect(card.getByTestId('failed')).toHaveCount(0);
    await expect(card).toContainText('QT-2026-');
  });

  await test.step('an office’s list', async () => {
    const mend = await fails(/\/api\/v1\/patrols/);
    await page.goto(`${platform.origin}/office/patrols`);
    await expect(failed).toContainText(words);
    await expect(page.getByTestId('office-answer')).toHaveText('Chưa tải được.');
    await mend();
    await failed.getByTestId('retry').click();
    await expect(page.getByTestId('office-answer')).toContainText('sẵn sàng');
  });
});

test.describe(() => {
  test.use({ role: 'shift_supervisor' });

  test('a figure of the desk opens its list, and the address keeps which', async ({
    desk,
    fleet,
    page,
    platform,
  }) => {
    const truck = await fleet.truck(100);
    await truck.stray();
    await expect.poll(async () => (await fleet.alarmsOf(truck)).length).toBe(1);
    const { id, revision } = (await fleet.alarmsOf(truck))[0]!;
    await platform.call(`/alarms/${id}/escalate`, { revision, reason: 'Cần ca trưởng quyết định' });
    await desk.open();

    await page.getByTestId('count-in-transit').click();
    await expect(page.getByTestId('list-inTransit')).toContainText(truck.container);
    await expect(page).toHaveURL(/list=inTransit/);
    await page.reload();
    await expect(page.getByTestId('list-inTransit')).toContainText(truck.container);
    await page.getByTestId('count-in-transit').click();

    await expect(page.getByTestId('count-rate')).toContainText(/\d/);
    await page.getByTestId('count-rate').click();
    await page.getByTestId('figure-major').click();
    await expect(page.getByTestId('figure-alarms')).toContainText(truck.container);
    await page.getByTestId('figure-escalated').click();
    await expect(page.getByTestId('figures')).toBeHidden();
    await expect(page.getByTestId('part-escalated')).toHaveAttribute('aria-pressed', 'true');
    await expect(page).toHaveURL(/show=escalated/);
    await expect(desk.rowOf(truck.container).getByTestId('alarm-escalated')).toBeVisible();
    await page.getByTestId('person-menu').click();
    await expect(page.getByTestId('to-wall')).toHaveAttribute('href', '/?wall');
  });
});
