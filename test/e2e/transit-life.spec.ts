import type { TransitView } from '@haidang/contract';
import { topics } from '@haidang/wire';
import { containerCheckDigit, formatInstant, MINUTE, SECOND } from '@haidang/domain';
import { withUser, type RunningPlatform } from '@haidang/testkit/platform';
import type { Page } from '@playwright/test';
import { connectAsync } from 'mqtt';
import { loadCountry } from '../../firmware-sim/src/country.js';
import { Road } from '../../firmware-sim/src/motion/road.js';
import { violations } from './support/axe.js';
import { overflowing } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

test.use({ role: null, forgiven: [/status of 40[39] /] });

const ROUTE = 'LACHHUYEN-HUUNGHI';
/** The offices where it leaves and where it arrives. */
const [DEPARTURE, DESTINATION] = ['HQ-LACHHUYEN', 'HQ-HUUNGHI'];
const NUMBER = 'QT-E2E-LIFE';
/** A seal of the office of departure, and one of the carrier's own. */
const [SEAL, OWN] = ['LIFE001', 'LIFE002'];

const box = (serial: number): string => {
  const body = `VNLU${String(serial)}`;
  return `${body}${containerCheckDigit(body)}`;
};
const [BOX, OTHER] = [box(200_001), box(200_002)];

/** Opens a page as an officer of an office. */
async function asOfficer(page: Page, platform: RunningPlatform, office: string): Promise<void> {
  const token = await platform.token('customs_officer', office);
  await page.context().addCookies([sessionCookie(platform.origin, token)]);
  await page.goto(`${platform.origin}/office/transits`);
}

