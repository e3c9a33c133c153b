import { describe, expect, it } from 'vitest';
import { distance } from '../motion/geometry.js';
import { Random } from '../random.js';
import { FaultPlan, type Fault } from '../scenario/faults.js';
import { obey } from './commands.js';
import type { DeviceFix } from './device-fix.js';
import { SealDevice } from './seal-device.js';

const EIGHT = Date.UTC(2026, 10, 22, 8);
const truth = { lat: 20.85, lon: 106.68, speed: 50, heading: 90 };

/** The fixes of a seal that stands at one place for some seconds. */
function live(seconds: number, faults: Fault[] = [], device = newDevice(faults)): DeviceFix[] {
  const fixes: DeviceFix[] = [];
  for (let elapsed = 0; elapsed <= seconds; elapsed++) {
    if (device.isDue(elapsed)) fixes.push(device.record(elapsed, EIGHT + elapsed * 1_000, truth, true));
  }
  return fixes;
}

function newDevice(faults: Fault[] = []): SealDevice {
  return new SealDevice({ faults: new FaultPlan(faults), random: new Random(1), interval: 10 });
}

const away = (fix: DeviceFix) => distance({ lat: fix.lat!, lon: fix.lon! }, truth);

describe('SealDevice', () => {
  it('records a fix at once and then one each interval, numbered without a gap', () => {
    const fixes = live(30);
    expect(fixes.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(fixes[3]!.time).toBe('2026-11-22T08:00:30.000Z');
    expect(fixes[0]!.events).toEqual(['restart', 'locked']);
    expect(fixes[1]!.events).toBeUndefined();
  });

  it('lies within 25 m of the truth under an open sky, and says how far', () => {
    const fixes = live(3_600);
    expect(Math.max(...fixes.map(away))).toBeLessThan(25);
    expect(fixes.every(({ accuracy }) => accuracy! > 2 && accuracy! < 15)).toBe(true);
  });

  it('errs alike in neighbouring fixes: its error wanders', () => {
    const fixes = live(3_600);
    const steps = fixes
      .slice(1)
      .map((fix, i) => distance(fix as Required<DeviceFix>, fixes[i] as Required<DeviceFix>));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(steps)).toBeLessThan(mean(fixes.map(away)));
  });

  it('errs by the metres of a jitter while it lasts', () => {
    const fixes = live(2_000, [{ kind: 'jitter', at: 500, duration: 1_000, metres: 60 }]);
    const during = fixes.slice(50, 150).map(away);
    expect(Math.max(...during)).toBeGreaterThan(90);
    expect(fixes[100]!.accuracy).toBeGreaterThan(60);
    expect(Math.max(...fixes.slice(151).map(away))).toBeLessThan(25);
  });

  it('claims the accuracy it is told to', () => {
    const fixes = live(100, [{ kind: 'jitter', at: 0, duration: 101, metres: 60, claimed: 5 }]);
    expect(fixes.every(({ accuracy }) => accuracy === 5)).toBe(true);
  });

  it('jumps for one fix', () => {
    const fixes = live(60, [{ kind: 'jump', at: 30, duration: 10, metres: 5_000 }]);
    expect(fixes.map(away).map((metres) => Math.round(metres / 1_000))).toEqual([0, 0, 0, 5, 0, 0, 0]);
  });

  it('is wrong by its drift, and right again afterwards', () => {
    const fixes = live(40, [{ kind: 'clock_drift', at: 10, duration: 20, seconds: 420, perHour: 360 }]);
    expect(fixes.map(({ time }) => time.slice(11, 23))).toEqual([
      '08:00:00.000',
      '08:07:10.000',
      '08:07:21.000', // 10 s later, and 1 s more by 360 s an hour
      '08:00:30.000',
      '08:00:40.000',
    ]);
  });

  it('reports tampering at once, with its lock and card', () => {
    const fixes = live(20, [{ kind: 'tamper', at: 13, events: ['rope_cut'], lock: 'open', card: '04A1' }]);
    expect(fixes[2]).toMatchObject({
      time: '2026-11-22T08:00:13.000Z',
      events: ['rope_cut'],
      lock: 'open',
      card: '04A1',
    });
  });

  it('says in every fix of a span what it says as a state', () => {
    const fixes = live(40, [{ kind: 'status', at: 10, duration: 20, events: ['rope_cut'] }]);
    const says = fixes.map(({ events }) => events?.includes('rope_cut') ?? false);
    expect(says).toEqual([false, true, true, false, false]);
  });

  it('sends no position without satellites, but lives', () => {
    const fixes = live(20, [{ kind: 'no_gnss', at: 10, duration: 5 }]);
    expect(fixes[1]).toMatchObject({ seq: 2, satellites: 0, lock: 'locked' });
    expect(fixes[1]).not.toHaveProperty('lat');
    expect(fixes[2]).toHaveProperty('lat');
  });

  it('reports a low battery', () => {
    const fixes = live(20, [{ kind: 'low_battery', at: 10, level: 12 }]);
    expect(fixes[1]).toMatchObject({ battery: 12, events: ['low_battery'] });
  });
});

describe('a command', () => {
  const say = (device: SealDevice, text: string) => obey(device, Buffer.from(text), EIGHT);

  it('to locate makes the next second a fix', () => {
    const device = newDevice();
    live(3, [], device);
    expect(device.isDue(4)).toBe(false);
    expect(say(device, '{"id":"c1","kind":"locate"}')).toEqual({
      id: 'c1',
      kind: 'locate',
      ok: true,
      time: '2026-11-22T08:00:00.000Z',
    });
    expect(device.isDue(4)).toBe(true);
  });

  it('changes the interval', () => {
    const device = newDevice();
    say(device, '{"id":"c2","kind":"interval","seconds":5}');
    expect(live(10, [], device)).toHaveLength(3);
  });

  it('that cannot be read is answered with what is wrong', () => {
    expect(say(newDevice(), 'locate!')).toMatchObject({ ok: false, error: 'not JSON' });
    expect(say(newDevice(), '{"kind":"interval","seconds":0}')).toMatchObject({ ok: false });
  });

  it('gains under a charger, and says so while it lasts', () => {
    const charging: Fault = { kind: 'charging', at: 20, duration: 600, perHour: 60 };
    const fixes = live(900, [{ kind: 'low_battery', at: 10, level: 15 }, charging]);
    expect(fixes[2]!).toMatchObject({ battery: 15, charging: true });
    expect(fixes[61]!).toMatchObject({ battery: 25, charging: true });
    expect(fixes.at(-1)!.charging).toBeUndefined();
    expect(fixes.at(-1)!.battery).toBe(25);
  });

  it('does not report that it was locked when it is not', () => {
    const options = { faults: new FaultPlan([]), random: new Random(1), interval: 10 };
    const [fix] = live(0, [], new SealDevice({ ...options, lock: 'unlocked' }));
    expect(fix).toMatchObject({ lock: 'unlocked', events: ['restart'] });
  });
});
