import { colourAt, colourOf, spotOnMap, type Spot } from './support/picture.js';
import { expect, test } from './support/test.js';

test('a quiet mark is drawn where its container is, moves with it, and is hit there', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(180);
  const first = truck.place;
  await desk.open(`?map=14/${first.lat}/${first.lon}`);
  const map = page.getByTestId('map');
  const box = (await map.boundingBox())!;
  const spot = async (): Promise<Spot> => spotOnMap(truck.place, (await desk.camera())!, box);
  const seen = async (at: Spot) => colourAt(page, map, at);
  const middle = await spot();
  const onRoute = await colourOf(page, 'on-route');
  await expect.poll(() => seen(middle)).toBe(onRoute);

  await page.mouse.move(box.x + 300, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 420, box.y + 360, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await spot()).x).toBeGreaterThan(middle.x + 100);
  const followed = await spot();
  await expect.poll(() => seen(followed)).toBe(onRoute);
  expect(await seen(middle)).not.toBe(onRoute);

  await truck.drive(1);
  const moved = await spot();
  expect(Math.hypot(moved.x - followed.x, moved.y - followed.y)).toBeGreaterThan(40);
  await expect.poll(() => seen(moved)).toBe(onRoute);
  expect(await seen(followed)).not.toBe(onRoute);

  await page.mouse.move(box.x + moved.x, box.y + moved.y);
  await expect(map.locator('canvas').first()).toHaveCSS('cursor', 'pointer');
  await page.mouse.move(box.x + moved.x + 40, box.y + moved.y + 40);
  await expect(map.locator('canvas').first()).not.toHaveCSS('cursor', 'pointer');
  await page.mouse.click(box.x + moved.x, box.y + moved.y);
  await expect(desk.card).toHaveAttribute('data-seal', truck.sealId);

  // the card has taken a part of the map
  const ring = page.getByTestId('chosen-ring');
  await expect(ring).toContainText(truck.container.slice(0, 4));
  await expect(async () => {
    const now = (await map.boundingBox())!;
    const at = spotOnMap(truck.place, (await desk.camera())!, now);
    const circle = (await ring.locator('circle').boundingBox())!;
    expect(circle.x + circle.width / 2).toBeCloseTo(now.x + at.x, 0);
    expect(circle.y + circle.height / 2).toBeCloseTo(now.y + at.y, 0);
    expect(await colourAt(page, map, at)).toBe(onRoute);
  }).toPass();
});

test('a mark takes its state’s colour, the theme’s, and comes back with a graphics card that was away', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(184);
  await truck.stray();
  await desk.open(`?map=13/${truck.place.lat}/${truck.place.lon}`);
  const map = page.getByTestId('map');
  const { width, height } = (await map.boundingBox())!;
  const seen = () => colourAt(page, map, { x: width / 2, y: height / 2 });
  const dark = await colourOf(page, 'major');
  await expect.poll(seen).toBe(dark);

  await page.getByTestId('theme-switch').click();
  await expect.poll(() => colourOf(page, 'major')).not.toBe(dark);
  const light = await colourOf(page, 'major');
  await expect.poll(seen).toBe(light);

  const lost = await page
    .getByTestId('marks')
    .evaluateHandle((canvas: HTMLCanvasElement) =>
      canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context'),
    );
  await lost.evaluate((context) => context!.loseContext());
  await expect.poll(seen).not.toBe(light);
  await lost.evaluate((context) => context!.restoreContext());
  await expect.poll(seen).toBe(light);

  await truck.comeBack();
  await expect.poll(() => desk.position(truck.sealId)).toMatchObject({ state: 'on_route' });
  const box = (await map.boundingBox())!;
  const back = spotOnMap(truck.place, (await desk.camera())!, box);
  await expect.poll(() => colourAt(page, map, back)).toBe(await colourOf(page, 'on-route'));
});
