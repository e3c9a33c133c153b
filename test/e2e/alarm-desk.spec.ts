import { Desk } from './support/desk.js';
import { expect, sessionCookie, test } from './support/test.js';

test.use({ forgiven: [/status of 409 /] });

test('two operators take an alarm from its raise to its end, and neither works on it unknowingly', async ({
  browser,
  desk,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  const context = await browser.newContext({ locale: 'vi-VN' });
  await context.addCookies([sessionCookie(platform.origin, await platform.token('centre_operator'))]);
  const other = new Desk(await context.newPage(), platform.origin);
  await Promise.all([desk.open(), other.open()]);
  await truck.stray();
  const [row, otherRow] = [desk.rowOf(truck.container), other.rowOf(truck.container)];
  const { name } = (await (await page.request.get(`${platform.origin}/api/v1/session`)).json()).person;

  await test.step('one takes it on by a key, and the other sees at once who has it', async () => {
    await expect(row).toHaveAttribute('data-state', 'open');
    await page.keyboard.press('s');
    await expect(row).toHaveAttribute('data-state', 'acknowledged');
    await expect(otherRow).toContainText(`Đang xử lý: ${name}`);
  });

  await test.step('what one says of it stands in its history at the other', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    await page.getByTestId('comment-text').fill('Đã gọi lái xe, đang quay lại tuyến');
    await page.getByTestId('comment-submit').click();
    await other.page.keyboard.press('j');
    await other.page.keyboard.press('Enter');
    const file = other.page.getByTestId('alarm-file');
    await expect(file).toContainText(`${name}: ghi chú`);
    await expect(file).toContainText('Đã gọi lái xe, đang quay lại tuyến');
    await expect(file.getByTestId('other-hand')).toContainText(name);
  });

  await test.step('what the alarm rests on stands beside it: the way before and during, and what the seal said', async () => {
    const evidence = other.page.getByTestId('alarm-evidence');
    await expect(evidence.locator('polyline[data-line="before"]')).not.toHaveCount(0);
    await expect(evidence.locator('polyline[data-line="during"]')).not.toHaveCount(0);
    await expect(evidence.locator('circle[data-mark="major"], circle[data-mark="critical"]')).toHaveCount(1);
  });

  await test.step('who would take it over is told whose it is, before anything is done', async () => {
    await other.page.keyboard.press('s');
    const dialog = other.page.getByTestId('assign-dialog');
    await expect(dialog.getByTestId('other-hand')).toContainText(name);
    await other.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect((await fleet.alarmsOf(truck))[0]!.assignee).toBe(name);
  });

  await test.step('where the first acts while the second decides, the second looks again', async () => {
    await other.page.keyboard.press('r');
    await other.page.getByTestId('resolve-permitted').check();
    await page.keyboard.press('c');
    await page.getByTestId('comment-text').fill('Công an giao thông đã cho đi vòng');
    await page.getByTestId('comment-submit').click();
    await expect(other.page.getByTestId('moved-on')).toContainText(name);
    await expect(other.page.getByTestId('resolve-submit')).toBeDisabled();
    await other.page.getByTestId('look-again').click();
    await other.page.getByTestId('resolve-submit').click();
    await expect.poll(async () => (await fleet.alarmsOf(truck))[0]!.ending).toBe('permitted');
    await desk.pointAway();
    await expect(row).toHaveCount(0);
  });
  await context.close();
});
