import { formatInstant } from '@haidang/domain';
import { violations } from './support/axe.js';
import { expect, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

/** A gate that no other test holds anybody at. */
const GATE = 'G-LACHHUYEN-3';
/** Of every truck of the fleet. */
const [ROUTE, DESTINATION] = ['LACHHUYEN-HUUNGHI', 'HUUNGHI'];
/** Whose queue zone lies on the road's second kilometre. */
const PORT = 'LACHHUYEN';

test('quiet containers can be left off the map, which says so; critical ones cannot', async ({
  desk,
  fleet,
  page,
}) => {
  const [quiet, astray] = [await fleet.truck(100), await fleet.truck(150)];
  await astray.stray();
  const ours = [quiet.sealId, astray.sealId];
  const shown = async () => {
    const seals = (await desk.positions()).map(({ sealId }) => sealId);
    return ours.filter((sealId) => seals.includes(sealId));
  };
  await desk.open();
  await expect.poll(shown).toEqual(ours);

  await page.getByTestId('legend').locator('summary').click();
  await expect(page.getByTestId('show-critical')).toBeDisabled();
  await page.getByTestId('show-on_route').uncheck();
  await expect.poll(shown).toEqual([astray.sealId]);
  await expect(page.getByTestId('hidden-note')).toContainText('Đang ẩn: Đúng tuyến');
  expect(await violations(page)).toEqual([]);

  expect(new URL(page.url()).searchParams.get('hide')).toBe('on_route');
  await page.reload();
  await desk.isUp();
  await expect.poll(shown).toEqual([astray.sealId]);
  await page.getByTestId('hidden-note').getByRole('button').click();
  await expect(page.getByTestId('hidden-note')).toHaveCount(0);
  await expect.poll(shown).toEqual(ours);
});

test('containers of a route, a carrier or a place are picked out; critical ones stay', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(100);
  const isShown = async () => (await desk.positions()).some(({ sealId }) => sealId === truck.sealId);
  await desk.open();
  await expect.poll(isShown).toBe(true);
  await page.getByTestId('picks').locator('summary').click();
  await page.getByTestId('pick-route').selectOption('TIENSA-LAOBAO');
  await expect.poll(isShown).toBe(false);
  await expect(page.getByTestId('hidden-note')).toContainText('Chỉ hiện:');
  await page.getByTestId('pick-route').selectOption('');
  await page.getByTestId('pick-facility').selectOption(PORT);
  await page.getByTestId('pick-carrier').selectOption(CARRIER);
  await expect.poll(isShown).toBe(true);
  expect(await violations(page)).toEqual([]);

  expect(new URL(page.url()).searchParams.get('carrier')).toBe(CARRIER);
  await page.reload();
  await desk.isUp();
  await expect.poll(isShown).toBe(true);
  await page.getByTestId('hidden-note').getByRole('button').click();
  await expect(page.getByTestId('hidden-note')).toHaveCount(0);
  expect(new URL(page.url()).searchParams.has('carrier')).toBe(false);
});

test('the map moves with the container that is followed, until a hand moves it', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(100);
  const isInTheMiddle = async () => {
    const { lat, lon } = (await desk.camera())!;
    return Math.abs(lat - truck.place.lat) < 1e-3 && Math.abs(lon - truck.place.lon) < 1e-3;
  };
  await desk.open(`?seal=${truck.sealId}`);
  await expect.poll(isInTheMiddle).toBe(true);
  await page.keyboard.press('g');
  await expect(page.getByTestId('follow')).toHaveAttribute('aria-pressed', 'true');
  for (let stop = 0; stop < 2; stop++) {
    await truck.drive(3);
    await expect.poll(isInTheMiddle).toBe(true);
  }
  await test.step('also where its size changes on the way', async () => {
    const from = (await desk.camera())!;
    await truck.drive(1);
    await expect.poll(() => desk.camera(), { intervals: [20] }).not.toEqual(from);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(isInTheMiddle).toBe(true);
  });

  const { x, y, width, height } = (await page.getByTestId('map').boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 120, y + height / 2 + 60, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByTestId('follow')).toHaveAttribute('aria-pressed', 'false');
  await truck.drive(3);
  await expect.poll(() => desk.position(truck.sealId)).toMatchObject({ ...truck.place });
  expect(await isInTheMiddle()).toBe(false);

  await page.keyboard.press('g');
  await expect.poll(isInTheMiddle).toBe(true);
  await page.getByTestId('map').locator('canvas').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('follow')).toHaveAttribute('aria-pressed', 'false');
});

