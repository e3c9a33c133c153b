import {
  isContainerNumber,
  normaliseContainerNumber,
  normalisePlate,
  type CameraReads,
} from '@haidang/domain';

/** Words that makers write where nothing was read, without blanks and signs, in lower case. A number without a letter or a digit is one, too. */
const NO_READ = new Set([
  ...['unknown', 'noplate', 'noplates', 'none', 'null', 'undefined', 'na', 'nan', 'empty', 'unread'],
  ...['noread', 'notread', 'unreadable', 'nonumber', 'unlicensed', 'unlicense', 'notdetected', 'nolicense'],
  ...['nolicenseplate', 'unrecognized', 'unrecognised', 'failed', 'error', 'nocontainer'],
  // no plate, unknown, not recognised: what Chinese firmware writes untranslated
  ...['无车牌', '未知', '未识别', '无牌车', '车牌'],
  // no plate, not clear: Vietnamese
  ...['khôngbiển', 'khôngcóbiển', 'khôngrõ'],
]);

/** Whether a camera says with it that it has read nothing. */
export function isNoRead(text: string | null): boolean {
  if (text === null) return true;
  const bare = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return bare === '' || NO_READ.has(bare);
}

/** What was read, by what the camera is there to read. */
export function numberRead(
  text: string | null,
  reads: CameraReads,
): { readonly plate: string | null; readonly container: string | null } {
  if (text === null || isNoRead(text)) return { plate: null, container: null };
  const isContainer = reads === 'container' || (reads === 'both' && looksLikeContainer(text));
  return isContainer
    ? { plate: null, container: normaliseContainerNumber(text) }
    : { plate: normalisePlate(text), container: null };
}

/** The form alone, for a number with one digit misread is one all the same: four letters and six or seven digits, or what checks. */
function looksLikeContainer(text: string): boolean {
  const number = normaliseContainerNumber(text);
  return isContainerNumber(number) || /^[A-Z]{3}[UJZ]\d{6,7}$/.test(number);
}
