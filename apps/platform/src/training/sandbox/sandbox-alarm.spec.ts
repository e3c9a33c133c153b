import type { AlarmChange, TrainingTruck } from '@haidang/domain';
import { expect, test } from 'vitest';
import { SandboxAlarm } from './sandbox-alarm.js';

const RAISED = Date.parse('2026-11-28T08:00:00Z');
const truck = {
  sealId: 'S1',
  container: 'CSQU3054383',
  transitNumber: 'QT-1',
  routeId: 'R',
} as TrainingTruck;
const episode: AlarmChange = {
  ...{ key: 'k', kind: 'off_route', cause: '', severity: 'major', start: RAISED, end: null },
  ...{ place: { lat: 20, lon: 106 }, evidence: RAISED, resolved: false, settled: RAISED },
  why: { rule: 'off_route', settings: {}, measured: {} },
};
const raised = () => new SandboxAlarm('session', truck, episode, false, RAISED);
const say = (alarm: SandboxAlarm, more: Partial<AlarmChange>, seconds: number) =>
  alarm.hear({ kind: 'said', episode: { ...episode, ...more }, late: false }, RAISED + seconds * 1_000);

test('one that grows worse waits anew, as at the desk, and says who had acknowledged it', () => {
  const alarm = raised();
  alarm.state = 'acknowledged';
  alarm.acknowledged = { at: '2026-11-28T08:00:10.000Z', by: 'Lan' };
  say(alarm, { severity: 'critical', evidence: RAISED + 20_000 }, 20);
  const view = alarm.view();
  expect(view).toMatchObject({ state: 'open', severity: 'critical', revision: 2 });
  expect(view.worsened).toEqual({ at: '2026-11-28T08:00:20.000Z', from: 'major', by: 'Lan' });
  expect(view.acknowledged).toBeUndefined();
  expect(alarm.lines.map(({ what }) => what)).toEqual(['opened', 'worsened']);
});

test('what the trainee resolved as corrected stays so on the evidence they had seen; what the engine corrected does not', () => {
  const alarm = raised();
  alarm.resolve('corrected', RAISED + 10_000);
  say(alarm, { end: RAISED + 15_000 }, 15);
  expect(alarm.view()).toMatchObject({ state: 'resolved', ending: 'corrected' });
  say(alarm, { end: null, evidence: RAISED + 20_000 }, 20);
  expect(alarm.state).toBe('open');
  alarm.hear({ kind: 'withdrawn', key: 'k', ending: 'corrected' }, RAISED + 30_000);
  expect(alarm.view()).toMatchObject({ state: 'resolved', ending: 'corrected' });
  say(alarm, { end: null, evidence: RAISED + 20_000 }, 40);
  expect(alarm.view()).toMatchObject({ state: 'open' });
});
