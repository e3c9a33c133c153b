import { formatInstant, MINUTE, type Instant, type QuarantineReason } from '@haidang/domain';
import { topics } from '@haidang/wire';
import { Random } from '../../firmware-sim/src/random.js';

/** Something that no seal should ever send. */
export interface Malformed {
  readonly topic: string;
  readonly payload: Buffer;
  /** What the quarantine must call it; undefined where more than one name is right (bytes of chance). */
  readonly reason: QuarantineReason | undefined;
}

/** Of all messages: in the long form 500 MB, seen at once if they stayed in memory. */
const LARGE_SHARE = 0.005;
const LARGE_BYTES = 1_000_000;
const NOISE = randomNoise(2 * LARGE_BYTES);
/** As deep as a payload that is still read can be nested. */
const DEEP = 120_000;

/**
 * The kinds of malformed message, in turn and with seeded chance inside each, so that a run can be repeated.
 * @param seal a seal of the register: the sender of what is wrong in itself
 */
export function* malformed(count: number, seal: string, now: Instant): Generator<Malformed> {
  const random = new Random(1, 'malformed');
  const kinds = kindsFor(topics.fixes(seal), formatInstant(now), now);
  for (let i = 0; i < count; i++) {
    if (random.chance(LARGE_SHARE)) yield large(topics.fixes(seal), random);
    else yield kinds[i % kinds.length]!(random);
  }
}

type Kind = (random: Random) => Malformed;

function kindsFor(fixes: string, time: string, now: Instant): Kind[] {
  const on = (topic: string, payload: Buffer | string, reason?: QuarantineReason): Malformed => {
    return { topic, payload: Buffer.from(payload), reason };
  };
  const json = (value: unknown, reason: QuarantineReason) => on(fixes, JSON.stringify(value), reason);
  const good = { seq: 1, time, lat: 20.8, lon: 106.9 };
  const whole = JSON.stringify({ ...good, accuracy: 10, lock: 'locked', events: ['rope_cut'] });
  const receipt = JSON.stringify({
    noticeId: '00000000-0000-4000-8000-000000000000',
    time,
    status: 'received',
  });
  return [
    (random) => on(fixes, bytes(random, random.integer(1, 400))),
    (random) => on(fixes, whole.slice(0, random.integer(0, whole.length - 1)), 'not_json'),
    (random) => json({ ...good, [random.pick(['lat', 'speed', 'battery'])]: 'far' }, 'bad_field'),
    (random) => json({ ...good, seq: random.pick(['1', -1, 1.5, {}, [], true]) }, 'bad_field'),
    (random) =>
      json({ ...good, time: random.pick(['yesterday', '2026-13-40T25:61:00Z', 7, {}]) }, 'bad_field'),
    (random) => json(random.pick([null, true, 4711, 'fix', '{}']), 'bad_field'),
    () => json({ time, lat: 20.8, lon: 106.9 }, 'missing_field'),
    () => json({ seq: 1, time, lat: 20.8 }, 'position_incomplete'),
    () => json([], 'empty_backlog'),
    () =>
      json(
        Array.from({ length: 501 }, (_, seq) => ({ seq, time })),
        'backlog_too_long',
      ),
    (random) => on(fixes, hugeNumber(time, random), 'bad_field'),
    () => json({ ...good, time: formatInstant(now + 60 * MINUTE) }, 'time_ahead'),
    () => json({ ...good, time: '1999-12-31T23:59:59Z' }, 'time_before_2020'),
    () => json({ ...good, time: '2020-01-01T00:00:00Z' }, 'time_dropped'),
    (random) => on(fixes, nested(depth(random, DEEP), '[', ']'), 'bad_field'),
    (random) => on(fixes, nested(depth(random, DEEP / 6), '{"a":', '}', '1'), 'missing_field'),
    () => json({ ...good, seq: 2, lat: [[[[{}]]]] }, 'bad_field'),
    () => json({ ...good, events: ['rope_cut', 'made_up'] }, 'bad_field'),
    () => json({ ...good, card: 'x'.repeat(65) }, 'bad_field'),
    (random) => on(topics.fixes(`XX${random.integer(1, 9_999_999)}`), whole, 'unknown_seal'),
    () => on(topics.fixes('__proto__'), whole, 'unknown_seal'),
    (random) => on(topics.passages(`XX-${random.integer(1, 999)}`), '{}', 'unknown_gate'),
    (random) => on(topics.receipts(`XX-${random.integer(1, 999)}`), '{"noticeId":"N1"}', 'bad_field'),
    () => on(topics.receipts('XX'), receipt, 'unknown_notice'),
    () => on(topics.replies('VN000001'), '{}', 'bad_topic'),
    (random) => on(`haidang/v${random.integer(2, 9)}/seals/VN000001/fixes`, whole, 'bad_topic'),
    () => on('haidang/v1/seals//fixes', whole, 'bad_topic'),
    () => on('$SYS/broker/clients', whole, 'bad_topic'),
    (random) => on(`\u{FFFD}\u{1F6A2}/${random.integer(1, 9)}`, bytes(random, 40), 'bad_topic'),
  ];
}

function large(topic: string, random: Random): Malformed {
  const payload = random.chance(0.5) ? Buffer.alloc(LARGE_BYTES, '[') : bytes(random, LARGE_BYTES);
  return { topic, payload, reason: 'too_large' };
}

function hugeNumber(time: string, random: Random): string {
  const number = random.pick(['1e999', '-1e999', '9'.repeat(400), '1e308', '123456789012345678901234567890']);
  const field = random.pick(['seq', 'satellites', 'battery', 'accuracy']);
  return field === 'seq'
    ? `{"seq":${number},"time":"${time}"}`
    : `{"seq":1,"time":"${time}","${field}":${number}}`;
}

/** Mostly shallow; one in ten as deep as it can be. */
function depth(random: Random, deepest: number): number {
  return random.integer(2, random.chance(0.1) ? deepest : 1_000);
}

function nested(depth: number, open: string, close: string, core = ''): string {
  return open.repeat(depth) + core + close.repeat(depth);
}

/** Bytes of chance, cut from a store of them: making a megabyte of them each time would be most of a run's work. */
function bytes(random: Random, length: number): Buffer {
  const from = random.integer(0, NOISE.length - length);
  return NOISE.subarray(from, from + length);
}

function randomNoise(length: number): Buffer {
  const random = new Random(1, 'noise');
  return Buffer.from(Uint8Array.from({ length }, () => random.integer(0, 255)));
}
