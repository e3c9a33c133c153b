import { expect, test } from 'vitest';
import { marksInView } from './marks-in-view.js';

const at = (sealId: string, lat: number, lon: number) => ({ sealId, lat, lon });

test('marks are passed from left to right, those one above the other from the top; what lies outside is left out', () => {
  const positions = [
    at('right', 21, 106.9),
    at('below', 20.5, 106.1),
    at('above', 21.5, 106.1),
    at('left', 20.2, 106),
    at('north of it', 23, 106.5),
    at('east of it', 21, 108),
  ];
  expect(marksInView(positions, [105, 20, 107, 22]).map(({ sealId }) => sealId)).toEqual([
    'left',
    'above',
    'below',
    'right',
  ]);
});

test('marks at one place keep their order, whichever is heard first', () => {
  const [a, b] = [at('VN000001', 21, 106), at('VN000002', 21, 106)];
  expect(marksInView([b, a], [105, 20, 107, 22])).toEqual([a, b]);
});
