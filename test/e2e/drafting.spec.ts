import type { Zone } from '@haidang/contract';
import type { RunningPlatform } from '@haidang/testkit/platform';
import type { Page } from '@playwright/test';
import { violations } from './support/axe.js';
import { draw, exported, importFile } from './support/hand.js';
import { overflowing } from './support/overflow.js';
import { expect, test } from './support/test.js';

const zonesInView = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as { haidang: { inView(what: 'zones'): string[] } }).haidang.inView('zones'),
  );

async function writeHours(page: Page, edge: 'from' | 'to', hours: string, minutes: string): Promise<void> {
  const parts = page.getByTestId(`draft-span-${edge}`).getByRole('spinbutton');
  await parts.first().fill(hours);
  await parts.last().fill(minutes);
}

/** The platform's refusal to save over what somebody else has saved. */
test.use({ forgiven: [/status of 412/] });

/** Another person's hand on the zone of this test. */
async function change(platform: RunningPlatform, method: string, body?: object): Promise<void> {
  const answer = await fetch(`${platform.origin}/api/v1/zones/BAI-THU-DINH-VU`, {
    method,
    headers: {
      authorization: `Bearer ${await platform.token('administrator')}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
}

test('a zone is drawn across a road, tried on what was driven, saved, and stands on the centre’s map', async ({
  page,
  platform,
  fleet,
}) => {
  const truck = await fleet.truck(100);
  await truck.drive(4);
  const { lat, lon } = truck.place;
  await truck.drive(6);
  // a small map: it is drawn without a graphics card
  await page.setViewportSize({ width: 900, height: 620 });
  await page.goto(`${platform.origin}/map/zones?map=12.3/${lat}/${lon}`);
  await page.getByTestId('draft-new').click();
  await expect(page.getByTestId('map')).toHaveAttribute('data-hand', 'true');
  await expect(page.getByTestId('trial-begin')).toBeDisabled();
  await draw(page, [-90, -110], [90, -110], [90, 110], [-90, 110]);
  await page.keyboard.press('Enter');

  // what lacks is said; a trial needs no name
  await expect(page.getByTestId('draft-lack')).toContainText('tên');
  await page.getByTestId('trial-begin').click();
  const answer = page.getByTestId('trial-answer');
  await expect(answer).toHaveAttribute('data-standing', 'done');
  // trucks of other specs may have driven there, too
  const raised = page
    .getByTestId('trial-list')
    .locator('[data-outcome="raised"]')
    .filter({ hasText: truck.container.slice(0, 10) });
  await expect(raised).toHaveCount(1);
  const door = await raised.getByRole('link').getAttribute('href');
  expect(door).toMatch(new RegExp(`^/transit/${truck.transitId}\\?at=20`));
  expect(
    (await platform.call<{ items: object[] }>('/alarms?kind=forbidden_zone')).items,
    'nothing is raised',
  ).toEqual([]);

  // one step back and another drawn
  await page.getByTestId('draft-undo').click();
  await expect(page.getByTestId('draft-lack')).toContainText('hình vẽ');
  await page.getByTestId('stroke-area').click();
  await draw(page, [-100, -100], [100, -100], [100, 100], [-100, 100]);
  await page.keyboard.press('Enter');
  await page.getByTestId('draft-name').fill('Bãi thử Đình Vũ');
  // its hours are of 24, and one that ends at midnight ends with the day
  await page.getByTestId('draft-since').fill('1/2/2026 6:00');
  await page.getByTestId('draft-always').click();
  await writeHours(page, 'from', '21', '30');
  await writeHours(page, 'to', '00', '00');
  await page.getByTestId('draft-save').click();
  await expect(page).toHaveURL(/item=BAI-THU-DINH-VU/);
  const zone = await platform.call<Zone>('/zones/BAI-THU-DINH-VU');
  expect(zone).toMatchObject({ kind: 'forbidden', name: 'Bãi thử Đình Vũ', geometry: { type: 'Polygon' } });
  expect(zone.calendar).toMatchObject({
    ...{ since: '2026-01-31T23:00:00.000Z', spans: [{ from: 21.5 * 60, to: 24 * 60 }] },
  });

  // somebody else changes it while it is drawn on: both are told, and what was typed is there
  await page.getByTestId('draft-edit').click();
  await page.getByTestId('draft-name').fill('Bãi của tôi');
  await change(platform, 'PATCH', { name: 'Bãi của họ' });
  await page.getByTestId('draft-save').click();
  await expect(page.getByTestId('draft-conflict')).toBeVisible();
  await expect(page.getByTestId('draft-name')).toHaveValue('Bãi của tôi');
  await page.getByTestId('keep-mine').click();
  await page.getByTestId('draft-save').click();
  await expect(page.getByRole('heading', { name: 'Bãi của tôi' })).toBeVisible();

  // a file of it, read again, is the same
  const file = await exported(page, 'kml');
  await page.getByTestId('draft-back').click();
  await importFile(
    page,
    'open.gpx',
    '<gpx><trk><name>Đường</name><trkseg><trkpt lat="1" lon="2"/><trkpt lat="1" lon="3"/><trkpt lat="2" lon="3"/><trkpt lat="2" lon="4"/></trkseg></trk></gpx>',
  );
  await expect(page.getByTestId('file-problem')).toContainText('hình 1 (Đường)');
  await importFile(page, file.name, file.text);
  await expect(page.getByTestId('draft-name')).toHaveValue('Bãi của tôi');
  await expect(page.getByTestId('draft-changes')).toHaveText('Không khác gì danh mục.');
  expect(await violations(page)).toEqual([]);
  expect(await overflowing(page), 'a tablet').toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflowing(page), 'a phone').toEqual([]);

  page.once('dialog', (dialog) => void dialog.accept());
  await page.setViewportSize({ width: 900, height: 620 });
  await page.goto(`${platform.origin}/?map=12.3/${lat}/${lon}`);
  await expect.poll(() => zonesInView(page)).toContain('BAI-THU-DINH-VU');
  await change(platform, 'DELETE');
});
