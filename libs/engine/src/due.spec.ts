import { clockTime as t, fixEvents, fixOf, planOf, spot, stepped } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { dueBy, startWatch, step, stepAll, type Plan, type WatchEvent, type WatchState } from './index.js';

const due = (time: string) => t(time) + 1;
const after = (before: Plan, from: string, changes: Partial<Pick<Plan, 'departBy' | 'arriveBy'>>): Plan => ({
  ...before,
  ...changes,
  from: t(from),
  version: t(from),
  before,
});
const watched = (events: readonly WatchEvent[], plan: Plan): WatchState =>
  stepAll(startWatch(), events, plan).state;
const sealed = [stepped('seal', '08:00'), ...fixEvents([fixOf(t('08:30'), spot(0, 0))])];

describe('when a silent watch is told of the time', () => {
  it('is when a deadline has passed, though nothing was ever heard', () => {
    expect(dueBy(startWatch(), planOf({ departBy: t('09:00') }))).toBe(due('09:00'));
    expect(dueBy(startWatch(), planOf())).toBe(dueBy(startWatch(), planOf({ arriveBy: t('09:00') })));
  });

  it('is by the newest plan, but not before that holds', () => {
    const state = watched(sealed, planOf());
    const set = (departBy: string) => after(planOf(), '09:00', { departBy: t(departBy) });
    expect(dueBy(state, set('10:00'))).toBe(due('10:00'));
    expect(dueBy(state, set('08:10'))).toBe(t('09:00'));
    expect(dueBy(startWatch(), set('08:10'))).toBe(t('09:00'));
  });

  it('is by the plan that held before as well, until another holds', () => {
    const plan = planOf({ departBy: t('09:00') });
    expect(dueBy(watched(sealed, plan), after(plan, '10:00', { departBy: t('11:00') }))).toBe(due('09:00'));
  });

  it('is when a plan comes into force that an open alarm may end by', () => {
    const plan = planOf({ departBy: t('08:20') });
    const late = watched(sealed, plan);
    expect(late.episodes).toHaveLength(1);
    expect(dueBy(late, after(plan, '09:00', { departBy: null }))).toBe(t('09:00'));
  });

  it('is not again once the watch was told', () => {
    const plan = after(planOf(), '09:00', { departBy: t('08:10') });
    const state = watched(sealed, planOf());
    const told = step(state, { kind: 'tick', time: dueBy(state, plan) }, plan);
    expect(told.changes).toMatchObject([{ kind: 'late_departure', start: t('08:10') }]);
    expect(dueBy(told.state, plan)).toBe(dueBy(startWatch(), planOf()));
  });
});
