import type { CaseView, PassageView, WholeCaseView } from '@haidang/contract';
import { containerCheckDigit } from '@haidang/domain';
import type { Page } from '@playwright/test';
import type { RunningPlatform } from '@haidang/testkit/platform';
import { violations } from './support/axe.js';
import { overflowing } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';

const GATE = 'G-LACHHUYEN-1';
const PORT = 'KT-CANG-BAC';
/** Eligible in the demo's port of the north (firmware-sim/country/papers.json). */
const [GOOD, SUSPENDED] = ['HDGU2041746', 'HDGU2042486'] as const;
const STRANGER = `CSQU305999${containerCheckDigit('CSQU305999')}`;

test.use({
  role: null,
  serviceWorkers: 'allow',
  viewport: { width: 1024, height: 768 },
  // a network that is away is what it is about
  forgiven: [/ERR_INTERNET_DISCONNECTED|Failed to load resource|WebSocket connection/],
});

async function drives(page: Page, container: string, plate = '15C-123.45'): Promise<void> {
  await page.getByTestId('entry-container').fill(container);
  await page.getByTestId('entry-plate').fill(plate);
  await page.getByTestId('entry-submit').click();
  await expect(page.getByTestId('entry-container')).toHaveValue('');
}

/** The tablet's camera sees a picture. */
async function seesPicture(page: Page, png: Buffer): Promise<void> {
  await page.evaluate(
    async (source) => {
      const picture = new Image();
      picture.src = source;
      await picture.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [1280, 720];
      const context = canvas.getContext('2d')!;
      const draw = () => {
        context.fillStyle = '#fff';
        context.fillRect(0, 0, 1280, 720);
        context.drawImage(picture, 320, 40, 640, 640);
      };
      draw();
      setInterval(draw, 100);
      navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(10));
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
}

/** The newest that was entered by hand, as the lane shows it. */
const lane = (page: Page, container: string) =>
  page.locator('[data-testid=lane][data-lane=""]').filter({ hasText: container });

/** Of the gate's passages those of this hour's containers: other tests have theirs there. */
const passagesAt = async (platform: RunningPlatform) => {
  const { items } = await platform.call<{ items: PassageView[] }>(`/gates/${GATE}/passages?limit=100`);
  return items.filter(({ container = '' }) => [GOOD, STRANGER, SUSPENDED].includes(container));
};

test('an hour without a network at a gate is reconciled', async ({ page, context, platform }) => {
  const token = await platform.token('port_operator', PORT);
  await context.addCookies([sessionCookie(platform.origin, token)]);
  await page.goto(`${platform.origin}/gatehouse?gate=${GATE}`);
  const status = page.getByTestId('line-status');
  await expect(status).toHaveAttribute('data-list', /\S/);
  await expect(status).toHaveText(/^trực tuyến · danh sách \d\d:\d\d, dùng đến \d\d:\d\d/);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  const idOf = async (container: string) =>
    (await platform.call<{ items: { id: string }[] }>(`/eligibility?container=${container}`)).items[0]!.id;
  const code = await page.request.get(`${platform.origin}/api/v1/eligibility/${await idOf(GOOD)}/qr`, {
    headers: { accept: 'image/png' },
  });

  await context.setOffline(true);
  await expect(page.getByTestId('offline-banner')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('offline-banner')).toHaveAttribute('data-word', 'good');
  await expect(page.getByTestId('gate')).toHaveValue(GATE);

  // customs suspends what the gatehouse cannot hear of
  await platform.call(`/eligibility/${await idOf(SUSPENDED)}/suspend`, { reason: 'risk' });

  await seesPicture(page, await code.body());
  await page.getByTestId('scan-open').click();
  await expect(page.getByTestId('entry-container'), 'its code was read and checked').toHaveValue(GOOD);
  await page.getByTestId('entry-submit').click();
  await expect(lane(page, GOOD)).toHaveAttribute('data-verdict', 'pass');
  await expect(lane(page, GOOD).getByTestId('offline-note')).toHaveAttribute('data-untold', 'true');
  await drives(page, STRANGER);
  await expect(lane(page, STRANGER)).toHaveAttribute('data-verdict', 'hold');
  await expect(lane(page, STRANGER).locator('[data-reason=not_eligible]')).toBeVisible();
  await drives(page, GOOD);
  await expect(lane(page, GOOD), 'it has left').toHaveAttribute('data-verdict', 'hold');
  await expect(lane(page, GOOD).locator('[data-reason=eligibility_used]')).toBeVisible();
  await drives(page, SUSPENDED);
  await expect(lane(page, SUSPENDED)).toHaveAttribute('data-verdict', 'pass');
  expect(await overflowing(page)).toEqual([]);
  expect(await violations(page)).toEqual([]);

  const discrepancy = page.getByTestId('discrepancy-dialog');
  await page.getByTestId('discrepancy-open').click();
  await discrepancy.getByTestId('discrepancy-description').fill('Móp góc trái');
  const picture = { name: 'cua.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await discrepancy.locator('input[type=file]').setInputFiles(picture);
  await discrepancy.getByTestId('discrepancy-submit').click();
  await expect(discrepancy).toBeHidden();

  await page.reload();
  const queue = page.getByTestId('queue-open');
  await expect(queue).toHaveAttribute('data-waiting', '5');
  await expect(lane(page, SUSPENDED)).toHaveAttribute('data-verdict', 'pass');
  expect(await passagesAt(platform), 'nothing was told').toEqual([]);

  await context.setOffline(false);
  await expect(queue).toHaveAttribute('data-waiting', '0');
  await expect(page.getByTestId('offline-banner')).toBeHidden();
  const told = (await passagesAt(platform)).toReversed();
  expect(told.map(({ container, decision }) => [container, decision.verdict])).toEqual([
    [GOOD, 'pass'],
    [STRANGER, 'hold'],
    [GOOD, 'hold'],
    [SUSPENDED, 'pass'],
  ]);
  expect(told.every(({ decidedOffline }) => decidedOffline?.listId !== undefined)).toBe(true);
  await expect(lane(page, SUSPENDED).getByTestId('judged')).toBeVisible();
  await expect(lane(page, SUSPENDED).locator('[data-reason=eligibility_suspended]')).toBeVisible();
  const cases = await platform.call<{ items: CaseView[] }>(`/cases?container=${SUSPENDED}&kind=exit`);
  expect(cases.items).toMatchObject([{ kind: 'exit', source: 'gate', state: 'open' }]);
  const reported = await platform.call<{ items: CaseView[] }>('/cases?kind=damage');
  expect(reported.items[0]!.description).toMatch(/Móp góc trái$/);
  const { evidence } = await platform.call<WholeCaseView>(`/cases/${reported.items[0]!.id}`);
  expect(evidence).toHaveLength(1);
  const used = await platform.call<{ items: { state: string }[] }>(`/eligibility?container=${GOOD}`);
  expect(used.items[0]!.state).toBe('used');
});

/** The demo's port of the south: what it settles for its gates is no other test's. */
const SOUTH = {
  port: 'KT-CANG-NAM',
  facility: 'CATLAI',
  gate: 'G-CATLAI-1',
  eligible: 'HDGU5188005',
} as const;

for (const [afterExpiry, said] of [
  ['hold', 'giữ mọi xe ra'],
  ['allow_listed', 'container có trong danh sách vẫn được ra'],
] as const)
  test(`when the list has expired without a network the place's own rule holds: ${afterExpiry}`, async ({
    page,
    context,
    platform,
  }) => {
    const policy = { listMinutes: 15, afterExpiry };
    const answer = await fetch(`${platform.origin}/api/v1/facilities/${SOUTH.facility}`, {
      ...{ method: 'PATCH', body: JSON.stringify({ offline: policy }) },
      headers: {
        authorization: `Bearer ${await platform.token('administrator')}`,
        'content-type': 'application/merge-patch+json',
        'idempotency-key': `policy-${afterExpiry}`,
      },
    });
    expect(answer.status).toBe(200);
    await page.clock.install();
    const token = await platform.token('port_operator', SOUTH.port);
    await context.addCookies([sessionCookie(platform.origin, token)]);
    await page.goto(`${platform.origin}/gatehouse?gate=${SOUTH.gate}`);
    const status = page.getByTestId('line-status');
    await expect(status).toHaveAttribute('data-list', /\S/);
    await expect(status).toContainText('dùng đến');
    await context.setOffline(true);
    const banner = page.getByTestId('offline-banner');
    await expect(banner).toHaveAttribute('data-word', 'good');

    await page.clock.fastForward('16:00');
    await expect(banner).toHaveAttribute('data-word', afterExpiry);
    await expect(banner).toContainText(said);
    await expect(status).toContainText('đã hết hạn');
    await drives(page, SOUTH.eligible);
    await drives(page, STRANGER);
    const isHeld = lane(page, STRANGER);
    await expect(isHeld).toHaveAttribute('data-verdict', 'hold');
    const row = page.getByTestId('passage').filter({ hasText: SOUTH.eligible });
    await expect(row).toHaveAttribute('data-verdict', afterExpiry === 'hold' ? 'hold' : 'pass');
    for (const one of [isHeld, row])
      await expect(one.locator('[data-reason=list_expired]')).toHaveCount(afterExpiry === 'hold' ? 1 : 0);
    await expect(isHeld.locator('[data-reason=not_eligible]')).toBeVisible();
  });
