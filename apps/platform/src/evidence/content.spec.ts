import { jpeg, PDF, png, webp } from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typeOf } from './content.js';

const tail = Buffer.from('<html><script>alert(1)</script></html>');

describe('what a content is', () => {
  it.each([
    ['a JPEG', jpeg(), 'image/jpeg'],
    ['a JPEG with a page in its comment', jpeg(tail), 'image/jpeg'],
    ['a JPEG with private data after it, as cameras append', Buffer.concat([jpeg(), tail]), 'image/jpeg'],
    ['a PNG', png(), 'image/png'],
    ['a WebP', webp(), 'image/webp'],
    ['a PDF', PDF, 'application/pdf'],
  ])('%s is known by its structure', (_, bytes, type) => {
    expect(typeOf(bytes)).toBe(type);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', tail],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
    ['a page that begins like a JPEG', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), tail])],
    ['a JPEG without an end', jpeg().subarray(0, -2)],
    ['a JPEG of no size', jpeg(undefined, 0, 10)],
    ['a PNG with a byte changed', flipped(png(), 20)],
    ['a PNG with a page after it', Buffer.concat([png(), tail])],
    ['a PNG that unfolds to four gigapixels', png(65_000, 65_000)],
    ['a WebP with a page after it', Buffer.concat([webp(), tail])],
    ['a sound in a RIFF', Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WAVEfmt ')])],
    ['a PDF without its end', PDF.subarray(0, -10)],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;')],
    ['an archive', Buffer.from('PK\x03\x04')],
  ])('%s is none', (_, bytes) => {
    expect(typeOf(bytes)).toBeUndefined();
  });

  it('every picture that is cut short is none', () => {
    for (const whole of [jpeg(), png(), webp()])
      for (let length = 0; length < whole.length; length++)
        expect(typeOf(whole.subarray(0, length))).toBeUndefined();
  });

  it('whatever the bytes, it answers', () => {
    const begin = fc.constantFrom(
      jpeg().subarray(0, 20),
      png().subarray(0, 33),
      webp().subarray(0, 16),
      Buffer.alloc(0),
    );
    fc.assert(
      fc.property(begin, fc.uint8Array({ maxLength: 400 }), (head, rest) => {
        typeOf(Buffer.concat([head, rest]));
      }),
      { numRuns: 2_000 },
    );
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
}
