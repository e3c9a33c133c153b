import { DAY, DEFAULT_RULES } from '@haidang/domain';
import { expect, test } from 'vitest';
import { RuleSettings } from './register.js';

const refused = (settings: object) => {
  const { error } = RuleSettings.safeParse(settings);
  return error?.issues.map(({ path }) => path.join('.'));
};

test('every number of the rules can be set, and the defaults are within the bounds', () => {
  expect(Object.keys(RuleSettings.shape).sort()).toEqual(Object.keys(DEFAULT_RULES).sort());
  expect(RuleSettings.parse(DEFAULT_RULES)).toEqual(DEFAULT_RULES);
  expect(RuleSettings.parse({})).toEqual({});
});

test.each(Object.keys(DEFAULT_RULES))('%s has bounds', (name) => {
  expect(refused({ [name]: -1 })).toEqual([name]);
  expect(refused({ [name]: 31 * DAY })).toEqual([name]);
});

test('what would raise an alarm at once, or never end one, is refused', () => {
  for (const name of ['stopAfter', 'jammingAfter', 'signalLostAfter', 'clockDrift', 'maxGap'])
    expect(refused({ [name]: 0 })).toEqual([name]);
  expect(refused({ lowBattery: 51, batteryHysteresis: 51 })).toEqual(['lowBattery', 'batteryHysteresis']);
  expect(refused({ endFixes: 0 })).toEqual(['endFixes']);
  expect(refused({ rejoin: 1.5 })).toEqual(['rejoin']);
  expect(RuleSettings.parse({ rejoin: 0, offRouteAfter: 0, wrongPasswords: 0 })).toEqual({
    rejoin: 0,
    offRouteAfter: 0,
    wrongPasswords: 0,
  });
});
