import type { Facility } from '@haidang/contract';
import { pages } from './support/api.js';
import { expect, test } from './support/test.js';
import { escape, readWords, saidBy, unexplained, visibleStrings } from './support/words.js';

const VI = readWords('vi');
const EN = readWords('en');

/** What is no word of ours: figures, names of things, keys of the keyboard, the languages' own codes, the map's sources. */
const DATA = [
  /^[^\p{L}]*$/u,
  /^HDGU\d{6,7}$/,
  /^QT-2026-\d+$/,
  /^Test shift_supervisor$/,
  /^(vi|en|[A-Z]|Esc)$/,
  /^(Natural Earth|GeoNames|CC BY 4\.0 ·|sea-ports|MIT)$/,
];

test('every visible string follows the language switch, and the choice is remembered', async ({
  desk,
  fleet,
  page,
  platform,
}) => {
  const places = await pages<Facility>(platform, '/facilities');
  const data = [...DATA, ...places.map(({ name }) => new RegExp(`^${escape(name)}$`))];
  const truck = await fleet.truck(100);
  await truck.stray();
  await desk.open();
  await desk.rowOf(truck.container).click();
  await expect(desk.card.getByRole('list', { name: 'Diễn biến' })).toContainText('Lệch tuyến');
  await page.getByText('Chú giải').click();

  const inVietnamese = await visibleStrings(page);
  expect(unexplained(inVietnamese, VI, data)).toEqual([]);
  expect(inVietnamese).toContain('Tìm container, seal, tờ khai, biển số…');

  const names = page.waitForRequest(/names\.en\.json/);
  await page.getByTestId('lang-en').click();
  await names;
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const inEnglish = await visibleStrings(page);
  expect(unexplained(inEnglish, EN, data)).toEqual([]);
  for (const text of inVietnamese) {
    const keys = saidBy(text, VI);
    const isSaid =
      keys.length === 0 || keys.some((key) => inEnglish.some((one) => saidBy(one, EN).includes(key)));
    expect(isSaid, `"${text}" (${keys.join(', ')}) has its counterpart`).toBe(true);
  }

  await page.getByTestId('count-in-transit').click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Acknowledge the alarm');
  expect(unexplained(await visibleStrings(page), EN, data)).toEqual([]);
  expect(await desk.isSameDocument()).toBe(true);

  await desk.open();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(desk.search).toHaveAttribute('placeholder', 'Search container, seal, declaration, plate…');
});
