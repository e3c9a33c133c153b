import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { violations } from './support/axe.js';
import { expect, sessionCookie, test } from './support/test.js';

/** The browser itself writes an error for an answer that says no, and for a socket that is refused. */
const REFUSED = [/status of 40[13] /];

test.use({ role: null, forgiven: REFUSED });

test('somebody signs in by the keyboard, is told what is wrong, and signs out', async ({
  page,
  platform,
  desk,
}) => {
  const { items } = await platform.call<{ items: { username: string; password: string }[] }>(
    '/demo/accounts',
  );
  const { username, password } = items[0]!;
  await page.goto(`${platform.origin}/?lang=en`);
  await expect(page.getByTestId('username')).toBeFocused();
  await page.keyboard.type(username);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('No such user, or another password.');
  await expect(page.getByTestId('password')).toHaveValue('');
  await page.getByTestId('password').fill(password);
  await page.keyboard.press('Enter');
  await desk.isUp();
  await page.getByTestId('person-menu').press('Enter');
  await page.getByTestId('sign-out').press('Enter');
  await expect(page.getByTestId('sign-in-form')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('sign-in-form')).toBeVisible();
});

test('one click signs in with an account of the demo, in either language and theme, and axe finds nothing', async ({
  page,
  platform,
  desk,
}) => {
  for (const [language, theme] of [
    ['vi', 'dark'],
    ['en', 'light'],
  ]) {
    await page.goto(`${platform.origin}/?lang=${language}&theme=${theme}`);
    await expect(page.getByTestId('demo-carrier')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  }
  await page.getByTestId('demo-centre_operator').click();
  await desk.isUp();
  await expect(page.getByTestId('person-menu')).toContainText('Phạm Thu Lan');
});

test('a session that ends at work is begun again over the page, and what was asked goes on', async ({
  page,
  platform,
  desk,
  fleet,
}) => {
  await page.goto(`${platform.origin}/?lang=en`);
  await page.getByTestId('demo-shift_supervisor').click();
  await desk.isUp();
  const truck = await fleet.truck(20);
  await truck.stray();
  await expect(desk.rowOf(truck.container)).toBeVisible();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await desk.search.fill('half a word');

  const cookies = await page.context().cookies();
  const token = cookies.find(({ name }) => name === 'haidang_session')!.value;
  const ended = await fetch(`${platform.origin}/api/v1/session`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(ended.status).toBe(204);
  const again = page.getByTestId('sign-in-again');
  await expect(again).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await expect(again.getByTestId('username')).toHaveValue('truongca');
  const { items } = await platform.call<{ items: { username: string; password: string }[] }>(
    '/demo/accounts',
  );
  await again.getByTestId('password').fill(items.find(({ username }) => username === 'truongca')!.password);
  await page.keyboard.press('Enter');
  await expect(again).toBeHidden();
  expect(await desk.isSameDocument()).toBe(true);
  await expect(desk.search).toHaveValue('half a word');
  await desk.search.fill('');
  await desk.rowOf(truck.container).click();
  await desk.pointAway();
  await page.keyboard.press('a');
  await expect(desk.rowOf(truck.container)).toHaveAttribute('data-state', 'acknowledged');
  await truck.comeBack();
});

test('who enrols a second factor reads the recovery codes, and comes in by one of them from then on', async ({
  page,
  platform,
}) => {
  const { items } = await platform.call<{ items: { username: string; password: string; role: string }[] }>(
    '/demo/accounts',
  );
  const { username, password } = items.find(({ role }) => role === 'auditor')!;
  const signIn = async () => {
    await page.getByTestId('username').fill(username);
    await page.getByTestId('password').fill(password);
    await page.keyboard.press('Enter');
  };
  const ownSecondFactor = async () => {
    await page.getByTestId('person-menu').click();
    await page.getByTestId('own-secondFactor').click();
  };
  await page.goto(`${platform.origin}/?lang=en`);
  await signIn();
  await ownSecondFactor();
  await page.getByTestId('enrol-password').fill(password);
  await page.getByTestId('enrol-begin').click();
  const secret = (await page.getByTestId('enrol-secret').innerText()).replaceAll(' ', '');
  await page.getByTestId('enrol-code').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  const askedAgain = page.waitForResponse((answer) => answer.url().endsWith('/session/who'));
  await page.getByTestId('enrol-confirm').click();
  const codes = page.getByTestId('recovery-codes').getByRole('listitem');
  await expect(codes).toHaveCount(10);
  expect(await violations(page)).toEqual([]);
  // the page asks who it is as soon as it hears that something of the person has changed
  await askedAgain;
  await expect(codes).toHaveCount(10);
  const isCut = await codes.evaluateAll((all) => all.some((one) => one.scrollWidth > one.clientWidth));
  expect(isCut).toBe(false);
  const [kept] = await codes.allInnerTexts();
  await page.getByTestId('enrol-done').click();

  await page.getByTestId('person-menu').click();
  await page.getByTestId('sign-out').click();
  await signIn();
  await page.getByTestId('totp').fill(kept!);
  await page.keyboard.press('Enter');
  await ownSecondFactor();
  await page.getByTestId('remove-password').fill(password);
  await page.getByTestId('remove-second-factor').click();
  await expect(page.getByTestId('account-secondFactor')).toBeHidden();
});

test('who signs out at a gatehouse takes its list and register off the tablet', async ({
  page,
  context,
  platform,
}) => {
  const token = await platform.token('port_operator', 'KT-CANG-BAC');
  await context.addCookies([sessionCookie(platform.origin, token)]);
  await page.goto(`${platform.origin}/gatehouse?gate=G-LACHHUYEN-1`);
  await expect(page.getByTestId('line-status')).toHaveAttribute('data-list', /\S/);
  await expect.poll(() => known(page)).toEqual(['list LACHHUYEN', 'register']);
  await page.getByTestId('person-menu').click();
  await page.getByTestId('sign-out').click();
  await expect(page.getByTestId('sign-in-form')).toBeVisible();
  expect(await known(page)).toEqual([]);
});

/** What the tablet has kept, but for the time. */
function known(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((read, failed) => {
        const opening = indexedDB.open('haidang-gatehouse');
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const keys = db.objectStoreNames.contains('kept')
            ? db.transaction('kept').objectStore('kept').getAllKeys()
            : undefined;
          if (keys === undefined) return read([]);
          keys.onsuccess = () => {
            db.close();
            read(keys.result.map(String).filter((key) => key !== 'time'));
          };
        };
      }),
  );
}
