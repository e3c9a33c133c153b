import {
  contentOf,
  HOUR,
  MINUTE,
  sealEventBit,
  type AlarmKind,
  type Fix,
  type Instant,
  type LockState,
  type Millis,
  type SealEvent,
  type Zone,
} from '@haidang/domain';
import { compareEvents, type FixEvent, type Plan, type WatchEvent } from '@haidang/engine';
import fc from 'fast-check';
import { Corridor, ZoneIndex } from '@haidang/geo';
import { clockTime, fixOf, planOf, position, rectangle, spot } from './factories/equator.js';

/** Along the road of {@link planOf}: two forbidden blocks that overlap, and one that is forbidden from 08:20 to 08:50. */
const ZONES: readonly Zone[] = [
  rectangle('F', 10_000, -1_000, 12_000, 1_000),
  { ...rectangle('G', 0, 0, 0, 0), geometry: { type: 'Circle', center: spot(14_000, 0), radius: 400 } },
  {
    ...rectangle('H', 5_000, -800, 9_000, 200),
    calendar: { offset: 0, spans: [{ days: [0], from: 8 * 60 + 20, to: 8 * 60 + 50 }] },
  },
  { ...rectangle('O', 4_000, -500, 6_200, 500), kind: 'facility', facilityId: 'ORIGIN' },
  { ...rectangle('W', 8_000, -700, 9_500, 700), kind: 'facility', facilityId: 'OTHER' },
  { ...rectangle('D', 12_000, -2_500, 40_000, 2_500), kind: 'facility', facilityId: 'DESTINATION' },
];

/** What a seal says of itself on one leg, all along or with its first fix. */
const deviceWords = fc.record({
  says: fc.oneof(
    { weight: 24, arbitrary: fc.constant<readonly SealEvent[]>([]) },
    {
      weight: 5,
      arbitrary: fc.subarray<SealEvent>(
        ['rope_cut', 'cover_open', 'unlocked', 'locked', 'low_battery', 'motor_fault', 'jamming'],
        { minLength: 1, maxLength: 2 },
      ),
    },
    { weight: 3, arbitrary: fc.constant<readonly SealEvent[]>(['wrong_password']) },
    { weight: 4, arbitrary: fc.constant<readonly SealEvent[]>(['illegal_card']) },
  ),
  insists: fc.constantFrom(true, false, false),
  lock: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom<LockState | null>('locked', null) },
    { weight: 1, arbitrary: fc.constantFrom<LockState>('unlocked', 'open') },
  ),
  card: fc.constantFrom(null, 'CARD', 'OTHER'),
  satellites: fc.constantFrom(9, 9, 9, 4, null, 0, 0),
  speed: fc.constantFrom(50, 50, 5, 0, null),
  battery: fc.constantFrom(87, 87, 87, 25, 24, 20, 19, null),
  charging: fc.constantFrom(false, false, false, true, null),
});

/** What generated histories are judged by. */
export const HISTORY_PLAN: Plan = planOf({
  zones: ZONES,
  departBy: clockTime('08:03'),
  arriveBy: clockTime('09:00'),
  rules: { stopAfter: 15 * MINUTE, wrongDestinationAfter: 4 * MINUTE },
  cards: ['CARD'],
});

/** A generated story of one seal: its events in order, and an order of arrival with some of them twice. */
export interface History {
  /** What is to be judged. */
  readonly events: readonly WatchEvent[];
  /** The same, and other contents under the identity of some of them, which are not to be judged. */
  readonly told: readonly WatchEvent[];
  /** Indexes into `told`; every one at least once. */
  readonly arrival: readonly number[];
  /** After how many arrivals what is late is folded in, over and over. */
  readonly settleEvery: number;
  /** Before which arrival the process is stopped and started again. */
  readonly restartAt: number;
}

/** The road of {@link HISTORY_PLAN} for eight kilometres, and from there another; to another destination, whose cards are others. */
const DETOUR = Corridor.of([
  {
    line: { type: 'LineString', coordinates: [position(0, 0), position(8_000, 0), position(40_000, 9_000)] },
    halfWidth: 800,
    stops: [],
    checkpoints: [],
  },
]);