test('a way is measured by clicks or by keys, and a click on a mark chooses nothing meanwhile', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(100);
  const { lat, lon } = truck.place;
  await desk.open(`?map=12/${lat}/${lon}`);
  await expect.poll(() => desk.position(truck.sealId)).toBeDefined();
  const { x, y, width, height } = (await page.getByTestId('map').boundingBox())!;
  const click = (right: number) => page.mouse.click(x + width / 2 + right, y + height / 2);

  await page.keyboard.press('m');
  const measured = page.getByTestId('measure');
  await expect(measured).toContainText('nhấn Enter');
  await click(0);
  await click(200);
  // 200 px of 512 a tile, at zoom 12 and 21 degrees north
  await expect(measured.getByRole('status')).toHaveText('3,6 km đoạn cuối 3,6 km');
  await click(0);
  await expect(measured.getByRole('status')).toHaveText('7,1 km đoạn cuối 3,6 km');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Backspace');
  await expect(measured.getByRole('status')).toHaveText('3,6 km đoạn cuối 3,6 km');
  await page.keyboard.press('Enter');
  await expect(measured.getByRole('status')).toHaveText('7,1 km đoạn cuối 3,6 km');
  await expect(desk.card).toHaveCount(0);

  await page.keyboard.press('Escape');
  await expect(measured).toHaveCount(0);
  await expect(async () => {
    await click(0);
    await expect(desk.card).toHaveAttribute('data-seal', truck.sealId, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
});

test('a container is found by its declaration, wherever the map looks', async ({ desk, fleet, page }) => {
  const truck = await fleet.truck(100);
  // the sea: nothing of it is in view
  await desk.open('?map=12/17/111');
  await expect.poll(() => desk.positions()).toEqual([]);
  await page.keyboard.press('/');
  await page.keyboard.type('tk');
  await expect(page.getByRole('listbox')).toContainText('Nhập ít nhất ba ký tự');
  await page.keyboard.type(truck.transitId.replace('E2E-', ''));
  await expect(page.getByTestId('search-option')).toContainText(`Seal ${truck.sealId}`);
  await expect(page.getByTestId('search-option')).toContainText('Tờ khai ');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(desk.card).toHaveAttribute('data-seal', truck.sealId);
});

test('who waits at a port and who is held at its gate is listed, and the map goes there', async ({
  desk,
  fleet,
  page,
  platform,
}) => {
  await fleet.truck(1);
  const held = { id: 'map-tools-1', time: formatInstant(Date.now()), direction: 'out', lane: '1' };
  await platform.call(`/gates/${GATE}/passages`, { ...held, plate: '15C12345', container: 'CSQU3054383' });
  await desk.open();
  await page.getByTestId('queues').locator('summary').click();
  // seals of other tests may wait there too
  await expect(page.getByTestId(`queue-${PORT}`)).toContainText(/[1-9]\d* chờ/);
  const gate = page.getByTestId(`queue-${GATE}`);
  await expect(gate.locator('b')).toHaveText('1 bị giữ');
  await gate.click();
  await expect.poll(async () => (await desk.camera())!.zoom).toBeGreaterThan(13.9);
  const card = page.getByTestId('place-card');
  await expect(card).toHaveAttribute('data-place', PORT);
  await expect(card.getByTestId(`place-gate-${GATE}`)).toContainText('15C-123.45');
});

test('a facility is a door: its card, by a click or by keys, says who is expected and leads to its pages', async ({
  desk,
  fleet,
  page,
}) => {
  const truck = await fleet.truck(100);
  const card = page.getByTestId('place-card');
  await desk.open();

  await test.step('by keys, from the list of places', async () => {
    await page.getByTestId('queues').locator('summary').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId(`queue-${DESTINATION}`)).toBeVisible();
    await page.getByTestId(`queue-${DESTINATION}`).focus();
    await page.keyboard.press('Enter');
    await expect(card).toBeFocused();
    await expect(card.getByTestId(`place-expects-${truck.transitId}`)).toContainText('15C');
    await expect(card.getByTestId('place-to-yard')).toHaveAttribute(
      'href',
      `/office/yard?place=${DESTINATION}`,
    );
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(card).toHaveCount(0);
    await expect(page.getByTestId(`queue-${DESTINATION}`)).toBeFocused();
  });

  await test.step('by a click on the map; a link opens it too', async () => {
    await page.keyboard.press('Enter');
    await expect(card).toBeVisible();
    await page.keyboard.press('Escape');
    await expect.poll(() => desk.inView('facilities')).toContain(DESTINATION);
    const { x, y, width, height } = (await page.getByTestId('map').boundingBox())!;
    await expect(async () => {
      await page.mouse.click(x + width / 2, y + height / 2);
      await expect(card).toHaveAttribute('data-place', DESTINATION, { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await page.reload();
    await expect(card).toHaveAttribute('data-place', DESTINATION);
  });
});

test('the chosen container’s corridor is told apart from the others, as long as it is chosen', async ({
  desk,
  fleet,
}) => {
  const truck = await fleet.truck(100);
  await desk.open(`?seal=${truck.sealId}`);
  await expect.poll(() => desk.inView('way')).toEqual([ROUTE]);
  await desk.card.getByRole('button', { name: 'Đóng' }).click();
  await expect.poll(() => desk.inView('way')).toEqual([]);
});

test('patrols on duty are on the map, and can be left off it', async ({ desk, page, platform }) => {
  const id = `E2E-MAP-${Date.now()}`;
  const place = { lat: 16.05, lon: 107.9 };
  const patrol = { id, name: 'Tổ bản đồ', facilityId: PORT, contact: '0912 345 678', place };
  await platform.call('/patrols', patrol);
  await page.goto(`${platform.origin}/office/patrols?item=${id}`);
  await page
    .getByTestId('office-item')
    .getByRole('link', { name: /vị trí lúc/ })
    .click();
  await desk.isUp();
  await expect.poll(() => desk.inView('patrols')).toContain(id);
  await page.getByTestId('legend').locator('summary').click();
  await page.getByTestId('show-patrols').uncheck();
  await expect.poll(() => desk.inView('patrols')).toEqual([]);
  expect(new URL(page.url()).searchParams.has('nopatrols')).toBe(true);
  await page.getByTestId('show-patrols').check();
  await expect.poll(() => desk.inView('patrols')).toContain(id);
  expect(await violations(page)).toEqual([]);

  // off duty again, so that no other test can send it
  await page.goto(`${platform.origin}/office/patrols?item=${id}`);
  await page.getByTestId('end-duty').click();
  await expect(page.getByTestId('begin-duty')).toBeVisible();
});
