import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';

dayjs.extend(customParseFormat);

/** How fine a time is that people write: a day, or a minute of it. */
export type Fineness = 'day' | 'minute';

/** As a field shows it, in both languages: what is read aloud at the centre. */
export const WRITTEN: Record<Fineness, string> = { day: 'DD/MM/YYYY', minute: 'DD/MM/YYYY HH:mm' };
/** As a field keeps it: by the viewer's clock, `2026-11-28` or `2026-11-28T08:30`. */
const KEPT: Record<Fineness, string> = { day: 'YYYY-MM-DD', minute: 'YYYY-MM-DDTHH:mm' };
const READ: Record<Fineness, string[]> = {
  day: [WRITTEN.day, KEPT.day],
  minute: [WRITTEN.minute, 'HH:mm DD/MM/YYYY', KEPT.minute, 'YYYY-MM-DD HH:mm', 'YYYY-MM-DD HH:mm:ss'],
};

/** What somebody wrote: `28/11/2026 8:30`, `8h30 28-11-2026`, or what a machine writes. @returns as a field keeps it; null: it is none */
export function readMoment(text: string, of: Fineness): string | null {
  const plain = text
    .trim()
    .replaceAll(/[\s,]+/g, ' ')
    .replaceAll(/\b(\d{1,2})[.-](\d{1,2})[.-](\d{4})\b/g, '$1/$2/$3')
    .replaceAll(/(\d)h(?=\d\d)/g, '$1:')
    .replaceAll(/\b\d\b/g, '0$&');
  const read = dayjs(plain, READ[of], true);
  return read.isValid() ? read.format(KEPT[of]) : null;
}

/** A time as a field keeps it; empty: none, or what is no time. @param time RFC 3339 */
export function fieldText(time: string | undefined, of: Fineness = 'minute'): string {
  const read = dayjs(time ?? '');
  return read.isValid() ? read.format(KEPT[of]) : '';
}

/** What a field keeps, by the viewer's clock. @returns RFC 3339, UTC; undefined: it is empty, or no time */
export function timeOfField(text: string): string | undefined {
  const at = dayjs(text);
  return text !== '' && at.isValid() ? at.toISOString() : undefined;
}
