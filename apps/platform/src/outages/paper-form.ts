import type { Direction, Instant } from '@haidang/domain';

/** What is printed on a form beside its blank lines. */
export interface PaperForm {
  readonly facility: { readonly id: string; readonly name: string };
  readonly direction: Direction;
  /** As of when its list is. */
  readonly at: Instant;
  /** Each sheet's own number: by it and the line what is written is known for good. */
  readonly sheets: readonly string[];
  readonly lines: number;
  /** What may leave, or what is expected, at that time. */
  readonly listed: readonly ListedContainer[];
}

export interface ListedContainer {
  readonly container: string;
  readonly carrierSeal: string | null;
  readonly customsSeal: string | null;
  readonly plate: string | null;
  readonly declaration: string | null;
  /** Words that are to be seen: not confirmed by an officer, valid until. */
  readonly remark: string | null;
}

/** The texts of a form. People write on it by hand, in their own language. */
const TEXTS = {
  vi: {
    title: { in: 'PHIẾU GHI CONTAINER VÀO KHU VỰC GIÁM SÁT', out: 'PHIẾU GHI CONTAINER RA KHU VỰC GIÁM SÁT' },
    when: 'dùng khi mất kết nối với hệ thống hải quan',
    facility: 'Cảng, kho, bãi',
    sheet: 'Tờ số',
    printed: 'In lúc',
    columns: [
      'TT',
      'Ngày, giờ',
      'Cổng, làn',
      'Số container',
      'Biển số xe',
      'Chì hãng tàu',
      'Seal hải quan',
      'Ghi chú',
      'Ký',
    ],
    vouched: 'Người trực cổng (ghi rõ họ tên, ký)',
    officer: 'Công chức hải quan giám sát (nếu có)',
    entered: 'Nhập vào hệ thống ngày … giờ …, người nhập',
    list: { in: 'Container dự kiến vào', out: 'Container đủ điều kiện qua khu vực giám sát' },
    asOf: 'tính đến',
    none: 'Không có container nào.',
    listColumns: ['Số container', 'Chì hãng tàu', 'Chì hải quan', 'Biển số xe', 'Tờ khai', 'Ghi chú'],
    rule: {
      in: 'Chỉ ghi những gì nhìn thấy trên container. Không có trong danh sách: vẫn ghi, và báo công chức hải quan.',
      out: 'Chỉ cho ra container có trong danh sách, đúng số, đúng chì. Danh sách có thể đã thay đổi sau giờ in: nếu nghi ngờ, giữ xe và gọi hải quan.',
    },
  },
  en: {
    title: { in: 'CONTAINERS IN', out: 'CONTAINERS OUT' },
    when: 'for when the line to customs is down',
    facility: 'Port, warehouse',
    sheet: 'Sheet',
    printed: 'Printed',
    columns: [
      'No',
      'Date, time',
      'Gate, lane',
      'Container',
      'Plate',
      'Carrier seal',
      'Customs e-seal',
      'Remark',
      'Signed',
    ],
    vouched: 'Guard at the gate (name and signature)',
    officer: 'Customs officer (if there)',
    entered: 'Entered on … at …, by',
    list: { in: 'Containers expected', out: 'Containers that may pass the surveillance area' },
    asOf: 'as of',
    none: 'There are none.',
    listColumns: ['Container', 'Carrier seal', 'Customs seal', 'Plate', 'Declaration', 'Remark'],
    rule: {
      in: 'Write what you see on the container. What is not on the list is written too, and customs is told.',
      out: 'Let out what is on the list, with that number and that seal. The list may have changed since it was printed: in doubt hold the truck and call customs.',
    },
  },
} as const;
export type FormLanguage = keyof typeof TEXTS;

