import { readFile } from 'node:fs/promises';
import { formatInstant } from '@haidang/domain';
import type { RunningPlatform } from '@haidang/testkit/platform';
import type { Download, Page } from '@playwright/test';
import { overflowing } from './support/overflow.js';
import { violations } from './support/axe.js';
import { expect, test } from './support/test.js';

/** A gate that no other test holds anybody at. */
const GATE = 'G-LACHHUYEN-2';

/** What a press of a button saves. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const waiting: Promise<Download> = page.waitForEvent('download');
  await press();
  const file = await waiting;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** A picture put in as evidence of what is told. */
async function picture(page: Page, platform: RunningPlatform, of: Record<string, string>): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(of)) form.set(name, value);
  form.set('file', new File([Uint8Array.from(await page.screenshot({ type: 'jpeg' }))], 'seen.jpg'));
  const headers = { authorization: `Bearer ${await platform.token('shift_supervisor')}` };
  const answer = await fetch(`${platform.origin}/api/v1/evidence`, { method: 'POST', body: form, headers });
  expect(answer.status).toBe(201);
}

test('a transit’s page has its evidence: what gates saw of it and what was put in with it, each a door', async ({
  page,
  platform,
  fleet,
}) => {
  const [truck, other] = [await fleet.truck(100), await fleet.truck(140)];
  const passage = { id: 'transit-evidence-1', time: formatInstant(Date.now()), direction: 'out', lane: '1' };
  const seen = { plate: '15C12345', container: truck.container };
  await platform.call(`/gates/${GATE}/passages`, { ...passage, ...seen });
  await picture(page, platform, { gateId: GATE, passageId: passage.id, container: truck.container });
  await picture(page, platform, { transitId: truck.transitId });
  await picture(page, platform, { transitId: other.transitId });

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${platform.origin}/transit/${truck.transitId}`);
  const evidence = page.getByTestId('transit-evidence');
  await expect(evidence.locator('summary')).toHaveText('Hình ảnh, giấy tờ 2');
  await evidence.locator('summary').click();
  await expect(evidence.locator('img')).toHaveCount(2);
  for (const shown of await evidence.locator('img').all())
    await expect
      .poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
  const door = evidence.getByRole('link').first();
  await expect(door).toHaveAttribute('href', /^\/api\/v1\/evidence\/[\w-]+\/content$/);
  expect(await violations(page)).toEqual([]);
  expect(await overflowing(page), 'a phone').toEqual([]);
});

test('a transit’s page: from a card to the timeline, the replay, another transit, and what can be taken away', async ({
  page,
  platform,
  fleet,
}) => {
  const [truck, other] = [await fleet.truck(100), await fleet.truck(140)];
  await truck.drive(8);
  await truck.drive(5, 2_000);
  await other.drive(6);
  // on a phone the card comes without the map, which takes a browser without a graphics card some seconds to draw
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${platform.origin}/?seal=${truck.sealId}`);
  await page.getByTestId('to-transit').click();
  await expect(page).toHaveURL(new RegExp(`/transit/${truck.transitId}`));
  expect(await overflowing(page), 'a phone').toEqual([]);
  await page.setViewportSize({ width: 1024, height: 768 });
  const lines = page.getByTestId('story-line');
  const opened = lines.filter({ hasText: 'Lệch tuyến' }).first();
  await expect(opened).toBeVisible();
  await expect(page.getByTestId('story')).toContainText(truck.container);

  // a line pressed is the replay's time; what lies ahead of it is told apart
  const now = page.getByTestId('replay-now');
  const end = Number(await now.getAttribute('data-at'));
  await lines.first().getByRole('button').click();
  await expect(opened).toHaveAttribute('data-standing', 'ahead');
  const began = Number(await now.getAttribute('data-at'));
  expect(began).toBeLessThan(end);
  await page.getByTestId('replay-slider').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('+');
  await expect(page.getByTestId('replay-speed')).toHaveText('3600×');
  await page.keyboard.press('Space');
  await expect(opened).toHaveAttribute('data-standing', 'known');
  expect(Number(await now.getAttribute('data-at'))).toBeGreaterThan(began);

  await page.getByTestId('show-alarm').click();
  await expect(opened).toBeHidden();
  await page.getByTestId('show-alarm').click();
  await page.getByTestId('add-transit').fill(other.container);
  await page.getByTestId('add-transit-submit').click();
  await expect(page.getByTestId('story')).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`with=${other.transitId}`));

  const story = page.getByTestId('story').first();
  const gpx = await saved(page, async () => {
    await story.getByTestId('take-track').click();
    await page.getByTestId('take-gpx').click();
  });
  expect(gpx.name).toMatch(/\.gpx$/);
  expect(gpx.bytes.toString().match(/<trkpt /g)?.length).toBeGreaterThan(8);
  await page.route('**/dossier.pdf*', () => undefined);
  await story.getByTestId('take-dossier').click();
  await story.getByTestId('leave-work').click();
  await expect(story.getByTestId('working')).toHaveCount(0);
  await page.unroute('**/dossier.pdf*');
  const pdf = await saved(page, () => story.getByTestId('take-dossier').click());
  expect(pdf.name).toMatch(/\.pdf$/);
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.bytes.length).toBeGreaterThan(10_000);

  expect(await violations(page)).toEqual([]);
  expect(await overflowing(page), 'a tablet').toEqual([]);
});