test('a transit from its registration to its close: the carrier, both offices, and what its seals show', async ({
  page,
  platform,
  fleetBroker,
}) => {
  await platform.call('/seals', { id: SEAL, interval: 600, organisationId: DEPARTURE });
  await platform.call('/seals', { id: OWN, interval: 600, organisationId: CARRIER });
  await page.context().addCookies([sessionCookie(platform.origin, await platform.token('carrier', CARRIER))]);

  await test.step('the carrier registers it, and attaches a seal of its own afterwards', async () => {
    await page.goto(`${platform.origin}/carrier`);
    const form = page.getByTestId('register-form');
    await form.getByTestId('register-number').fill(NUMBER);
    await form.getByTestId('register-declaration').fill('TK-E2E-LIFE');
    await form.getByTestId('register-routeId').click();
    await page.getByRole('option', { name: loadCountry().routes.get(ROUTE)!.name, exact: true }).click();
    await form.getByTestId('register-plate').fill('15C-123.45');
    await form.getByTestId('register-arriveBy').fill('31/12/2026 18:00');
    await form.getByTestId('register-box-number').fill(BOX);
    await form.getByRole('button', { name: 'Thêm container' }).click();
    await form.getByTestId('register-box-number').last().fill(OTHER);
    await form.getByTestId('register-submit').click();
    await expect(form.getByRole('status')).toContainText(NUMBER);

    const row = page.getByTestId('history-row').filter({ hasText: NUMBER });
    await row.getByTestId('history-change').click();
    await expect(form.getByTestId('register-number')).toBeFocused();
    await expect(form.getByTestId('register-arriveBy')).toHaveValue('31/12/2026 18:00');
    await form.getByTestId('register-box-sealId').last().fill(OWN);
    await form.getByTestId('register-plate').fill('15C-543.21');
    await form.getByTestId('register-submit').click();
    await expect(row).toContainText('15C-543.21');
    await expect(form.getByTestId('register-number')).toHaveValue('');
  });
  const { items } = await platform.call<{ items: TransitView[] }>(`/transits?number=${NUMBER}`);
  const { id } = items[0]!;
  const transit = () => platform.call<TransitView>(`/transits/${id}`);
  expect(await transit()).toMatchObject({ routeId: ROUTE, arriveBy: '2026-12-31T11:00:00.000Z' });

  const row = page.getByTestId('office-row').filter({ hasText: NUMBER });
  const item = page.getByTestId('office-item');
  const confirmed = async (step: string, words = '') => {
    await item.getByTestId(`step-${step}`).click();
    const dialog = page.getByTestId('reason-dialog');
    if (words !== '') await dialog.getByTestId('reason').fill(words);
    await dialog.getByTestId('reason-submit').click();
    await expect(dialog).toBeHidden();
  };

  await test.step('the office of departure seals it and approves it', async () => {
    await asOfficer(page, platform, DEPARTURE);
    await expect(row).toContainText('Chờ niêm phong');
    await row.click();
    await expect(item.getByTestId('seal-submit')).toBeDisabled();
    const [first, second] = [item.getByTestId('seal-choice').first(), item.getByTestId('seal-choice').last()];
    await expect(second).toHaveValue(OWN);
    await first.fill('life');
    const offered = page.getByRole('option').filter({ visible: true });
    await expect(offered, 'seals of others are not offered').toHaveText([new RegExp(`^${SEAL}`)]);
    await offered.click();
    for (const width of [390, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflowing(page), `${width} px`).toEqual([]);
    }
    expect(await violations(page)).toEqual([]);
    await item.getByTestId('seal-time').fill(written(Date.now() - 9 * MINUTE));
    await item.getByTestId('seal-submit').click();
    await expect(item.getByTestId('transit-need')).toContainText('chờ hải quan nơi đi phê duyệt');
    // by the keyboard
    await page.keyboard.press('a');
    const dialog = page.getByTestId('reason-dialog');
    await dialog.getByTestId('reason-time').fill(written(Date.now() - 7 * MINUTE));
    await dialog.getByTestId('reason-submit').click();
    await expect(dialog).toBeHidden();
    await expect(item.getByTestId('transit-need')).toContainText('chờ xe rời nơi đi');
    expect((await transit()).containers.map(({ sealId }) => sealId)).toEqual([SEAL, OWN]);
  });

  await test.step('its seals leave the port: the office confirms what they show', async () => {
    const issued = await platform.cli('device', 'issue', '--forwarder', DEPARTURE);
    const secret = issued.trim().split(',').at(-1)!;
    await drive(withUser(platform.broker, DEPARTURE, secret), SEAL);
    await drive(fleetBroker, OWN);
    await page.reload();
    await expect(item.getByTestId('transit-need')).toContainText(
      /Seal cho thấy xe đã rời Cảng Lạch Huyện lúc \d\d:\d\d/,
    );
    const { proposed } = await transit();
    await confirmed('depart');
    await expect(item).toContainText('Đang vận chuyển');
    expect(await transit()).toMatchObject({ state: 'in_transit', departedAt: proposed!.at });
    await expect(item.getByTestId('step-arrive'), 'that is the other office’s').toHaveCount(0);
    await expect(item).toContainText('Việc này của công chức nơi khác');
  });

  await test.step('the office of destination enters that it arrived, and closes it', async () => {
    await asOfficer(page, platform, DESTINATION);
    await page.getByTestId('show').getByText('Đang đi').click();
    await row.click();
    // it changes between the officer's look and the step: nothing is done, and it is asked again
    await item.getByTestId('step-arrive').click();
    await platform.call(`/transits/${id}/incident`, { kind: 'breakdown', text: 'Nổ lốp' });
    const dialog = page.getByTestId('reason-dialog');
    await dialog.getByTestId('reason-submit').click();
    await expect(dialog.getByTestId('act-problem')).toContainText('vừa có diễn biến mới');
    expect(await transit()).toMatchObject({ state: 'in_transit' });
    await page.keyboard.press('Escape');
    await confirmed('arrive', 'Xe vào bãi kiểm tra');
    await expect(item.getByTestId('transit-need')).toContainText('kiểm tra và tháo seal');
    await confirmed('close', 'Seal nguyên vẹn');
    await expect(item).toContainText('Đã hoàn thành');
    await expect(item.getByTestId('transit-need')).toHaveCount(0);
    expect(await transit()).toMatchObject({ state: 'closed' });
  });

  await test.step('the carrier has it in its history, with all that happened', async () => {
    await page
      .context()
      .addCookies([sessionCookie(platform.origin, await platform.token('carrier', CARRIER))]);
    await page.goto(`${platform.origin}/carrier`);
    const past = page.getByTestId('history-row').filter({ hasText: NUMBER });
    await expect(past).toContainText('Đã hoàn thành');
    await expect(past.getByTestId('history-change')).toHaveCount(0);
    await past.getByRole('link').first().click();
    await expect(page).toHaveURL(new RegExp(`/transit/${id}`));
    await expect(page.getByRole('main')).toContainText('Hoàn thành');
  });
});

/** As a field of the viewer's zone writes it. */
function written(time: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'short' },
  }).format(time);
}

/** A seal goes from the port on its road, by its own words. @param broker the address of who speaks for it */
async function drive(broker: string, seal: string): Promise<void> {
  const road = Road.ofLine(loadCountry().routes.get(ROUTE)!.legs[0]!.line.coordinates);
  const client = await connectAsync(broker);
  const begin = Date.now() - 4 * MINUTE;
  for (let seq = 1; seq <= 7; seq++) {
    const { heading, ...place } = road.at((seq - 2) * 500);
    const time = formatInstant(begin + seq * 30 * SECOND);
    const fix = {
      seq,
      time,
      ...place,
      heading,
      speed: 60,
      accuracy: 8,
      satellites: 9,
      battery: 87,
      lock: 'locked',
    };
    await client.publishAsync(topics.fixes(seal), JSON.stringify(fix), { qos: 1 });
  }
  await client.endAsync();
}
