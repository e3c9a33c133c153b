import { expect, it } from 'vitest';
import { begins } from './drill-ground.js';

const rounds = { firstRound: 600, laterFrom: 1_200, laterEvery: 3_600, lasts: 900 };

it('tells a drill in the first round at its time, and in each later one as much later as the round is longer', () => {
  const drill = { kinds: ['off_route' as const], at: 50, trucks: [] };
  const told = Array.from({ length: 8_000 }, (_, elapsed) => elapsed).filter((second) =>
    begins(drill, rounds, second),
  );
  // 1200 + 50 * 6, and an hour after that
  expect(told).toEqual([50, 1_500, 5_100]);
});