/** The plan of a transit that is sent another way at a time. */
export function reroutedAt(time: Instant): Plan {
  return {
    ...HISTORY_PLAN,
    ...{ from: time, version: time, before: HISTORY_PLAN },
    ...{ corridor: DETOUR, destination: 'OTHER', cards: null },
  };
}

/** Forbidden from a time on, along the road. */
export const NEW_ZONE: Zone = rectangle('N', 6_000, -900, 9_900, 900);

/** What a plan may say otherwise from a time on, on the same road. */
export const CHANGES = {
  new_zone: { zones: ZoneIndex.of([...ZONES, NEW_ZONE]) },
  zone_withdrawn: { zones: ZoneIndex.of(ZONES.filter(({ id }) => id !== 'F')) },
  calendar: {
    zones: ZoneIndex.of(ZONES.map((zone) => (zone.id === 'H' ? { ...zone, calendar: undefined } : zone))),
  },
  rules: {
    rules: {
      ...HISTORY_PLAN.rules,
      ...{ rejoin: MINUTE, maxGap: 4 * MINUTE, endFixes: 3, offRouteFixes: 2, jumpFixes: 2 },
      ...{ stopAfter: 5 * MINUTE, passwordWindow: 3 * MINUTE, lowBattery: 24 },
    },
  },
  deadlines: { departBy: clockTime('08:10'), arriveBy: clockTime('08:25') },
} as const satisfies Record<string, Partial<Plan>>;

/** {@link HISTORY_PLAN}, changed at a time. */
export function changedAt(time: Instant, change: keyof typeof CHANGES): Plan {
  return { ...HISTORY_PLAN, from: time, version: time, before: HISTORY_PLAN, ...CHANGES[change] };
}

/** What happens on the way otherwise than planned: when, and after how much of what arrives the platform hears of it. */
export interface Turn {
  readonly at: Instant;
  /** A part of all arrivals. */
  readonly known: number;
  readonly change: keyof typeof CHANGES;
}

export const turns: fc.Arbitrary<Turn> = fc.record({
  at: fc.integer({ min: 0, max: 100 * MINUTE }).map((after) => clockTime('08:00') + after),
  known: fc.double({ min: 0, max: 1, noNaN: true }),
  change: fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])),
});

/** A way of driving that runs through several fixes: it drives back, or stands long. */
const manner = fc.constantFrom('any', 'any', 'any', 'any', 'any', 'any', 'back', 'stand');

const legOfDrive = fc.record({
  manner,
  wait: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 90 }) },
    { weight: 1, arbitrary: fc.integer({ min: 500, max: 900 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
  speed: fc.integer({ min: -10, max: 30 }),
  aside: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -400, max: 400 }) },
    { weight: 3, arbitrary: fc.integer({ min: -2_500, max: 2_500 }) },
    { weight: 1, arbitrary: fc.integer({ min: -60_000, max: 60_000 }) },
  ),
  stays: fc.integer({ min: 1, max: 5 }),
  accuracy: fc.constantFrom(5, 12, null, 80, 250),
  device: deviceWords,
  lost: fc.boolean(),
  /** How much later than made the fixes are taken in. */
  delay: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: MINUTE, max: HOUR }) },
  ),
});

const act = fc.record({
  alarm: fc.constantFrom<AlarmKind>(
    'off_route',
    'forbidden_zone',
    'position_jump',
    'jamming',
    'seal_tampered',
    'unauthorised_unlock',
    'unlock_attempt',
    'low_battery',
    'motor_fault',
    'reverse_direction',
    'unscheduled_stop',
    'unarmed_movement',
    'wrong_destination',
    'late_departure',
    'late_arrival',
  ),
  cause: fc.constantFrom('F', 'G', 'H'),
  after: fc.integer({ min: 0, max: 100 * MINUTE }),
  /** How long before the act its author last looked. */
  blind: fc.constantFrom(0, 0, 2 * MINUTE, HOUR),
});

/** Metres beside the road of the one fix that always comes late. */
const TARDY = 601;

