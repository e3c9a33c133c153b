import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Column } from './content.js';

/** The screens' own typeface as whole TrueType files: it has every Vietnamese letter. */
const font = (file: string) =>
  createRequire(import.meta.url).resolve(`@expo-google-fonts/be-vietnam-pro/${file}`);
const REGULAR = font('400Regular/BeVietnamPro_400Regular.ttf');
const STRONG = font('600SemiBold/BeVietnamPro_600SemiBold.ttf');

const MARGIN = 46;
const [INK, QUIET, RULE, BAND] = ['#15191e', '#4a535e', '#bcc5cd', '#eff1f3'] as const;
const [SMALL, TEXT] = [8, 9.5] as const;
const PAD = 3;

/** A box on a page, in points from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Sheets of A4 that fill from above: what does not fit goes on the next one. */
export class Sheets {
  readonly pdf: PDFKit.PDFDocument;

  /** @param language of the texts, for those who have it read out */
  constructor(title: string, language: string) {
    this.pdf = new PDFDocument({
      ...{ size: 'A4', margin: MARGIN, bufferPages: true, font: REGULAR, lang: language, displayTitle: true },
      info: { Title: title, Creator: 'Haidang' },
    });
    this.pdf.registerFont('regular', REGULAR).registerFont('strong', STRONG);
  }

  private get width(): number {
    return this.pdf.page.width - 2 * MARGIN;
  }

  private get bottom(): number {
    return this.pdf.page.height - MARGIN - 14;
  }

  title(title: string, subtitle: string, made: string): void {
    this.write('strong', 14, INK).text(title, MARGIN, MARGIN, { width: this.width });
    this.write('strong', 18, INK).text(subtitle, { width: this.width });
    this.write('regular', SMALL, QUIET).text(made, { width: this.width });
    this.pdf.moveDown(0.6);
  }

  heading(text: string): void {
    this.room(60);
    this.pdf.moveDown(0.5);
    this.write('strong', 12, INK).text(text, MARGIN, undefined, { width: this.width });
    const y = this.pdf.y + 1;
    this.pdf
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.width, y)
      .lineWidth(0.8)
      .stroke(INK);
    this.pdf.y = y + 5;
  }

  note(text: string): void {
    this.write('regular', SMALL + 0.5, QUIET);
    this.room(this.pdf.heightOfString(text, { width: this.width }));
    this.pdf.text(text, MARGIN, undefined, { width: this.width });
    this.pdf.moveDown(0.3);
  }

  facts(facts: readonly (readonly [name: string, value: string])[]): void {
    for (const [name, value] of facts) {
      const height = this.rowHeight([name, value], [0.24, 0.76], TEXT);
      this.room(height);
      const { y } = this.pdf;
      this.write('regular', TEXT, QUIET).text(name, MARGIN, y + 1, { width: this.width * 0.24 - PAD });
      this.write('regular', TEXT, INK).text(value, MARGIN + this.width * 0.24, y + 1, {
        width: this.width * 0.76,
      });
      this.pdf.y = y + height;
    }
    this.pdf.moveDown(0.4);
  }

  /** Rows stay whole, unless one is longer than a page; the titles stand on each page anew. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const whole = columns.reduce((sum, { share }) => sum + share, 0);
    const shares = columns.map(({ share }) => share / whole);
    const titles = columns.map(({ title }) => title);
    this.room(40);
    this.row(titles, shares, 'strong');
    for (const row of rows) {
      if (this.pdf.y + this.rowHeight(row, shares, SMALL) > this.bottom) {
        this.pdf.addPage();
        this.row(titles, shares, 'strong');
      }
      this.row(row, shares, 'regular');
    }
    this.pdf.moveDown(0.6);
  }

  /** A text that is to be copied letter by letter. */
  code(title: string, text: string): void {
    this.write('regular', 7.5, INK);
    this.room(14 + this.pdf.heightOfString(text, { width: this.width - 2 * PAD }));
    this.write('strong', SMALL, QUIET).text(title, MARGIN, undefined, { width: this.width });
    const { y } = this.pdf;
    this.write('regular', 7.5, INK);
    const height = this.pdf.heightOfString(text, { width: this.width - 2 * PAD }) + 2 * PAD;
    this.pdf.rect(MARGIN, y, this.width, height).fill(BAND);
    this.pdf.fillColor(INK).text(text, MARGIN + PAD, y + PAD, { width: this.width - 2 * PAD });
    this.pdf.y = y + height + 5;
  }

  /** A picture of the page's width. */
  picture(height: number, draw: (pdf: PDFKit.PDFDocument, box: Box) => void): void {
    this.room(height + 8);
    const { y } = this.pdf;
    this.pdf.save();
    draw(this.pdf, { x: MARGIN, y, width: this.width, height });
    this.pdf.restore();
    this.pdf.y = y + height + 4;
  }

  /** A file within the file. */
  attach(name: string, type: string, text: string): void {
    this.pdf.file(Buffer.from(text), { name, type });
  }

  /** Says on every sheet which it is and of what, and ends the file. @param footer of a page, by its number and how many there are */
  end(subject: string, footer: (page: number, pages: number) => string): void {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let i = start; i < start + count; i++) {
      this.pdf.switchToPage(i);
      // the margin would have it on a page of its own
      this.pdf.page.margins.bottom = 0;
      const y = this.pdf.page.height - MARGIN + 4;
      this.write('regular', SMALL, QUIET);
      this.pdf.text(subject, MARGIN, y, { width: this.width / 2, lineBreak: false });
      this.pdf.text(footer(i + 1, count), MARGIN + this.width / 2, y, {
        width: this.width / 2,
        align: 'right',
      });
    }
    this.pdf.end();
  }

  private row(cells: readonly string[], shares: readonly number[], face: 'regular' | 'strong'): void {
    const height = this.rowHeight(cells, shares, SMALL);
    const { y } = this.pdf;
    if (face === 'strong') this.pdf.rect(MARGIN, y, this.width, height).fill(BAND);
    let x = MARGIN;
    cells.forEach((cell, i) => {
      const width = this.width * shares[i]!;
      this.write(face, SMALL, INK).text(cell, x + PAD, y + PAD, { width: width - 2 * PAD });
      x += width;
    });
    const end = y + height;
    // a row longer than a page has ended on another one
    if (this.pdf.y >= y)
      this.pdf
        .moveTo(MARGIN, end)
        .lineTo(MARGIN + this.width, end)
        .lineWidth(0.5)
        .stroke(RULE);
    this.pdf.y = this.pdf.y >= y ? end : this.pdf.y + PAD;
    this.pdf.x = MARGIN;
  }

  private rowHeight(cells: readonly string[], shares: readonly number[], size: number): number {
    this.pdf.font('regular').fontSize(size);
    const heights = cells.map((cell, i) =>
      this.pdf.heightOfString(cell, { width: this.width * shares[i]! - 2 * PAD }),
    );
    return Math.max(...heights) + 2 * PAD;
  }

  private write(face: 'regular' | 'strong', size: number, colour: string): PDFKit.PDFDocument {
    return this.pdf.font(face).fontSize(size).fillColor(colour);
  }

  private room(height: number): void {
    if (this.pdf.y + height > this.bottom) this.pdf.addPage();
  }
}
