import { expect, test } from './support/test.js';

/** The browser itself writes an error for every attempt to reach a server that is away. */
test.use({
  forgiven: [/net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/],
});

for (const how of ['kill', 'stop'] as const) {
  test(`the page outlives a ${how} of the platform and shows what came meanwhile`, async ({
    desk,
    fleet,
    page,
    platform,
  }) => {
    const truck = await fleet.truck(how === 'kill' ? 100 : 150);
    await desk.open();
    await expect.poll(() => desk.position(truck.sealId)).toMatchObject({ ...truck.place });

    await platform[how]();
    await expect(desk.banner).toHaveAttribute('data-status', 'lost');
    await expect(desk.banner).toContainText(/Mất kết nối — dữ liệu lúc \d\d:\d\d:\d\d/);
    await expect(page.getByTestId('map')).toHaveAttribute('data-dimmed', 'true');
    const held = truck.drive(1);

    await platform.restart();
    await expect(desk.banner).toBeHidden();
    await expect(page.getByTestId('map')).toHaveAttribute('data-dimmed', 'false');
    await held;
    await expect.poll(() => desk.position(truck.sealId)).toMatchObject({ ...truck.place });
    await truck.stray();
    await expect(desk.rowOf(truck.container)).toHaveAttribute('data-state', 'open');
    expect(await desk.isSameDocument()).toBe(true);
  });
}

test('a file of the base map that did not come is asked for again', async ({ desk, page }) => {
  let asked = 0;
  await page.route('**/basemap/land.json', (route) =>
    ++asked === 1 ? route.abort('connectionrefused') : route.continue(),
  );
  const came = page.waitForResponse(/basemap\/land\.json/);
  // a near view: the whole country has a coarser file
  await desk.open('?map=9/20.9/106.7');
  expect((await came).status()).toBe(200);
  expect(asked).toBe(2);
});