/** Strays, is back with two fixes, is silent and strays again: two alarms, until the fix between the two makes them one. */
const BRIDGED = [
  ...[20, 20, 20].map((wait) => ({ wait, aside: 450 })),
  ...[30, 30, 30, 30].map((wait) => ({ wait, aside: 600 })),
  { wait: 30, aside: 450 },
  { wait: 20, aside: TARDY },
  { wait: 20, aside: 450 },
  { wait: 400, aside: 600 },
  ...[40, 40, 40].map((wait) => ({ wait, aside: 600 })),
];

/** The mark of fixes that arrive after all others. */
const STRAGGLING = clockTime('23:00');

/** Three illegal cards: the first and the last are two alarms, the second, which comes when all else is told, makes them one. */
function attemptsBridged(from: Instant, apart: Millis): WatchEvent[] {
  return [0, 1, 2].map((n) => {
    const time = from + n * apart;
    const fix = fixOf(time, null, { seq: n, events: sealEventBit('illegal_card') });
    return { kind: 'fix', time, fix, mark: n === 1 ? STRAGGLING : time };
  });
}

/** A cover is opened and an officer resolves it; that the rope was cut before that is told when all else is: the alarm opens again. */
function cutUnseen(from: Instant): WatchEvent[] {
  const said = ['cover_open', null, 'rope_cut', null] as const;
  const fixes = said.map((event, n): WatchEvent => {
    const time = from + n * MINUTE;
    const fix = fixOf(time, null, { seq: n, events: event === null ? 0 : sealEventBit(event) });
    return { kind: 'fix', time, fix, mark: event === 'rope_cut' ? STRAGGLING : time };
  });
  const time = from + 5 * MINUTE;
  const of = { alarm: 'seal_tampered', cause: '', start: 0, end: null, seq: 99 } as const;
  return [...fixes, { kind: 'resolve', ...of, time, seen: time }];
}

function isStraggler(event: WatchEvent): boolean {
  return event.kind === 'fix' && event.mark === STRAGGLING;
}

/** A drive that wavers, jumps, falls silent, strays, stands and is tampered with; steps of its transit; officers' acts. */
const story: fc.Arbitrary<WatchEvent[]> = fc
  .record({
    legs: fc.array(legOfDrive, { minLength: 5, maxLength: 40 }),
    acts: fc.array(act, { maxLength: 6 }),
    /** How long after the story's beginning it is sealed. */
    seals: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 5 * MINUTE, max: 20 * MINUTE }) },
    ),
    bridge: fc.option(fc.integer({ min: 8 * MINUTE, max: 10 * MINUTE }), { freq: 2 }),
    departs: fc.integer({ min: 0, max: 6 * MINUTE }),
    bridged: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    unseen: fc.integer({ min: 0, max: 2 }).map((n) => n === 0),
    arrives: fc.option(fc.integer({ min: 10 * MINUTE, max: 100 * MINUTE })),
  })
  .map(({ legs, acts, bridge, seals, departs, arrives, bridged, unseen }) => {
    const start = clockTime('08:00');
    const events: WatchEvent[] = [
      { kind: 'step', step: 'seal', time: start + seals, mark: start + seals },
      { kind: 'step', step: 'depart', time: start + seals + departs, mark: start + seals + departs },
    ];
    if (arrives !== null)
      events.push({
        kind: 'step',
        step: 'arrive',
        time: start + seals + arrives,
        mark: start + seals + arrives,
      });
    let [time, east, seq] = [start, 6_000, 0];
    for (const { manner: how, wait, speed, aside: beside, stays, accuracy, device, lost, delay } of legs) {
      const { says, insists, ...told } = device;
      const aside = how === 'any' ? beside : (beside % 400) + 0;
      for (let i = 0; i < (how === 'any' ? stays : 6); i++) {
        time += (how === 'any' ? wait : how === 'back' ? 30 : 240) * 1_000;
        east += how === 'any' ? speed * Math.min(wait, 60) : how === 'back' ? -600 : 0;
        const place = lost && i === 0 ? null : spot(east, aside);
        const words = i === 0 || insists ? bitsOf(says) : 0;
        const fix: Fix = fixOf(time, place, { ...told, seq: seq++, accuracy, events: words });
        events.push({ kind: 'fix', time, fix, mark: time + delay });
      }
    }
    for (const { wait, aside } of bridged ? BRIDGED : []) {
      const fix = fixOf((time += wait * 1_000), spot(east, aside), { seq: seq++ });
      events.push({ kind: 'fix', time, fix, mark: aside === TARDY ? STRAGGLING : time });
    }
    if (unseen) events.push(...cutUnseen(time + MINUTE));
    if (bridge !== null) events.push(...attemptsBridged(time + HOUR, bridge));
    for (const [i, { alarm, cause, after, blind }] of acts.entries()) {
      const at = start + after;
      const of = alarm === 'forbidden_zone' ? cause : alarm === 'wrong_destination' ? 'W' : '';
      events.push({
        kind: 'resolve',
        seq: i,
        alarm,
        cause: of,
        time: at,
        start: 0,
        end: null,
        seen: at - blind,
      });
    }
    events.push({ kind: 'tick', time: time + 2 * HOUR });
    return events.sort(compareEvents);
  });

