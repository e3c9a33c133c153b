import type { AlarmView, TimelineEntry, TransitView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { entriesOf, groupOf, inOrder, isLater, isNote, standingAt } from './entries.js';
import { peopleOf, stood, stretchOf, type Story } from './story.js';
import type { SealTrack } from './track.js';

const START = Date.parse('2026-11-22T08:00:00Z');
const at = (minute: number) => START + minute * 60_000;
const iso = (minute: number) => new Date(at(minute)).toISOString();

const track: SealTrack = {
  ...{ sealId: 'S1', container: 'CSQU3054383' },
  times: Float64Array.of(at(0), at(10)),
  lats: Float64Array.of(20, 21),
  lons: Float64Array.of(106, 107),
  late: Uint8Array.of(0, 0),
  doubted: [],
  notes: [{ sealId: 'S1', container: 'CSQU3054383', event: 'rope_cut', time: at(5), known: at(5) }],
};
const lines: TimelineEntry[] = [
  { time: iso(-60), kind: 'step', what: 'register', by: 'Lan' },
  { time: iso(0), kind: 'step', what: 'depart', recordedAt: iso(30), by: 'Minh' },
  { time: iso(4), kind: 'alarm_opened', what: 'seal_tampered', alarmId: 'A1', recordedAt: iso(20) },
  { time: iso(6), kind: 'alarm_act', what: 'acknowledge', alarmId: 'A1', by: 'Lan' },
  { time: iso(9), kind: 'passage', what: 'pass', passageId: 'P1' },
];
const alarm = { id: 'A1', start: iso(4), end: iso(8), place: { lat: 1, lon: 2 } } as AlarmView;
const entries = entriesOf(0, lines, [track], [alarm]);

test('what seals said and what the platform says are one line of time', () => {
  expect(entries.map(({ group, of }) => `${group} ${isNote(of) ? of.event : of.what}`)).toEqual([
    'journey register',
    'journey depart',
    'alarm seal_tampered',
    'seal rope_cut',
    'people acknowledge',
    'gate pass',
  ]);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
});

test('a line is where its alarm stood, else where the seal was then; before it was heard, nowhere', () => {
  expect(entries[0]!.place).toBeUndefined();
  expect(entries[2]!.place).toEqual({ lat: 1, lon: 2 });
  expect(entries[3]!.place).toEqual({ lat: 20.5, lon: 106.5 });
});

test('what was known then and what came to light later are told apart', () => {
  const [, depart, opened, cut] = entries;
  expect([depart, opened, cut].map((entry) => isLater(entry!))).toEqual([true, true, false]);
  expect([3, 5, 25].map((minute) => standingAt(opened!, at(minute)))).toEqual(['ahead', 'unknown', 'known']);
});

test('of one moment the order stays', () => {
  const twins = [
    { ...entries[1]!, key: 'b' },
    { ...entries[0]!, key: 'a' },
    { ...entries[1]!, key: 'c' },
  ];
  expect(inOrder(twins).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});

test('each kind has its group', () => {
  expect(groupOf({ kind: 'gate_confirmed' })).toBe('gate');
  expect(groupOf({ kind: 'alarm_merged' })).toBe('alarm');
  expect(groupOf({ kind: 'exception_approved' })).toBe('people');
  expect(groupOf({ kind: 'checkpoint_missed' })).toBe('journey');
});

test('a replay is of the drive, not of what was registered before or acted on after', () => {
  const transit = { state: 'arrived', departedAt: iso(0), arrivedAt: iso(12) } as TransitView;
  const story: Story = { slot: 0, transit, tracks: [track], alarms: [alarm], entries };
  const margin = 2 * 60_000;
  expect(stretchOf([story], at(999))).toEqual({ from: at(0) - margin, to: at(12) + margin });
  const underWay = { ...story, transit: { ...transit, state: 'in_transit', arrivedAt: null } as TransitView };
  expect(stretchOf([underWay], at(999)).to).toBe(at(999));
  expect(
    stretchOf(
      [
        {
          ...story,
          transit: { ...transit, departedAt: null, arrivedAt: null },
          tracks: [],
          alarms: [],
          entries: entries.slice(0, 1),
        },
      ],
      at(0),
    ).from,
  ).toBe(at(-60) - margin);
  expect(peopleOf(entries)).toEqual(['Lan', 'Minh']);
  expect([3, 4, 7, 8].map((minute) => stood(alarm, at(minute)))).toEqual([false, true, true, false]);
});
