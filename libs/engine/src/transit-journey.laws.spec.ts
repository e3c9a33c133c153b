import { HISTORY_PLAN, histories, lawRuns, shortOrLong, WatchLog } from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { findingsOf, journeyOf, proposalOf, startWatch, stepAll, type Findings } from './index.js';

vi.setConfig({ testTimeout: shortOrLong(60_000, 900_000) });

describe('the laws of a journey', () => {
  const seen = { departures: 0, arrivals: 0 };

  it('order does not matter: any arrival of the evidence finds and proposes what the sorted run does', () => {
    const told = (one: Findings) => journeyOf([one], HISTORY_PLAN.checkpoints);
    const stage = { sealedAt: null, approvedAt: 0, departedAt: null };
    fc.assert(
      fc.property(histories, ({ events, arrival, told: arriving }) => {
        const log = new WatchLog(HISTORY_PLAN);
        for (const index of arrival) log.arrive(arriving[index]!);
        log.settle();
        const sorted = findingsOf(stepAll(startWatch(), events, HISTORY_PLAN).state);
        const late = findingsOf(log.state);
        expect(told(late)).toEqual(told(sorted));
        for (const state of ['sealed', 'in_transit'] as const)
          expect(proposalOf({ ...stage, state }, told(late))).toEqual(
            proposalOf({ ...stage, state }, told(sorted)),
          );
        if (sorted.departedAt !== null) seen.departures++;
        if (sorted.arrivedAt !== null) seen.arrivals++;
      }),
      { numRuns: lawRuns(500, 10_000) },
    );
  });

  it('sees the histories it needs: some depart, and some arrive', () => {
    expect(seen.departures, 'histories with a departure').toBeGreaterThan(5);
    expect(seen.arrivals, 'histories with an arrival').toBeGreaterThan(5);
  });
});
