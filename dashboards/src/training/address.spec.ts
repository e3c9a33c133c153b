import { expect, test } from 'vitest';
import { trainingDeskAt, trainingDeskPath, trainingPath } from './address.js';

const ID = '0b6f2c1e-52f4-4f1c-9e83-0f0f7f3b6a10';

test('a desk has an address of its own, and the list another', () => {
  expect(trainingDeskAt(trainingDeskPath(ID))).toBe(ID);
  expect(trainingDeskAt(`${trainingDeskPath(ID)}/`)).toBe(ID);
  expect(trainingDeskAt(trainingPath())).toBeUndefined();
  expect(trainingDeskAt('/training/anything-else')).toBeUndefined();
  expect(trainingPath(ID)).toBe(`/training?item=${ID}`);
});