/** The same fix said otherwise: elsewhere, or of another seal's state. */
const contradiction = fc.record({
  of: fc.nat(),
  aside: fc.constantFrom(0, 700, 2_000),
  says: fc.constantFrom<readonly SealEvent[]>([], [], ['rope_cut'], ['illegal_card'], ['motor_fault']),
  delay: fc.integer({ min: -30 * MINUTE, max: 30 * MINUTE }),
});
type Contradiction = typeof contradiction extends fc.Arbitrary<infer T> ? T : never;

function contradicted({ fix, time, mark }: FixEvent, { aside, says, delay }: Contradiction): FixEvent {
  const lat = fix.lat === null ? null : fix.lat + spot(0, aside).lat;
  return { kind: 'fix', time, fix: { ...fix, lat, events: bitsOf(says) }, mark: mark + delay };
}

/** Some fixes are said twice, differently. @returns what is to be judged, and what is told beside it */
function contested(
  events: readonly WatchEvent[],
  contradictions: readonly Contradiction[],
): { events: WatchEvent[]; others: FixEvent[] } {
  const judged = [...events];
  const others: FixEvent[] = [];
  for (const one of contradictions) {
    const index = one.of % judged.length;
    const event = judged[index]!;
    if (event.kind !== 'fix' || isStraggler(event)) continue;
    const other = contradicted(event, one);
    const isSmaller = contentOf(other.fix) < contentOf(event.fix);
    if (isSmaller) judged[index] = other;
    if (contentOf(other.fix) !== contentOf(event.fix)) others.push(isSmaller ? event : other);
  }
  return { events: judged, others };
}

/** Histories whose events arrive shifted by up to so many places and stragglers after all others, some of them twice, some also with other content. */
export const histories: fc.Arbitrary<History> = fc
  .tuple(story, fc.array(contradiction, { maxLength: 4 }))
  .map(([events, contradictions]) => contested(events, contradictions))
  .chain(({ events, others }) => {
    const told = [...events, ...others];
    const places = told.map((event, i) =>
      i < events.length ? i : events.findIndex((one) => compareEvents(one, event) === 0),
    );
    return fc
      .record({
        shifts: fc.array(
          fc.oneof(
            { weight: 3, arbitrary: fc.constant(0) },
            { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 }) },
          ),
          { minLength: told.length, maxLength: told.length },
        ),
        repeats: fc.array(fc.nat({ max: told.length - 1 }), { maxLength: 5 }),
        settleEvery: fc.constantFrom(1, 2, 7, 1_000),
        restartAt: fc.nat({ max: told.length - 1 }),
      })
      .map(({ shifts, repeats, settleEvery, restartAt }) => {
        const turns = told.map((event, i) => (isStraggler(event) ? Infinity : places[i]! + shifts[i]!));
        const order = told
          .map((_, i) => i)
          .sort((a, b) => (turns[a]! < turns[b]! ? -1 : turns[a]! > turns[b]! ? 1 : a - b));
        return { events, told, arrival: [...order, ...repeats], settleEvery, restartAt };
      });
  });

function bitsOf(events: readonly SealEvent[]): number {
  return events.reduce((bits, event) => bits | sealEventBit(event), 0);
}
