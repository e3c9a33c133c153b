import { expect, sessionCookie, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

test.use({ role: null, forgiven: [/status of 40[03] /] });

/** Numbers with their check digits, on no other transit of the tests. */
const [BOX, OTHER] = ['VNLU1000008', 'VNLU1000013'];

test('a carrier registers transits and reports a problem; the centre sees it', async ({
  page,
  platform,
  fleet,
}) => {
  const truck = await fleet.truck(100);
  const as = async (token: string) => page.context().addCookies([sessionCookie(platform.origin, token)]);
  await as(await platform.token('carrier', CARRIER));

  await page.goto(`${platform.origin}/`);
  await page.getByTestId('to-register').click();
  const form = page.getByTestId('register-form');
  await form.getByTestId('copy-last').click();
  await form.getByTestId('register-number').fill('QT-E2E-1');
  await form.getByTestId('register-declaration').fill('TK-E2E-1');
  await form.getByTestId('register-box-number').fill(BOX);
  await form.getByTestId('register-submit').click();
  await expect(form.getByRole('status')).toContainText('QT-E2E-1');
  await expect(page.getByTestId('history-row').first()).toContainText('QT-E2E-1');

  const file = (box: string) => ({
    name: 'transits.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `number,declaration,from,to,routeId,plate,container\nQT-E2E-2,TK-2,LACHHUYEN,HUUNGHI,LACHHUYEN-HUUNGHI,15C-1,${box}`,
    ),
  });
  const upload = page.getByTestId('import-form');
  await upload.locator('input[type=file]').setInputFiles(file('VNLU1000009'));
  await upload.getByTestId('import-submit').click();
  await expect(upload.getByTestId('field-errors')).toContainText('Dòng 2, container');
  await upload.locator('input[type=file]').setInputFiles(file(OTHER));
  await upload.getByTestId('import-submit').click();
  await expect(upload.getByRole('status')).toContainText('1');

  await page.getByTestId('to-transits').click();
  const row = page.locator(`[data-testid=transit-row][data-transit="${truck.transitId}"]`);
  await row.getByTestId('report-problem').click();
  const dialog = page.getByTestId('report-dialog');
  await dialog.getByText('Tai nạn').click();
  await dialog.getByTestId('report-words').fill('Nothing hurt, the seal is intact');
  await dialog.getByTestId('report-submit').click();
  await expect(row.getByTestId('incident')).toContainText('the seal is intact');

  await as(await platform.token('shift_supervisor'));
  await page.goto(`${platform.origin}/?lang=en&seal=${truck.sealId}`);
  await expect(page.getByTestId('container-card').getByTestId('incident')).toContainText(
    'Reported: accident. Nothing hurt, the seal is intact',
  );
});
