import type { AlarmView, Snapshot } from '@haidang/contract';
import { formatInstant, MINUTE } from '@haidang/domain';
import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, test } from './support/test.js';

const MANY = 1_000;
const FRAME = '42/live,';

/** So many alarms that stand, the first the newest; each a minute older than the one before. */
function standing(now: number): AlarmView[] {
  return Array.from({ length: MANY }, (_, i) => {
    const start = formatInstant(now - (i + 3) * MINUTE);
    return {
      id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      ...{ kind: 'off_route', severity: 'major', state: 'open', start, raisedAt: start, late: false },
      ...{ place: { lat: 20.8, lon: 106.7 }, sealId: `MANY${i}`, revision: 1, comments: [] },
      why: { rule: 'off_route', settings: {}, measured: { distance: 700 } },
    };
  });
}

/** The platform's own feed, with these alarms in its snapshot; its clock can be put forward, and more can be told. */
async function feedOf(page: Page, alarms: readonly AlarmView[]) {
  const feed = { ahead: 0, socket: undefined as WebSocketRoute | undefined };
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    feed.socket = socket;
    server.onMessage((message) => {
      const text = String(message).replace(
        /"serverTime":"([^"]+)"/g,
        (_, time: string) => `"serverTime":"${formatInstant(Date.parse(time) + feed.ahead)}"`,
      );
      if (!text.startsWith(`${FRAME}["snapshot",`)) return socket.send(text);
      const [event, snapshot] = JSON.parse(text.slice(FRAME.length)) as [string, Snapshot];
      socket.send(FRAME + JSON.stringify([event, { ...snapshot, alarms }]));
    });
  });
  return {
    tell: (alarm: AlarmView) => feed.socket!.send(FRAME + JSON.stringify(['alarm', alarm])),
    goOn: (millis: number) => (feed.ahead += millis),
  };
}

/** In the page, before all else: counts the times that are written out, of which each row that is drawn writes one. */
const COUNT_TIMES = `
  window.timesWritten = 0;
  const own = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format');
  Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
    ...own,
    get() {
      window.timesWritten++;
      return own.get.call(this);
    },
  });`;

test('a queue of a thousand alarms draws what is in view, and of that what changed', async ({
  desk,
  page,
}) => {
  const alarms = standing(Date.now());
  const feed = await feedOf(page, alarms);
  await page.addInitScript({ content: COUNT_TIMES });
  await desk.open();
  const written = () => page.evaluate<number>('window.timesWritten');
  const rowOf = (i: number) => page.locator(`[data-testid=alarm-row][data-alarm="${alarms[i]!.id}"]`);
  const told = (i: number, distance: number): AlarmView => ({
    ...{ ...alarms[i]!, revision: 2 },
    why: { rule: 'off_route', settings: {}, measured: { distance } },
  });

  await test.step('only rows in view exist', async () => {
    await expect(rowOf(0)).toContainText('3 phút');
    expect(await desk.rows.count()).toBeLessThan(60);
  });

  await test.step('what changes elsewhere draws none of them again, what changes here its own', async () => {
    const before = await written();
    for (let i = 500; i < 520; i++) feed.tell(told(i, 900));
    feed.tell(told(1, 1_500));
    await expect(rowOf(1)).toContainText('1,5 km');
    expect((await written()) - before).toBeLessThan(20);
  });

  await test.step('ages go on by the server’s clock, and nothing else is drawn for that', async () => {
    const before = await written();
    feed.goOn(10 * MINUTE);
    await expect(rowOf(0)).toContainText('13 phút');
    await expect(rowOf(2)).toContainText('15 phút');
    expect((await written()) - before).toBeLessThan(20);
  });

  await test.step('keys walk through it, and the current row is in view and says so', async () => {
    for (let i = 0; i < 40; i++) await page.keyboard.press('j');
    await expect(rowOf(39)).toHaveAttribute('data-current', 'true');
    await expect(rowOf(39)).toBeInViewport();
    await expect(rowOf(39).getByRole('button').first()).toHaveAttribute('aria-current', 'true');
    await page.keyboard.press('k');
    await expect(rowOf(38)).toHaveAttribute('data-current', 'true');
    await expect(rowOf(39)).toHaveAttribute('data-current', 'false');
  });
});
