import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeProcess } from '@haidang/testkit/platform';
import { expect, test } from './support/test.js';

const SIMULATOR = fileURLToPath(new URL('../../firmware-sim/dist/main.js', import.meta.url));

test('a container moves on the map without a reload', async ({ desk, fleet }) => {
  const truck = await fleet.truck(100);
  await desk.open();
  await expect.poll(() => desk.position(truck.sealId)).toMatchObject({ ...truck.place, state: 'on_route' });
  for (let stop = 0; stop < 3; stop++) {
    await truck.drive(1);
    await expect.poll(() => desk.position(truck.sealId)).toMatchObject({ ...truck.place });
  }
  expect(await desk.isSameDocument()).toBe(true);
});

test('an alarm comes, is looked at, acknowledged and ends, all without a reload', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(120);
  await desk.open();
  await expect(desk.rows).toHaveCount(0);

  await truck.stray();
  const row = desk.rowOf(truck.container);
  await expect(row).toHaveAttribute('data-state', 'open');
  await expect(row).toHaveAttribute('data-severity', 'major');
  await expect(row).toContainText(/Lệch tuyến \d{3} m/);
  await expect(desk.count('major')).toHaveText('1');
  await expect.poll(() => desk.position(truck.sealId)).toMatchObject({ ...truck.place, state: 'major' });

  await row.click();
  await expect
    .poll(() => desk.camera())
    .toMatchObject({
      lat: expect.closeTo(truck.place.lat, 3),
      lon: expect.closeTo(truck.place.lon, 3),
    });
  expect((await desk.camera())!.zoom).toBeGreaterThan(11);
  await expect(desk.card).toHaveAttribute('data-seal', truck.sealId);
  await expect(desk.card).toContainText(truck.container);
  await expect(desk.card).toContainText('Lạch Huyện');
  await expect(desk.card).toContainText('Pin 87%');
  await expect(desk.card).toContainText('Hành trình 6 giờ qua');
  await expect(desk.card.getByRole('list', { name: 'Diễn biến' })).toContainText('Lệch tuyến');

  await desk.pointAway();
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-state', 'acknowledged');
  expect(await fleet.alarmsOf(truck)).toMatchObject([{ state: 'acknowledged', kind: 'off_route' }]);

  await truck.comeBack();
  await expect(row).toContainText('đã hết lúc');
  await expect.poll(() => desk.position(truck.sealId)).toMatchObject({ state: 'on_route' });
  await expect(desk.card.getByRole('list', { name: 'Diễn biến' })).toContainText('Hết: Lệch tuyến');
  expect(await desk.isSameDocument()).toBe(true);
});

test('a click on a mark opens its container', async ({ desk, fleet, page }) => {
  const truck = await fleet.truck(140);
  const { lat, lon } = truck.place;
  await desk.open(`?map=12/${lat}/${lon}`);
  const { x, y, width, height } = (await page.getByTestId('map').boundingBox())!;
  await expect(async () => {
    await page.mouse.click(x + width / 2, y + height / 2);
    await expect(desk.card).toHaveAttribute('data-seal', truck.sealId, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
});

test('the simulator drives a truck off its route, and the page shows it', async ({ desk, platform }) => {
  await desk.open();
  // fifteen minutes of the story in a quarter of one
  const simulator = new NodeProcess({
    script: SIMULATOR,
    args: [
      ...['--scenario', 'off-route', '--speed', '60', '--broker', platform.broker, '--api', platform.origin],
      ...['--credentials', path.join(platform.dataDir, 'demo-devices.csv')],
    ],
  });
  // all that it was while the story went by: the page may be looked at less often than it changes
  const [places, states] = [new Set<string>(), new Set<string>()];
  await expect
    .poll(
      async () => {
        const position = await desk.position('VN000101');
        if (position !== undefined) {
          places.add(`${position.lat} ${position.lon}`);
          states.add(position.state);
        }
        return { moved: places.size > 3, alarms: await desk.rows.count(), wasMajor: states.has('major') };
      },
      { timeout: 60_000, intervals: [100] },
    )
    .toEqual({ moved: true, alarms: 1, wasMajor: true });
  await expect(desk.rows).toContainText('Lệch tuyến');
  await expect(desk.rows).toContainText('đã hết lúc', { timeout: 60_000 });
  expect((await simulator.ended).code, simulator.log).toBe(0);
  await expect.poll(() => desk.position('VN000102')).toMatchObject({ state: 'on_route' });
  expect(await desk.isSameDocument()).toBe(true);
});

test('a view too full for single marks shows clusters, and opens them as one comes nearer', async ({
  desk,
  fleet,
  page,
}) => {
  // the page asks for clusters above 10,000 containers; here it asks for them above one
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) =>
      server.send(
        typeof message === 'string' ? message.replace(/"clusterAbove":\d+/, '"clusterAbove":1') : message,
      ),
    );
  });
  // where no other test leaves a seal
  const first = await fleet.truck(60);
  const second = await fleet.truck(61);
  const strayed = await fleet.truck(70);
  await strayed.stray();
  const { lat, lon } = first.place;
  await desk.open(`?map=8/${lat}/${lon}`);
  const gathered = () => desk.clusters().then((all) => all.reduce((sum, { count }) => sum + count, 0));
  await expect.poll(gathered).toBeGreaterThanOrEqual(2);
  await expect.poll(() => desk.position(strayed.sealId)).toMatchObject({ state: 'major' });
  expect(await desk.position(first.sealId)).toBeUndefined();

  const [largest] = (await desk.clusters()).sort((a, b) => b.count - a.count);
  await desk.open(`?map=8/${largest!.lat}/${largest!.lon}`);
  const { x, y, width, height } = (await page.getByTestId('map').boundingBox())!;
  await expect(async () => {
    await page.mouse.click(x + width / 2, y + height / 2);
    await expect.poll(async () => (await desk.camera())!.zoom, { timeout: 2_000 }).toBeGreaterThan(9);
  }).toPass({ timeout: 30_000 });

  // no more in view than was asked for: each by itself
  await second.drive(60);
  await desk.open(`?map=14/${lat}/${lon}`);
  await expect.poll(() => desk.position(first.sealId)).toMatchObject({ lat, lon });
  await expect.poll(gathered).toBe(0);
});
