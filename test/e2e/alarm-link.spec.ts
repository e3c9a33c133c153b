import type { AlarmView } from '@haidang/contract';
import { formatInstant, HOUR } from '@haidang/domain';
import { randomUUID } from 'node:crypto';
import { pages } from './support/api.js';
import { expect, test } from './support/test.js';

/** Of no transit and no seal of the demo country's. */
const CONTAINER = 'CSQU3054383';

// where there is no such alarm the platform answers so
test.use({ forgiven: [/404/] });

test('a link to an alarm leads to its file, whatever became of it and whether it has a seal or not', async ({
  fleet,
  page,
  platform,
}) => {
  const file = page.getByTestId('alarm-file');
  const opens = (query: Record<string, string>) =>
    page.goto(`${platform.origin}/centre?${new URLSearchParams(query).toString()}`);

  const atGate = await test.step('of a container that came in twice, and is on no transit', async () => {
    for (const hours of [5, 1])
      await platform.call('/gates/G-LACHHUYEN-1/passages', {
        ...{ id: `link-${hours}`, time: formatInstant(Date.now() - hours * HOUR), direction: 'in' },
        container: CONTAINER,
      });
    const found = async () =>
      await pages<AlarmView>(platform, `/alarms?kind=place_contradiction&container=${CONTAINER}`);
    await expect.poll(async () => (await found()).length).toBe(1);
    const [alarm] = await found();
    expect([alarm!.transitId, alarm!.sealId]).toEqual([undefined, undefined]);
    await opens({ alarm: alarm!.id });
    await expect(file).toHaveAttribute('data-alarm', alarm!.id);
    return alarm!;
  });

  await test.step('after it was resolved, and after two comments on that', async () => {
    await platform.call(`/alarms/${atGate.id}/resolve`, { revision: atGate.revision, ending: 'false' });
    await opens({ alarm: atGate.id });
    await expect(file).toHaveAttribute('data-alarm', atGate.id);
    await expect(file.getByRole('list', { name: 'Nhật ký xử lý' })).toContainText('báo sai');
    for (const text of ['đã xem lại', 'gửi ảnh cho cảng']) {
      await file.getByTestId('file-comment').click();
      await page.getByTestId('comment-text').fill(text);
      await page.getByTestId('comment-submit').click();
      await expect(page.getByTestId('comment-dialog')).toBeHidden();
      await expect(file).toContainText(text);
    }
    await page.keyboard.press('Escape');
    await expect(file).toBeHidden();
  });

  await test.step('of a seal: with its container, or alone', async () => {
    const truck = await fleet.truck(100);
    await truck.stray();
    const [alarm] = await fleet.alarmsOf(truck);
    await platform.call(`/alarms/${alarm!.id}/resolve`, { revision: alarm!.revision, ending: 'true' });
    await opens({ seal: truck.sealId, alarm: alarm!.id });
    await expect(file).toHaveAttribute('data-alarm', alarm!.id);
    await expect(page.getByTestId('container-card')).toBeVisible();
    await opens({ alarm: alarm!.id });
    await expect(file).toHaveAttribute('data-alarm', alarm!.id);
  });

  await test.step('one that there is not is said to be none', async () => {
    await opens({ alarm: randomUUID() });
    await expect(page.getByTestId('alarm-missing')).toContainText('Không có cảnh báo này');
  });
});