const STYLE = `@page { size: A4 landscape; margin: 10mm } * { box-sizing: border-box }
body { font: 11pt "Be Vietnam Pro", "Segoe UI", Arial, sans-serif; color: #000; margin: 0 }
section { break-after: page } section:last-child { break-after: auto }
header { display: flex; justify-content: space-between; gap: 8mm; align-items: flex-start }
h1 { font-size: 15pt; margin: 0 } p { margin: 1mm 0 } .sheet { font: 700 14pt monospace; white-space: nowrap }
table { border-collapse: collapse; width: 100%; margin: 3mm 0 } thead { display: table-header-group } tr { break-inside: avoid }
th, td { border: 0.3mm solid #000; padding: 1mm 1.5mm; text-align: left; vertical-align: top } th { font-size: 9pt }
.blank td { height: 9mm } .listed td { font-size: 9pt } .number { font-family: monospace; white-space: nowrap }
footer { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8mm } footer p { min-height: 14mm; border-top: 0.3mm solid #000 }`;

/** A page that is printed as it is: one sheet a page, and the list behind them. It loads nothing and runs nothing. */
export function paperForm(form: PaperForm, language: FormLanguage): string {
  const texts = TEXTS[language];
  const { facility, direction, listed } = form;
  const printed = localTime(form.at);
  const title = `${texts.title[direction]} – ${facility.name}`;
  const sheets = form.sheets.map(
    (sheet) => `<section><header><div><h1>${escape(texts.title[direction])}</h1><p>${escape(texts.when)}</p>
<p>${escape(texts.facility)}: <b>${escape(facility.name)}</b> (${escape(facility.id)})</p></div>
<div><p>${escape(texts.sheet)}</p><p class="sheet">${escape(sheet)}</p><p>${escape(texts.printed)} ${printed}</p></div></header>
<p>${escape(texts.rule[direction])}</p>
<table class="blank"><thead>${row('th', texts.columns)}</thead><tbody>${blankLines(form.lines, texts.columns.length)}</tbody></table>
<footer><p>${escape(texts.vouched)}</p><p>${escape(texts.officer)}</p><p>${escape(texts.entered)}</p></footer></section>`,
  );
  const list = `<section><header><h1>${escape(texts.list[direction])}</h1><p>${escape(facility.name)}, ${escape(texts.asOf)} ${printed}</p></header>
${listed.length === 0 ? `<p>${escape(texts.none)}</p>` : listTable(listed, texts.listColumns)}</section>`;
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body>${sheets.join('\n')}${list}</body></html>`;
}

/** Numbers that no other printing has: the moment, and the sheet's place. */
export function sheetNumbers(facilityId: string, at: Instant, count: number): string[] {
  const moment = new Date(at).toISOString().replaceAll(/\D/g, '').slice(2, 17);
  const place = facilityId.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 12);
  return Array.from({ length: count }, (_, i) => `${place}-${moment}-${i + 1}`);
}

function blankLines(count: number, columns: number): string {
  const empty = '<td></td>'.repeat(columns - 1);
  return Array.from({ length: count }, (_, i) => `<tr><td>${i + 1}</td>${empty}</tr>`).join('');
}

function listTable(listed: readonly ListedContainer[], columns: readonly string[]): string {
  const rows = listed.map(({ container, carrierSeal, customsSeal, plate, declaration, remark }) =>
    row('td', [
      container,
      carrierSeal ?? '',
      customsSeal ?? '',
      plate ?? '',
      declaration ?? '',
      remark ?? '',
    ]),
  );
  return `<table class="listed"><thead>${row('th', columns)}</thead><tbody>${rows.join('')}</tbody></table>`;
}

function row(cell: 'th' | 'td', texts: readonly string[]): string {
  return `<tr>${texts.map((text) => `<${cell}>${escape(text)}</${cell}>`).join('')}</tr>`;
}

/** Of the country, as the guard's watch shows it: `26/11/2026 08:15`. */
function localTime(at: Instant): string {
  const local = new Date(at + 7 * 3_600_000).toISOString();
  return `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} ${local.slice(11, 16)}`;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
