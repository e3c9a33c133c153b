import {
  ALARM_KINDS,
  ALARMED_DEADLINES,
  DEFAULT_RULES,
  HOUR,
  MINUTE,
  type AlarmKind,
  type AlarmReason,
} from '@haidang/domain';
import { beforeAll, expect, test } from 'vitest';
import type { i18n } from 'i18next';
import { startI18n } from '../i18n/index.js';
import { spanInWords } from './ago.js';
import { alarmSentence } from './alarm.js';
import { alarmReason } from './reason.js';

let words: i18n;
beforeAll(async () => {
  process.env['TZ'] = 'Asia/Ho_Chi_Minh';
  words = await startI18n('vi');
});

function sentence(kind: AlarmKind, measured: Record<string, number | string>, language: 'vi' | 'en'): string {
  const alarm = { kind, why: { rule: kind, settings: {}, measured } };
  return alarmSentence(alarm, words.getFixedT(language), language);
}

test('an alarm is a sentence of the trade with what was measured', () => {
  expect(sentence('off_route', { distance: 1_430 }, 'vi')).toBe('Lệch tuyến 1,4 km');
  expect(sentence('off_route', { distance: 1_430 }, 'en')).toBe('Off route by 1.4 km');
  expect(sentence('forbidden_zone', { zone: 'Z9', name: 'Bãi Đông' }, 'vi')).toBe('Vào vùng cấm: Bãi Đông');
});

test('without a measure the sentence is shorter, not broken', () => {
  expect(sentence('off_route', {}, 'vi')).toBe('Lệch tuyến');
  expect(sentence('forbidden_zone', {}, 'en')).toBe('In a forbidden zone');
});

test('a kind this page does not know yet is shown with its code', () => {
  expect(sentence('rope_cut' as AlarmKind, {}, 'vi')).toBe('Cảnh báo rope_cut');
});

/** What each rule measures when it opens, and for some in a second way. */
const MEASURED: Record<AlarmKind, readonly AlarmReason['measured'][]> = {
  off_route: [{ distance: 1_430, accuracy: 20, leg: 0, progress: 100 }],
  reverse_direction: [{ furthest: 20_000, progress: 17_500, accuracy: 20 }],
  unscheduled_stop: [{ stood: 94 * MINUTE, accuracy: 20 }],
  forbidden_zone: [{ zone: 'Z9', name: 'Bãi Đông', accuracy: 20, depth: 30 }],
  position_jump: [{ distance: 90_000, after: MINUTE, speed: 5_400 }],
  jamming: [{ events: 'jamming' }, { satellites: 0, lasted: 6 * MINUTE }],
  seal_tampered: [{ events: 'rope_cut cover_open' }],
  unauthorised_unlock: [{ lock: 'open', state: 'in_transit', card: 'not listed', atDestination: 'no' }],
  unlock_attempt: [
    { events: 'illegal_card', wrongPasswords: 0 },
    { events: 'wrong_password', wrongPasswords: 6 },
  ],
  unarmed_movement: [{ moved: 640, accuracy: 20 }],
  low_battery: [
    { battery: 17, said: 'no' },
    { battery: 'unknown', said: 'yes' },
  ],
  motor_fault: [{}],
  late_departure: [{ departBy: Date.UTC(2026, 10, 24, 8) }],
  late_arrival: [{ arriveBy: Date.UTC(2026, 10, 24, 8) }],
  wrong_destination: [{ zone: 'Z9', name: 'Bãi Đông', facility: 'F1', stayed: 12 * MINUTE }],
  rendezvous: [{ distance: 12, accuracy: 20, firstSince: HOUR, secondSince: 2 * HOUR }],
  signal_lost: [
    { lastHeard: HOUR, deadStretch: 'no' },
    { lastHeard: HOUR, deadStretch: 'no', filled: 'yes' },
  ],
  clock_drift: [
    { offset: 6 * MINUTE, fixes: 3 },
    { offset: -6 * MINUTE, fixes: 3 },
  ],
  feed_lost: [{ silent: 13, audible: 40 }, { seals: 40 }],
  camera_fault: [
    { camera: 'CAM-1', fault: 'silent', missed: 12 },
    { camera: 'CAM-1', fault: 'reads_nothing', unread: 0.6, passages: 50 },
    { camera: 'CAM-1', fault: 'reads_badly', doubtful: 0.4 },
    { camera: 'CAM-1', fault: 'clock_drift', behind: -2 * MINUTE },
  ],
  seal_separated: [{ facility: 'F1', direction: 'out', seal: 'S1', distance: 4_200, placed: HOUR }],
  plate_mismatch: [{ plate: '29H99999', declared: '15C12345' }],
  container_mismatch: [{ plate: '29H99999', other: 'TCNU7200794' }],
  not_eligible_exit: [
    { cause: 'not_eligible', papers: 'none', shown: 'reported' },
    { cause: 'held', shown: 'seal_away' },
  ],
  gate_out_unreported: [{ left: HOUR }],
  gate_out_unseen: [{ report: '21 N-5' }],
  place_contradiction: [
    { cause: 'twice_in', facility: 'F1', other: 'F1', since: HOUR },
    { cause: 'twice_out', facility: 'F1', other: 'F1', since: HOUR },
    { cause: 'two_places', facility: 'F1', other: 'F2', since: HOUR },
    { cause: 'too_fast', facility: 'F1', other: 'F2', since: HOUR, distance: 90_000, speed: 300 },
  ],
  gate_seal_contradiction: [
    { cause: 'seal_stayed', seal: 'S1', placed: HOUR },
    { cause: 'gate_saw_nothing', seal: 'S1', left: HOUR },
  ],
  deadline_missed: ALARMED_DEADLINES.map((clock) => ({
    clock,
    subject: 'HDV-118E',
    from: HOUR,
    due: Date.UTC(2026, 10, 24, 8),
  })),
};

