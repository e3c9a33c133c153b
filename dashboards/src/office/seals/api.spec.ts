import { expect, test } from 'vitest';
import { sealsQueryOf } from './api.js';

test('an address asks for the seals that it says, and for nothing that the platform does not know', () => {
  expect(sealsQueryOf({})).toBe('');
  expect(sealsQueryOf({ kind: 'low', show: 'under_way', place: 'VT-1', find: 'VN0' })).toBe(
    'band=low&custody=under_way&holderId=VT-1&find=VN0',
  );
  expect(sealsQueryOf({ kind: 'full', show: 'lost', item: 'S1' })).toBe('');
});
