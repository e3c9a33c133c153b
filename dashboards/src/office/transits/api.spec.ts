import { expect, test } from 'vitest';
import { showOf, transitsQueryOf } from './api.js';

test('the list begins with what waits for an officer', () => {
  expect(showOf({})).toBe('waiting');
  expect(showOf({ show: 'elsewhere' })).toBe('waiting');
  expect(transitsQueryOf({})).toBe('state=registered,sealed,arrived');
  expect(transitsQueryOf({ show: 'shown' })).toBe('proposed=depart,arrive');
});

test('it is looked for by the platform, once there is enough to look for', () => {
  expect(transitsQueryOf({ show: 'all', find: '15' })).toBe('');
  expect(transitsQueryOf({ show: 'all', find: '15c-123.45' })).toBe('find=15C12345');
  expect(transitsQueryOf({ show: 'underway', find: 'CSQU 305' })).toBe('state=in_transit&find=CSQU305');
});