function reason(
  kind: AlarmKind,
  measured: AlarmReason['measured'],
  language: 'vi' | 'en',
): string | undefined {
  const why = { rule: kind, settings: { ...DEFAULT_RULES, halfWidth: 500, within: 15 * MINUTE }, measured };
  return alarmReason({ kind, why }, words.getFixedT(language), language);
}

test.each(ALARM_KINDS)('%s has a title and a reason in both languages', (kind) => {
  for (const language of ['vi', 'en'] as const) {
    expect(sentence(kind, {}, language)).not.toBe(words.getFixedT(language)('alarm.other', { code: kind }));
    for (const measured of MEASURED[kind]) {
      const said = reason(kind, measured, language);
      expect(said).toMatch(/^\p{Lu}|^\d/u);
      expect(said).not.toMatch(/[{}_]|reason|undefined|NaN/);
    }
  }
});

test('a reason says what was measured and what is permitted', () => {
  expect(reason('off_route', MEASURED.off_route[0]!, 'vi')).toBe(
    'Cách tim tuyến 1,4 km; hành lang 500 m mỗi bên, sai số 20 m',
  );
  expect(reason('position_jump', MEASURED.position_jump[0]!, 'vi')).toContain('tức 5.400 km/h');
  expect(reason('unscheduled_stop', MEASURED.unscheduled_stop[0]!, 'en')).toBe(
    'Stood for 1 h 34 min where it may not stop; the limit is 1 h 30 min',
  );
  expect(reason('seal_tampered', MEASURED.seal_tampered[0]!, 'vi')).toBe('Seal báo: cắt dây, mở vỏ');
  expect(reason('unauthorised_unlock', MEASURED.unauthorised_unlock[0]!, 'en')).toBe(
    'Transit: In transit. Card: not listed. Not at the destination.',
  );
  expect(reason('unlock_attempt', MEASURED.unlock_attempt[1]!, 'en')).toBe('6 wrong passwords within 10 min');
  expect(reason('late_arrival', MEASURED.late_arrival[0]!, 'vi')).toBe(
    'Hạn đến 15:00 24/11/2026 đã qua, chuyến chưa đến nơi',
  );
  expect(reason('deadline_missed', MEASURED.deadline_missed[2]!, 'en')).toBe(
    'Transit HDV-118E was to be approved by 15:00 24/11/2026: 15 min of working time after it was sealed',
  );
  expect(reason('clock_drift', { offset: -42_000 }, 'vi')).toBe('Đồng hồ seal nhanh 42 giây');
});

test('a reason that lacks a figure is left out, not broken', () => {
  expect(reason('position_jump', {}, 'vi')).toBeUndefined();
  expect(reason('rope_cut' as AlarmKind, {}, 'vi')).toBeUndefined();
});

test('a length of time in words', () => {
  expect(spanInWords(30_000, words.getFixedT('vi'))).toBe('vừa xong');
  expect(spanInWords(80 * 60_000, words.getFixedT('vi'))).toBe('1 giờ 20 phút');
  expect(spanInWords(2 * 60_000, words.getFixedT('en'))).toBe('2 min');
});
