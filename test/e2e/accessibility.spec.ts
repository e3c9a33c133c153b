import type { Role } from '@haidang/domain';
import type { Page } from '@playwright/test';
import type { RunningPlatform } from '@haidang/testkit/platform';
import { violations } from './support/axe.js';
import { expect, sessionCookie, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

const GATE = 'G-LACHHUYEN-1';
const PORT = 'KT-CANG-BAC';
const OFFICE = 'HQ-LACHHUYEN';

/** A page, and what is done there before it is looked at. */
interface View {
  readonly role: Role | 'newcomer';
  /** Whose they are; left out: as the role usually is. */
  readonly of?: string;
  readonly path: string | ((facts: { readonly seal: string; readonly alarm: string }) => string);
  /** What stands there before anything is done (`data-testid`). */
  readonly ready: string;
  /** What is touched, one after the other. */
  readonly touches?: readonly string[];
  readonly key?: string;
  /** What stands there then; left out: a dialogue, where anything was done. */
  readonly shows?: string;
}

const office = (path: string, role: Role, opener: string, shows: string, of?: string): View => ({
  ...{ role, path: `/office/${path}`, ready: 'office-answer', touches: [opener], shows },
  ...(of !== undefined && { of }),
});
const atGate = (opener: string): View => ({
  ...{ role: 'port_operator', of: PORT, path: `/gatehouse?gate=${GATE}`, ready: 'entry-form' },
  touches: [opener],
});
const ofAlarm = (key: string): View => ({
  ...{
    role: 'shift_supervisor',
    path: ({ seal, alarm }) => `/?seal=${seal}&alarm=${alarm}`,
    ready: 'alarm-file',
    key,
  },
});
const own = (part: string): View => ({
  ...{ role: 'shift_supervisor', path: '/handover', ready: 'office-answer' },
  ...{ touches: ['person-menu', `own-${part}`], shows: `account-${part}` },
});

/** What no other test looks at with axe: pages, and dialogues. */
const VIEWS: Readonly<Record<string, View>> = {
  'the wall': { role: 'shift_supervisor', path: '/?wall', ready: 'count-in-transit' },
  routes: { role: 'shift_supervisor', path: '/map/routes', ready: 'draft-list' },
  'a carrier’s start': { role: 'carrier', of: CARRIER, path: '/', ready: 'transit-row' },
  'the first password': { role: 'newcomer', path: '/', ready: 'duty-change_password' },
  training: { role: 'shift_supervisor', path: '/training', ready: 'office-answer' },
  'give a training': {
    ...{ role: 'shift_supervisor', path: '/training', ready: 'office-answer' },
    ...{ touches: ['training-new'], shows: 'training-give' },
  },
  assign: ofAlarm('t'),
  comment: ofAlarm('c'),
  escalate: ofAlarm('e'),
  shelve: ofAlarm('h'),
  resolve: ofAlarm('r'),
  'send a patrol': ofAlarm('d'),
  'report a problem': {
    ...{ role: 'carrier', of: CARRIER, path: '/', ready: 'transit-row', touches: ['report-problem'] },
  },
  discrepancy: atGate('discrepancy-open'),
  scan: atGate('scan-open'),
  queue: atGate('queue-open'),
  'expected trucks': atGate('expected-open'),
  password: own('password'),
  'second factor': own('secondFactor'),
  sessions: own('sessions'),
  'new case': office('cases', 'customs_officer', 'new-case', 'new-case-dialog', OFFICE),
  'enter from paper': office('outages', 'port_operator', 'enter-paper', 'import-dialog', PORT),
  'import devices': office('devices', 'administrator', 'import-devices', 'device-import'),
  'new user': office('users', 'administrator', 'new-user', 'user-dialog'),
  'new device': office('devices', 'administrator', 'new-device', 'device-dialog'),
  'sign a handover': {
    ...{ role: 'shift_supervisor', path: '/handover', ready: 'office-answer' },
    ...{ touches: ['begin-handover', 'sign-give'], shows: 'sign-dialog' },
  },
};

test.use({ role: null, forgiven: [/status of 40[134] /] });

test('axe finds nothing in either theme and language', async ({ desk, fleet, page, platform }) => {
  await comesAs(page, platform, await platform.token('shift_supervisor'));
  const [chosen, other] = [await fleet.truck(100), await fleet.truck(150)];
  await chosen.stray();
  await other.stray();
  await desk.open();
  await desk.rowOf(chosen.container).click();
  await expect(desk.card.getByRole('list', { name: 'Diễn biến' })).toContainText('Lệch tuyến');
  await desk.pointAway();
  for (const theme of ['dark', 'light']) {
    for (const language of ['vi', 'en']) {
      await page.getByTestId(`lang-${language}`).click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      expect.soft(await violations(page), `${theme}, ${language}`).toEqual([]);
    }
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect.soft(await violations(page), `${theme}, the keys`).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    if (theme === 'dark') await page.getByTestId('theme-switch').click();
  }
});

test('axe finds nothing on the other pages and in the dialogues', async ({ fleet, page, platform }) => {
  test.setTimeout(600_000);
  const truck = await fleet.truck(100);
  await truck.stray();
  await expect.poll(async () => (await fleet.alarmsOf(truck)).length).toBeGreaterThan(0);
  const facts = { seal: truck.sealId, alarm: (await fleet.alarmsOf(truck))[0]!.id };
  for (const [name, view] of Object.entries(VIEWS))
    await test.step(name, async () => {
      const { role, of, path, ready, touches = [], key, shows } = view;
      await comesAs(
        page,
        platform,
        role === 'newcomer' ? await newcomer(platform) : await platform.token(role, of),
      );
      await page.goto(`${platform.origin}${typeof path === 'string' ? path : path(facts)}`);
      await expect(page.getByTestId(ready).first()).toBeVisible();
      for (const one of touches) await page.getByTestId(one).first().click();
      if (key !== undefined) await page.keyboard.press(key);
      if (shows !== undefined) await expect(page.getByTestId(shows)).toBeVisible();
      else if (key !== undefined || touches.length > 0) await expect(page.getByRole('dialog')).toBeVisible();
      expect.soft(await violations(page), name).toEqual([]);
    });
  await test.step('the handover is signed by both, for one alone is under way at a time', async () => {
    const note = page.getByTestId('handover');
    await page.getByTestId('sign-submit').click();
    await expect(note).toHaveAttribute('data-state', 'given');
    await comesAs(page, platform, await platform.token('centre_operator'));
    await page.reload();
    await page.getByTestId('sign-take').click();
    await page.getByTestId('sign-submit').click();
    await expect(note).toHaveAttribute('data-state', 'taken');
  });
});

async function comesAs(page: Page, platform: RunningPlatform, token: string): Promise<void> {
  await page.context().clearCookies();
  await page.context().addCookies([sessionCookie(platform.origin, token)]);
}

/** Somebody who has yet to choose a password of their own. @returns their session's token */
async function newcomer(platform: RunningPlatform): Promise<string> {
  const username = `newcomer-${Date.now()}`;
  const { oneTimePassword: password } = await platform.call<{ oneTimePassword: string }>('/users', {
    ...{ username, name: 'Đỗ Minh Châu', role: 'customs_officer', organisationId: OFFICE },
  });
  const answer = await fetch(`${platform.origin}/api/v1/session`, {
    ...{ method: 'POST', body: JSON.stringify({ username, password }) },
    headers: { 'content-type': 'application/json' },
  });
  const cookie = /haidang_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '');
  expect(cookie).not.toBeNull();
  return cookie![1]!;
}
