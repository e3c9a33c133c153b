import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoxGrid } from './box-grid.js';
import type { Box } from './shape.js';

function touching(grid: BoxGrid, { minX, minY, maxX, maxY }: Box): number[] {
  const found: number[] = [];
  grid.eachTouching({ minX, minY, maxX, maxY }, (box) => found.push(box));
  return found;
}

function touch(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;
}

/** From a single point to most of the country; whole numbers, so that boxes often share an edge. */
const box = fc
  .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -90, max: 90 }), fc.nat(3), fc.nat(3))
  .chain(([x, y, wide, high]) =>
    fc.tuple(fc.nat(7 ** wide), fc.nat(7 ** high)).map(([width, height]): Box => {
      return { minX: x, minY: y, maxX: x + width, maxY: y + height };
    }),
  );

describe('BoxGrid', () => {
  it('finds each box that touches, once, and no other', () => {
    const scene = fc.tuple(fc.array(box, { minLength: 1, maxLength: 200 }), box);
    fc.assert(
      fc.property(scene, ([boxes, asked]) => {
        const expected = boxes.flatMap((one, i) => (touch(one, asked) ? [i] : []));
        expect(touching(new BoxGrid(boxes), asked).sort((a, b) => a - b)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('answers beyond where any box lies, and without one', () => {
    const far: Box = { minX: 500, minY: 80, maxX: 501, maxY: 81 };
    expect(touching(new BoxGrid([{ minX: 0, minY: 0, maxX: 1, maxY: 1 }]), far)).toEqual([]);
    expect(touching(new BoxGrid([]), far)).toEqual([]);
  });

  it('takes boxes that are all one point', () => {
    const point: Box = { minX: 105, minY: 21, maxX: 105, maxY: 21 };
    expect(touching(new BoxGrid([point, point]), point)).toEqual([0, 1]);
  });
});
