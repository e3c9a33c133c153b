import type { Page } from '@playwright/test';
import { violations } from './support/axe.js';
import { overflowing, scrollingSideways } from './support/overflow.js';
import { expect, sessionCookie, test } from './support/test.js';

test.use({ forgiven: [/status of 409 /] });

/** A desk, a tablet, a phone: wide in pixels. */
const SIZES = [1440, 1024, 390];

const itemOf = (page: Page, text: string) => page.getByTestId('handover-item').filter({ hasText: text });

test('one operator hands the shift over, the next takes it over, and nothing changes unseen', async ({
  browser,
  fleet,
  page,
  platform,
}) => {
  const truck = await fleet.truck(100);
  await truck.stray();
  const [alarm] = await fleet.alarmsOf(truck);
  const act = (what: string, body: object = {}) =>
    platform.call(`/alarms/${alarm!.id}/${what}`, { revision: alarm!.revision, ...body });
  const context = await browser.newContext({ locale: 'vi-VN' });
  await context.addCookies([sessionCookie(platform.origin, await platform.token('centre_operator'))]);
  const next = await context.newPage();
  const note = page.getByTestId('handover');

  await test.step('the way leads from the centre, and a key begins the note with what is not done', async () => {
    await page.goto(platform.origin);
    await page.getByTestId('handover-open').click();
    await expect(page).toHaveURL(/\/handover/);
    await expect(page.getByTestId('begin-handover')).toBeVisible();
    await page.keyboard.press('n');
    await expect(note).toHaveAttribute('data-state', 'draft');
    await expect(page).toHaveURL(/item=/);
    await expect(itemOf(page, truck.container)).toContainText('Lệch tuyến');
    await expect(itemOf(page, truck.container)).toContainText('mở');
  });

  await test.step('words are kept when their field is left', async () => {
    await page.getByTestId('remark').fill('Cổng 2 cảng Lạch Huyện đang sửa');
    await itemOf(page, truck.container).getByTestId('add-note').click();
    await page.keyboard.type('Lái xe không nghe máy');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('kept')).toHaveText('Đã lưu.');
    await page.reload();
    await expect(page.getByTestId('remark')).toHaveValue('Cổng 2 cảng Lạch Huyện đang sửa');
    await expect(itemOf(page, truck.container).getByTestId('item-note')).toHaveValue('Lái xe không nghe máy');
  });

  await test.step('what changes before the signature is shown as changed, also in the dialogue that is open', async () => {
    await page.keyboard.press('g');
    const dialog = page.getByTestId('sign-dialog');
    await expect(dialog).toContainText('Tôi, Test shift_supervisor, bàn giao ca');
    await act('acknowledge');
    await expect(dialog.getByTestId('changes')).toContainText('trạng thái: mở → đã tiếp nhận');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(note).toHaveAttribute('data-state', 'given');
    await expect(page.getByTestId('signature-given')).toContainText('Test shift_supervisor');
    await expect(page.getByTestId('signature-given')).toContainText('trạng thái: mở → đã tiếp nhận');
    await expect(page.getByTestId('sign-take'), 'nobody takes over from themselves').toHaveCount(0);
  });

  const theirs = next.getByTestId('handover');
  await test.step('the next opens it from the same link and reads what was said', async () => {
    await next.goto(page.url());
    await expect(next.getByTestId('office-answer')).toContainText('chưa có người nhận');
    await expect(theirs).toContainText('Test shift_supervisor đã ký bàn giao');
    await expect(itemOf(next, truck.container)).toContainText('đã tiếp nhận');
    await expect(itemOf(next, truck.container).getByTestId('item-note')).toHaveValue('Lái xe không nghe máy');
  });

  await test.step('a word changed after the signature has to be signed anew', async () => {
    await page.getByTestId('remark').fill('Cổng 2 đã sửa xong');
    await page.keyboard.press('Escape');
    await expect(note).toHaveAttribute('data-state', 'draft');
    await next.getByTestId('sign-take').click();
    await next.getByTestId('sign-submit').click();
    await expect(next.getByTestId('sign-dialog')).toContainText('vừa thay đổi');
    await expect(next.getByTestId('sign-submit'), 'it does not become another act').toHaveText('Ký nhận ca');
    await next.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.getByTestId('sign-submit').click();
    await expect(note).toHaveAttribute('data-state', 'given');
  });

  await test.step('the next signs, with what changed since before their eyes', async () => {
    await next.reload();
    await act('comment', { text: 'Đã liên lạc được' });
    await expect(theirs.getByTestId('changes').first()).toContainText('ghi chú: – → 1');
    await next.keyboard.press('g');
    await expect(next.getByTestId('sign-submit')).toBeFocused();
    await next.keyboard.press('Enter');
    await expect(theirs).toHaveAttribute('data-state', 'taken');
    await expect(next.getByTestId('signature-taken')).toContainText('Test centre_operator');
    await expect(next.getByTestId('signature-taken')).toContainText('ghi chú: – → 1');
  });

  await test.step('it stands: nothing in it can be written any more, and an item leads to its alarm', async () => {
    await expect(page.getByTestId('office-answer')).toContainText('Test centre_operator nhận ca');
    await expect(note).toHaveAttribute('data-state', 'taken');
    await expect(page.getByTestId('remark')).toHaveCount(0);
    await expect(note).toContainText('Cổng 2 đã sửa xong');
    await expect(page.getByTestId('begin-handover'), 'the next one may be begun').toBeVisible();
    await itemOf(page, truck.container).getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`alarm=${alarm!.id}`));
    await page.goBack();
  });

  await test.step('on paper it is the note alone', async () => {
    await page.emulateMedia({ media: 'print' });
    await expect(note).toBeVisible();
    await expect(page.getByTestId('office-list')).toBeHidden();
    await expect(page.getByTestId('print')).toBeHidden();
    await page.emulateMedia({ media: null });
  });

  await test.step('it fits a desk, a tablet and a phone, and axe finds nothing', async () => {
    for (const width of SIZES) {
      await page.setViewportSize({ width, height: 844 });
      await expect(note).toBeVisible();
      expect(await overflowing(page), `${width} px`).toEqual([]);
      expect(await scrollingSideways(page, 'main'), `${width} px`).toEqual([]);
      expect(await violations(page), `${width} px`).toEqual([]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByTestId('theme-switch').click();
    await page.getByTestId('lang-en').click();
    await expect(note).toContainText('handed over to');
    expect(await violations(page), 'in the other theme and language').toEqual([]);
  });
  await context.close();
});
