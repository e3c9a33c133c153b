import { expect, it } from 'vitest';
import { waitFor } from './wait-for.js';

it('answers the fact once it holds', async () => {
  let asked = 0;
  expect(await waitFor(() => ++asked === 3 && 'third')).toBe('third');
  expect(asked).toBe(3);
});

it('takes 0 and an empty text for facts', async () => {
  expect(await waitFor(() => 0)).toBe(0);
  expect(await waitFor(() => '')).toBe('');
});

it('says what did not come, and why not', async () => {
  const refused = new Error('refused');
  const waited = waitFor(() => Promise.reject(refused), 20, 'the answer');
  await expect(waited).rejects.toMatchObject({
    message: 'the answer did not come within 20 ms',
    cause: refused,
  });
});
