import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { violations } from './support/axe.js';
import { overflowing, scrollingSideways } from './support/overflow.js';
import { expect, test } from './support/test.js';

/** A desk, a tablet, a phone: wide in pixels. */
const SIZES = [1440, 1024, 390];

test('a figure opens its list, the list its thing, and the thing its moment on the map', async ({
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  const other = await fleet.truck(150);
  await truck.stray();
  await other.stray();
  const [alarm] = await fleet.alarmsOf(truck);
  await platform.call(`/alarms/${alarm!.id}/resolve`, { revision: alarm!.revision, ending: 'false' });
  await page.goto(`${platform.origin}/figures`);
  const kinds = page.getByTestId('alarms-by-kind');
  const row = kinds.getByRole('row').filter({ hasText: 'Lệch tuyến' });

  await test.step('what happened is counted, and drawn', async () => {
    await expect(page.getByTestId('office-answer')).toContainText(/\d+ cảnh báo, \d+ chuyến khởi hành/);
    for (const of of ['alarms', 'false', 'responses', 'transits'])
      await expect(page.getByTestId(`series-${of}`).locator('[data-mark]').first()).toBeVisible();
    await expect(row.getByRole('link').first()).toHaveText(/^\d+$/);
  });

  await test.step('the number of a kind opens the list of exactly those, by the keyboard', async () => {
    const count = Number(await row.getByRole('link').first().textContent());
    await row.getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/list=alarms~kind~off_route/);
    await expect(page.getByTestId('figures-count')).toContainText(String(count));
    await expect(page.getByTestId('figure-row')).toHaveCount(count);
    await expect(page.getByTestId('figure-row').filter({ hasText: truck.container })).toContainText(
      'báo sai',
    );
    await expect(page.getByTestId('figure-list')).toContainText('Mới nhất trước, theo lúc phát cảnh báo');
    const times = await page
      .getByTestId('figure-row')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['time']!));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  await test.step('the address holds it: the same list after a reload, the figures after going back', async () => {
    await page.reload();
    await expect(page.getByTestId('figure-row').filter({ hasText: truck.container })).toBeVisible();
    await page.goBack();
    await expect(kinds).toBeVisible();
  });

  await test.step('the share of false alarms opens those', async () => {
    await row.getByRole('link').nth(1).click();
    await expect(page).toHaveURL(/false/);
    await expect(page.getByTestId('figure-row').filter({ hasText: truck.container })).toContainText(
      /kết thúc sau \d+ (giây|phút)/,
    );
  });

  await test.step('an alarm leads to its moment on the map of its transit', async () => {
    await page.getByTestId('figure-row').filter({ hasText: truck.container }).getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`/transit/${truck.transitId}\\?.*at=`));
    await page.goBack();
    await page.getByTestId('figures-back').click();
    await expect(kinds).toBeVisible();
  });

  const listed = async (count: number, list: RegExp) => {
    await expect(page).toHaveURL(list);
    await expect(page.getByTestId('figures-count')).toContainText(count.toLocaleString('vi-VN'));
    await expect(page.getByTestId('figure-row')).toHaveCount(Math.min(count, 100));
    await page.goBack();
    await expect(kinds).toBeVisible();
  };
  const numberOf = async (link: Locator) => Number((await link.textContent())!.replace(/\D/g, ''));

  await test.step('a number of an office, a carrier and a route opens exactly its list', async () => {
    for (const [table, list] of [
      ['alarms-by-office', /list=alarms~office~/],
      ['alarms-by-carrier', /list=alarms~carrier~/],
      ['alarms-by-route', /list=alarms~route~/],
      ['departures-by-office', /list=departed~office~/],
      ['departures-by-carrier', /list=departed~carrier~/],
      ['departures-by-route', /list=departed~route~/],
    ] as const) {
      const link = page.getByTestId(table).locator('[data-key]:not([data-key=""])').first();
      const count = await numberOf(link);
      await link.click();
      await listed(count, list);
    }
  });

  await test.step('so do a bar of a chart, by the keyboard, and a severity of its table', async () => {
    const series = page.getByTestId('series-alarms');
    const all = (await page.getByTestId('headlines').locator('b').first().textContent())!;
    await series.locator('[data-mark][tabindex="0"]').focus();
    // from the first bar to the last
    const bars = await series.locator('[data-mark]').count();
    for (let n = 0; n < bars; n++) await page.keyboard.press('ArrowRight');
    const bar = series.locator('[data-mark]:focus');
    const said = (await bar.getAttribute('aria-label'))!;
    await page.keyboard.press('Enter');
    await listed(Number(/(\d+)$/.exec(said)![1]), /list=alarms~~~~(critical|major|minor)/);
    await series.locator('summary').click();
    const cell = series.locator('td a[data-list^="alarms~~~~major"]').last();
    const count = await numberOf(cell);
    await cell.click();
    await expect(page.getByTestId('figure-row')).toHaveCount(count);
    await page.getByTestId('figures-back').click();
    await expect(page.getByTestId('headlines').locator('b').first(), 'of all of the stretch').toHaveText(all);
  });

  await test.step('how soon half were seen opens those, each with its own time', async () => {
    await page.getByTestId('responses-by-kind').locator('[data-list$="~judged"]').first().click();
    await expect(page).toHaveURL(/list=alarms~kind~.*~judged/);
    await expect(page.getByTestId('figure-row').first()).toContainText('kết thúc sau');
    await page.goBack();
    await page.getByTestId('headlines').locator('[data-list="alarms~~~judged"]').first().click();
    await expect(page.getByTestId('figure-row').filter({ hasText: truck.container })).toBeVisible();
    await page.goBack();
    await expect(kinds).toBeVisible();
  });

  await test.step('another stretch is one press away', async () => {
    await page.getByTestId('figures-span').getByText('Một năm').click();
    await expect(page).toHaveURL(/from=/);
    await expect(row.getByRole('link').first()).toBeVisible();
  });

  await test.step('it fits a desk, a tablet and a phone, and axe finds nothing', async () => {
    for (const width of SIZES) {
      await page.setViewportSize({ width, height: 844 });
      await expect(kinds).toBeVisible();
      expect(await overflowing(page), `${width} px`).toEqual([]);
      // charts follow their box a frame later
      await expect.poll(() => scrollingSideways(page, 'main'), `${width} px`).toEqual([]);
    }
    await page.locator('summary').first().click();
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('theme-switch').click();
    await page.getByTestId('lang-en').click();
    await expect(kinds).toContainText('Alarms by kind');
    expect(await violations(page), 'in the other theme and language').toEqual([]);
  });
});

