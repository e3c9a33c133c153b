import { crc32 } from 'node:zlib';

export const EVIDENCE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

/** A picture of more would only harm whoever opens it: a few kilobytes can unfold to gigabytes. */
const MOST_PIXELS = 100_000_000;

/**
 * What a content is, by walking its structure from the first byte to the last; whatever it is said to be. The bytes are kept as they came, for
 * they are the evidence: nothing is decoded or written anew. Something else may hide inside a picture that is whole (a comment may hold a page);
 * it is served as the picture that it is, and as nothing else.
 * @returns undefined for what is none of these, or not whole
 */
export function typeOf(bytes: Uint8Array): EvidenceType | undefined {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isJpeg(content)) return 'image/jpeg';
  if (isPng(content)) return 'image/png';
  if (isWebp(content)) return 'image/webp';
  return isPdf(content) ? 'application/pdf' : undefined;
}

/** ITU-T T.81, annex B: segments from SOI to EOI, with a frame before the first scan. Cameras append private data: what follows is theirs. */
function isJpeg(b: Buffer): boolean {
  if (b.length < 4 || b[0] !== 0xff || b[1] !== 0xd8) return false;
  let hasFrame = false;
  let hasScan = false;
  let at = 2;
  while (at < b.length) {
    if (b[at] !== 0xff) return false;
    while (b[at] === 0xff) at++;
    const marker = b[at++];
    if (marker === undefined || marker === 0) return false;
    if (marker === 0xd9) return hasScan;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    if (at + 2 > b.length) return false;
    const length = b.readUInt16BE(at);
    if (length < 2 || at + length > b.length) return false;
    if (isFrame(marker)) {
      if (length < 8 || !isSize(b.readUInt16BE(at + 5), b.readUInt16BE(at + 3))) return false;
      hasFrame = true;
    }
    at += length;
    if (marker !== 0xda) continue;
    if (!hasFrame) return false;
    hasScan = true;
    at = endOfScan(b, at);
  }
  return false;
}

/** SOF0 to SOF15, without the tables that lie among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Where the next marker is that is neither a stuffed byte nor a restart. */
function endOfScan(b: Buffer, from: number): number {
  for (let at = b.indexOf(0xff, from); at >= 0; at = b.indexOf(0xff, at + 1)) {
    const next = b[at + 1];
    if (next === undefined) return b.length;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return b.length;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** PNG, third edition, section 5: chunks with their checksums from IHDR to IEND, and nothing after it. */
function isPng(b: Buffer): boolean {
  if (!b.subarray(0, 8).equals(PNG)) return false;
  let hasData = false;
  for (let at = 8; at + 12 <= b.length;) {
    const length = b.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > b.length) return false;
    const name = b.toString('latin1', at + 4, at + 8);
    if (crc32(b.subarray(at + 4, end - 4)) !== b.readUInt32BE(end - 4)) return false;
    if ((at === 8) !== (name === 'IHDR')) return false;
    if (name === 'IHDR' && (length !== 13 || !isSize(b.readUInt32BE(at + 8), b.readUInt32BE(at + 12))))
      return false;
    if (name === 'IDAT') hasData = true;
    if (name === 'IEND') return hasData && end === b.length;
    at = end;
  }
  return false;
}

/** RFC 9649: a RIFF of the length it says, whose chunks hold a picture. */
function isWebp(b: Buffer): boolean {
  if (b.length < 20 || b.toString('latin1', 0, 4) !== 'RIFF' || b.toString('latin1', 8, 12) !== 'WEBP')
    return false;
  if (b.readUInt32LE(4) + 8 !== b.length) return false;
  let hasPicture = false;
  let at = 12;
  while (at + 8 <= b.length) {
    const name = b.toString('latin1', at, at + 4);
    const length = b.readUInt32LE(at + 4);
    const data = b.subarray(at + 8, at + 8 + length);
    if (data.length < length) return false;
    if (name === 'VP8X' && (length < 10 || !isSize(data.readUIntLE(4, 3) + 1, data.readUIntLE(7, 3) + 1)))
      return false;
    if (name === 'VP8 ' && !isLossy(data)) return false;
    if (name === 'VP8L' && !isLossless(data)) return false;
    if (['VP8 ', 'VP8L', 'ANMF'].includes(name)) hasPicture = true;
    at += 8 + length + (length % 2);
  }
  return hasPicture && at === b.length;
}

function isLossy(data: Buffer): boolean {
  if (data.length < 10 || data.readUIntBE(3, 3) !== 0x9d012a) return false;
  return isSize(data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff);
}

function isLossless(data: Buffer): boolean {
  if (data.length < 5 || data[0] !== 0x2f) return false;
  const bits = data.readUInt32LE(1);
  return isSize((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}

function isSize(width: number, height: number): boolean {
  return width > 0 && height > 0 && width * height <= MOST_PIXELS;
}

/** ISO 32000, 7.5: its header first, and at the end where the table of its objects is. */
function isPdf(b: Buffer): boolean {
  if (!/^%PDF-[12]\.\d/.test(b.toString('latin1', 0, 8))) return false;
  return /startxref\s+\d+\s+%%EOF\s*$/.test(b.toString('latin1', Math.max(0, b.length - 1024)));
}
