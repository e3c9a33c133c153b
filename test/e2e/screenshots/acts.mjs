/** What is done on a page before its picture is taken. @typedef {import('@playwright/test').Page} Page */

/** Opens what an attribute `data-testid` names, by a click. @param {string[]} ids one after the other */
export const clicks =
  (...ids) =>
  /** @param {Page} page */
  async (page) => {
    for (const id of ids) await page.getByTestId(id).first().click();
  };

/** Presses keys as a desk's operator does. @param {string[]} keys */
export const presses =
  (...keys) =>
  /** @param {Page} page */
  async (page) => {
    for (const key of keys) await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
  };

/** Opens the gravest alarm's file. @param {Page} page */
export async function openAlarm(page) {
  await page.getByTestId('alarm-row').first().getByRole('button').first().click();
  await page.getByTestId('alarm-file').waitFor();
  await page.waitForLoadState('networkidle');
}

/** Opens a dialogue of the gravest alarm by its key. @param {string} key */
export const asksOfAlarm =
  (key) =>
  /** @param {Page} page */
  async (page) => {
    await openAlarm(page);
    await presses(key)(page);
  };

/** Opens a page's first item, where it has one within a moment. @param {Page} page */
export async function openRow(page) {
  const row = page.getByTestId('office-row').first();
  await row.waitFor({ timeout: 5_000 }).catch(() => undefined);
  if (await row.isVisible()) await row.click();
  const loading = page.getByTestId('office-item').getByText(/^(Đang tải|Loading)…$/);
  await loading.first().waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
}

/** Tries what is chosen on what was driven. @param {Page} page */
export async function tryIt(page) {
  await page.getByTestId('trial-begin').click();
  await page.getByTestId('trial-answer').and(page.locator('[data-standing="done"]')).waitFor();
}

/** Begins a new zone and gives it its name. @param {Page} page */
export async function drawZone(page) {
  await page.getByTestId('draft-new').first().click();
  await page.getByTestId('draft-form').waitFor();
  await page.getByTestId('stroke-circle').click();
  await page.getByTestId('draft-name').fill('Bãi đỗ đèo Bắc Giang');
}

/** Enters a truck by hand, and waits for the answer. @param {Page} page @param {string} container on no paper: it is held */
async function enterTruck(page, container) {
  await page.getByTestId('entry-container').fill(container);
  await page.getByTestId('entry-plate').fill('15C-123.45');
  await page.getByTestId('entry-submit').click();
  const lane = page.locator('[data-testid=lane][data-lane=""][data-verdict=hold]');
  await lane.filter({ hasText: container.slice(0, 4) }).waitFor();
}

/** A truck that nobody expects is held. @param {Page} page */
export async function enterHeldTruck(page) {
  await enterTruck(page, 'CSQU3054383');
}

/** Opens the list of trucks that are expected. @param {Page} page */
export async function openExpected(page) {
  await untilListed(page);
  await page.getByTestId('expected-open').click();
}

/** The gatehouse has the list that it decides from while there is no network. @param {Page} page */
async function untilListed(page) {
  await page.getByTestId('line-status').and(page.locator('[data-list]:not([data-list=""])')).waitFor();
}

/** The network goes away, and a truck is decided without it. @param {Page} page */
export async function workOffline(page) {
  await untilListed(page);
  await page.context().setOffline(true);
  await page.getByTestId('offline-banner').waitFor();
  await enterTruck(page, 'TCNU7200794');
}

/** Puts the replay's time two thirds on its way. @param {Page} page */
export async function replayOnTheWay(page) {
  const slider = page.getByTestId('replay-slider');
  const box = await slider.boundingBox();
  if (box === null) throw new Error('there is no slider');
  await page.mouse.click(box.x + box.width * 0.66, box.y + box.height / 2);
}

/** Opens the dialogue in which a carrier tells of an incident. @param {Page} page */
export async function reportProblem(page) {
  await page.getByTestId('report-problem').first().click();
  await page.getByTestId('report-dialog').waitFor();
}

/** Begins the session that was given, and waits for its first alarm. @param {Page} page */
export async function beginTraining(page) {
  const begin = page.getByTestId('training-begin');
  await begin.or(page.getByTestId('alarm-row').first()).first().waitFor();
  if (await begin.isVisible()) await begin.click();
  await page.getByTestId('alarm-row').first().waitFor({ timeout: 60_000 });
}

/** The network goes away, a truck is decided, and what waits to be sent is looked at. @param {Page} page */
export async function looksAtQueue(page) {
  await workOffline(page);
  await page.getByTestId('queue-open').click();
  await page.getByTestId('queue-dialog').waitFor();
}

/** Opens the first item, and then what a button of it asks. @param {string} id */
export const asksOfRow =
  (id) =>
  /** @param {Page} page */
  async (page) => {
    await openRow(page);
    await page.getByTestId(id).click();
    await page.getByRole('dialog').waitFor();
  };

/** Opens a dialogue of one's own menu. @param {'password' | 'secondFactor' | 'sessions'} part */
export const opensAccount =
  (part) =>
  /** @param {Page} page */
  async (page) => {
    await page.getByTestId('person-menu').click();
    await page.getByTestId(`own-${part}`).click();
    await page.getByTestId(`account-${part}`).waitFor();
    await page.waitForLoadState('networkidle');
  };

/** Types a few signs of a container's number. @param {Page} page */
export async function searches(page) {
  await page.getByTestId('search').fill('HDGU');
  await page.getByTestId('search-option').first().waitFor();
}

/** On a phone the map is behind a tab. @param {Page} page */
export async function looksAtMap(page) {
  const tab = page.getByTestId('tab-map');
  if (await tab.isVisible()) await tab.click();
}

/** Opens the first zone or route of the list. @param {Page} page */
export async function openDrawn(page) {
  await page.getByTestId('draft-list').getByRole('button').first().click();
  await page.getByTestId('draft-edit').waitFor();
}

/** Brings a part of a long page into view. @param {string} id */
export const brings =
  (id) =>
  /** @param {Page} page */
  (page) =>
    page.getByTestId(id).evaluate((part) => part.scrollIntoView());
