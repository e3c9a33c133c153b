import { describe, expect, it } from 'vitest';
import { paperForm, sheetNumbers, type PaperForm } from './paper-form.js';

const AT = Date.UTC(2026, 10, 26, 1, 15, 30, 123);
const FORM: PaperForm = {
  facility: { id: 'VNHPH-1', name: 'Cảng <Lạch Huyện> & bãi' },
  direction: 'out',
  at: AT,
  sheets: sheetNumbers('VNHPH-1', AT, 2),
  lines: 15,
  listed: [
    {
      ...{ container: 'CSQU3054383', carrierSeal: 'ML-1', customsSeal: null, plate: '15C12345' },
      ...{ declaration: 'D1', remark: 'x' },
    },
  ],
};

describe('a paper form', () => {
  it('has numbered blank lines on each sheet, and the list behind them', () => {
    const page = paperForm(FORM, 'vi');
    expect(page.match(/<section>/g)).toHaveLength(3);
    for (const sheet of FORM.sheets) expect(page).toContain(sheet);
    for (let line = 1; line <= 15; line++) expect(page.split(`<tr><td>${line}</td>`)).toHaveLength(3);
    expect(page).toContain(
      '<td>CSQU3054383</td><td>ML-1</td><td></td><td>15C12345</td><td>D1</td><td>x</td>',
    );
    expect(page).toContain('26/11/2026 08:15');
    expect(page).toContain('PHIẾU GHI CONTAINER RA KHU VỰC GIÁM SÁT');
    expect(paperForm({ ...FORM, direction: 'in' }, 'en')).toContain('CONTAINERS IN');
  });

  it('shows names as they are and runs nothing of them', () => {
    const page = paperForm(FORM, 'vi');
    expect(page).toContain('Cảng &#60;Lạch Huyện&#62; &#38; bãi');
    expect(page).not.toContain('<Lạch');
    expect(page).not.toMatch(/<script|src=|href=/);
  });

  it('of another printing has other sheet numbers, which a guard can copy', () => {
    expect(FORM.sheets).toEqual(['VNHPH1-261126011530123-1', 'VNHPH1-261126011530123-2']);
    expect(sheetNumbers('VNHPH-1', AT + 1, 1)).not.toEqual(FORM.sheets.slice(0, 1));
    for (const sheet of FORM.sheets) expect(sheet).toMatch(/^[A-Za-z0-9-]{1,40}$/);
  });
});