test('the numbers of gates and seals open exactly their lists', async ({ fleet, page, platform }) => {
  const truck = await fleet.truck(100);
  const gateId = 'G-LACHHUYEN-1';
  const mark = `e2e-list-${Date.now()}`;
  for (const [n, direction] of (['out', 'in', 'out'] as const).entries())
    await platform.call(`/gates/${gateId}/passages`, {
      ...{ id: `${mark}-${n}`, time: new Date().toISOString(), direction, lane: '7', plate: `29E99${n}01` },
    });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${platform.origin}/figures`);

  await test.step('of a gate: what came in', async () => {
    const link = page.locator(`[data-testid=gates-table] a[href*="${gateId}"][href*="kind=in"]`);
    const count = Number(await link.textContent());
    expect(count).toBeGreaterThan(0);
    await link.click();
    await expect(page).toHaveURL(/\/office\/passages\?.*kind=in/);
    await expect(page.getByTestId('office-row')).toHaveCount(count);
  });

  await test.step('a bar of what passed leads to the passages of its time', async () => {
    await page.goBack();
    const bar = page.getByTestId('series-passages').locator('[data-mark][href*="kind=out"]').last();
    const count = Number(/(\d+)$/.exec((await bar.getAttribute('aria-label'))!)![1]);
    await bar.click();
    await expect(page).toHaveURL(/\/office\/passages\?.*kind=out/);
    await expect(page.getByTestId('office-row')).toHaveCount(count);
    await page.goBack();
    await page.locator(`[data-testid=gates-table] a[href*="${gateId}"][href*="kind=in"]`).click();
  });

  await test.step('sieved further by lane and plate, and each told whole', async () => {
    await page.getByTestId('lane').fill('7');
    await page.getByTestId('direction').selectOption('');
    await page.getByTestId('find').fill('29E-99');
    await expect(page.getByTestId('office-row')).toHaveCount(3);
    await expect(page.getByTestId('office-row').first(), 'the newest').toContainText('29E-992.01');
    await page.getByTestId('office-row').first().click();
    const item = page.getByTestId('office-item');
    await expect(item.getByTestId('reasons')).not.toBeEmpty();
    await expect(item).toContainText('29E-992.01');
    await page.reload();
    await expect(item).toContainText('29E-992.01');
  });

  await test.step('what comes meanwhile waits until it is asked for, and all of it is a file', async () => {
    await page.getByTestId('passages-to').fill('');
    await page.getByTestId('passages-to').blur();
    let count = 3;
    // what comes before the feed stands is read with the list
    await expect(async () => {
      await platform.call(`/gates/${gateId}/passages`, {
        ...{ id: `${mark}-${count}`, time: new Date().toISOString() },
        ...{ direction: 'in', lane: '7', plate: `29E99${count++}01` },
      });
      // and a list that is read anew takes what waited with it
      await page.getByTestId('passages-new').click({ timeout: 3_000 });
    }).toPass();
    await expect(page.getByTestId('office-row')).toHaveCount(count);
    const download = page.waitForEvent('download');
    await page.getByTestId('passages-csv').click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(count + 1);
  });

  await test.step('it fits a desk, a tablet and a phone, and axe finds nothing', async () => {
    for (const width of SIZES) {
      await page.setViewportSize({ width, height: 844 });
      expect(await overflowing(page), `${width} px`).toEqual([]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await violations(page)).toEqual([]);
  });

  await test.step('of seals: those under way, and the truck is among them', async () => {
    await page.goto(`${platform.origin}/figures`);
    const link = page.getByTestId('seal-figures').locator('[data-key=under_way]');
    const count = Number(await link.textContent());
    await link.click();
    await expect(page).toHaveURL(/\/office\/seals\?show=under_way/);
    await expect(page.getByTestId('office-row')).toHaveCount(count);
    await page.getByTestId('find').fill(truck.sealId);
    await page.getByTestId('office-row').filter({ hasText: truck.sealId }).click();
    await expect(page.getByTestId('office-item')).toContainText('87%');
    for (const width of SIZES) {
      await page.setViewportSize({ width, height: 844 });
      expect(await overflowing(page), `${width} px, seals`).toEqual([]);
    }
    expect(await violations(page), 'seals').toEqual([]);
  });
});
