import { sealEventBit, type AlarmReason } from '@haidang/domain';
import { placeOf, UNFINISHED, type Hearing, type Rule } from './rule.js';

const LOW = sealEventBit('low_battery');

/**
 * The battery runs low. Opens when the device says `low_battery`, or with a level under `lowBattery` percent. Ends with a level of at
 * least `lowBattery` and `batteryHysteresis` points together, unless the same fix says `low_battery`. A fix without a level says nothing of
 * it, nor does one while charging: the voltage then is the charger's.
 */
export const lowBattery: Rule<null> = {
  kind: 'low_battery',
  phases: UNFINISHED,
  start: null,
  hear(state, hearing) {
    const { fix, plan, book } = hearing;
    const isSaid = (fix.events & LOW) !== 0;
    const level = fix.charging === true ? null : fix.battery;
    const { lowBattery: low, batteryHysteresis } = plan.rules;
    if (isSaid || (level !== null && level < low)) {
      if (book.open('low_battery') === undefined) begin(hearing);
    } else if (level !== null && level >= low + batteryHysteresis) book.end('low_battery', '', fix.time);
    return state;
  },
};

function begin(hearing: Hearing): void {
  const { fix, book } = hearing;
  const [place, reason] = [placeOf(hearing), why(hearing)];
  book.begin({ kind: 'low_battery', severity: 'minor', start: fix.time, place, why: reason });
}

function why({ fix, plan }: Hearing): AlarmReason {
  const { lowBattery: low, batteryHysteresis, rejoin } = plan.rules;
  const measured = { battery: fix.battery ?? 'unknown', said: (fix.events & LOW) !== 0 ? 'yes' : 'no' };
  return { rule: 'low_battery', settings: { lowBattery: low, batteryHysteresis, rejoin }, measured };
}
