import type { TimelineEntry } from '@haidang/contract';
import type { i18n } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { startI18n } from '../i18n/index.js';
import { asideOf, entrySentence } from './timeline.js';

let words: i18n;
beforeAll(async () => {
  words = await startI18n('vi');
});

const START = '2026-11-22T01:04:00.000Z';
const act = (what: string, rest: Partial<TimelineEntry> = {}): TimelineEntry => ({
  ...{ time: START, kind: 'alarm_act', what, alarmId: 'A1', alarm: 'off_route', at: START, by: 'Lan' },
  ...rest,
});
const clock = (time: string) => time.slice(11, 16);
const said = (entry: TimelineEntry) => entrySentence(entry, words.getFixedT('vi'), clock);

test('an act on an alarm says on which, and whom or what it names', () => {
  expect(said(act('acknowledge'))).toBe('Tiếp nhận cảnh báo · Lệch tuyến lúc 01:04');
  expect(said(act('assign', { act: { to: 'Minh' } }))).toBe('Giao xử lý → Minh · Lệch tuyến lúc 01:04');
  expect(said(act('shelve', { act: { until: '2026-11-22T03:00:00.000Z' } }))).toBe(
    'Tạm gác cảnh báo → đến 03:00 · Lệch tuyến lúc 01:04',
  );
  expect(said(act('dispatch', { act: { patrol: 'Tổ 1' } }))).toContain('Cử lực lượng → Tổ 1 ·');
  expect(said(act('field', { act: { patrol: 'Tổ 1', state: 'on_spot' } }))).toContain('→ Tổ 1: đã đến nơi ·');
  const done = { patrol: 'Tổ 1', state: 'done', outcome: 'nothing_found' } as const;
  expect(said(act('field', { act: done }))).toContain('→ Tổ 1: Không phát hiện gì ·');
});

test('an older platform names no alarm: then the act stands alone', () => {
  const { alarm: _, ...older } = act('acknowledge');
  expect(said(older)).toBe('Tiếp nhận cảnh báo');
});

test('beside it stands who did it and in what words', () => {
  const t = words.getFixedT('vi');
  expect(asideOf(act('escalate', { reason: 'cần trưởng ca' }), t)).toBe('Lan · cần trưởng ca');
  expect(asideOf(act('acknowledge'), t)).toBe('Lan');
});
