import type { AlarmView, TimelineEntry } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import type { LedgerEntry } from '@haidang/ledger';
import { expect, test } from 'vitest';
import { contentOf, MOST_LINES, type Block } from './content.js';
import type { DossierFacts } from './facts.js';
import { Words } from './words.js';

const START = Date.parse('2026-11-22T01:00:00Z');
const iso = (minute: number) => new Date(START + minute * MINUTE).toISOString();

const alarm: AlarmView = {
  ...{ id: 'A1', kind: 'off_route', severity: 'major', state: 'resolved', ending: 'true', late: true },
  ...{ start: iso(4), end: iso(8), raisedAt: iso(30), place: { lat: 20.5, lon: 106.25 }, sealId: 'S1' },
  why: { rule: 'off_route', settings: { halfWidth: 500 }, measured: { distance: 1_430, accuracy: 20 } },
  ...{ revision: 1, comments: [] },
};

const timeline: TimelineEntry[] = [
  { time: iso(0), kind: 'step', what: 'depart', recordedAt: iso(30), by: 'Minh', how: 'confirmed' },
  { time: iso(4), kind: 'alarm_opened', what: 'off_route', alarmId: 'A1', recordedAt: iso(30) },
  { time: iso(31), kind: 'alarm_act', what: 'acknowledge', alarmId: 'A1', by: 'Lan' },
  { time: iso(32), kind: 'alarm_act', what: 'comment', alarmId: 'A1', by: 'Lan', reason: 'Đã gọi tài xế' },
  { time: iso(40), kind: 'passage', what: 'hold', passageId: 'P1', reason: 'seal_unarmed, scan_outstanding' },
];

const departed: LedgerEntry = {
  ...{ position: 7, id: '0191-a', at: iso(0), kind: 'transit.depart', subject: 'transit/T1' },
  ...{ by: { person: 'P1', role: 'customs_officer', organisation: 'HQ' }, data: '', previous: '' },
};
const facts: DossierFacts = {
  transit: {
    ...{
      id: 'T1',
      number: 'QT-1',
      declaration: 'TK-1',
      regime: 'transit',
      from: 'HP',
      to: 'HN',
      carrierId: 'VT',
    },
    ...{
      vehicle: { plate: '15C-123.45' },
      routeId: 'R1',
      departBy: null,
      arriveBy: iso(600),
      state: 'in_transit',
    },
    ...{ departedAt: iso(0), arrivedAt: null, createdAt: iso(-60) },
    containers: [{ number: 'CSQU3054383', sealId: 'S2' }],
  },
  madeAt: START,
  madeFor: { name: 'Lan', role: 'customs_officer' },
  seesAlarms: true,
  names: new Map([
    ['HP', 'Cảng Hải Phòng'],
    ['HQ', 'Chi cục HP'],
    ['VT', 'Vận tải A'],
  ]),
  offices: { from: 'HQ', to: null },
  route: undefined,
  forbidden: [],
  earlierSeals: [{ container: 'CSQU3054383', sealId: 'S1', until: START + 50 * MINUTE }],
  track: {
    fixes: 1_200,
    late: 3,
    doubted: 1,
    unplaced: 0,
    driven: 12_345,
    from: START,
    to: START,
    gap: 11 * MINUTE,
  },
  drawn: [],
  said: [{ sealId: 'S1', note: 'rope_cut', time: START + 2 * MINUTE, receivedAt: START + 20 * MINUTE }],
  timeline,
  alarms: [alarm],
  ledger: [
    { entry: departed, hash: 'ab'.repeat(32) },
    {
      entry: {
        ...{ position: 9, id: '0191-b', at: iso(0), kind: 'alarm.opened', subject: 'alarm/A1' },
        ...{ by: null, data: '', previous: '' },
      },
      hash: 'cd'.repeat(32),
    },
  ],
  signed: [
    { entries: [departed], checkpoint: { statement: '', signature: '' }, hashes: new Uint8Array(4 * 32) },
  ],
  keys: [],
  checkpoint: {
    statement: '{"number":3}',
    signature: 'c2ln',
    says: { number: 3, first: 5, last: 8, head: '', root: '', at: iso(0), key: 'k1', previous: '' },
  },
};

const words = new Words('vi');
const tables = (of: DossierFacts, language: 'vi' | 'en' = 'vi') =>
  contentOf(of, new Words(language)).blocks.filter((block) => block.kind === 'table');
const textOf = (blocks: readonly Block[]) => JSON.stringify(blocks);

test('the parties stand first, with the office in charge and every seal that closed a container', () => {
  const { title, subtitle, made, blocks } = contentOf(facts, words);
  expect(title).toContain('HỒ SƠ CHUYẾN HÀNG');
  expect(subtitle).toBe('Chuyến QT-1');
  expect(made).toContain('Lan (Công chức hải quan)');
  const [parties] = blocks.filter((block) => block.kind === 'facts');
  expect(parties!.facts).toContainEqual(['Nơi đi', 'Cảng Hải Phòng (Hải quan phụ trách: Chi cục HP)']);
  expect(
    parties!.facts.map(([name]) => name),
    'what is not known is left out',
  ).not.toContain('Đến nơi');
  expect(tables(facts)[0]!.rows).toEqual([
    ['CSQU305438 [3]', 'S2, S1 (trước đó, đến 22/11/2026 08:50:00)', '', ''],
  ]);
});

test('each alarm has its number, when it was found and how it was resolved, and who did what with it', () => {
  const [, row] = tables(facts);
  const [number, when, what, acts] = row!.rows[0]!;
  expect(number).toBe('1');
  expect(when).toBe('22/11/2026 08:04:00\nđến 22/11/2026 08:08:00');
  expect(what).toContain('Lệch tuyến');
  expect(what).toContain('Cách tim tuyến 1,4 km; hành lang 500 m mỗi bên, sai số 20 m');
  expect(what).toContain('phát hiện lúc 22/11/2026 08:30:00');
  expect(acts).toContain('Lan: Ghi chú – Đã gọi tài xế');
});

test('what people did with an alarm is printed with whom and what it names, beside the alarm and, with the alarm’s name, in the story', () => {
  const act = (what: string, rest: Partial<TimelineEntry>): TimelineEntry => ({
    ...{ time: iso(33), kind: 'alarm_act', what, alarmId: 'A1', alarm: 'off_route', at: iso(4), by: 'Lan' },
    ...rest,
  });
  const acted = [
    act('assign', { act: { to: 'Minh' } }),
    act('shelve', { act: { until: iso(90) }, reason: 'chờ lái xe' }),
    act('escalate', { reason: 'cần trưởng ca' }),
    act('dispatch', { act: { patrol: 'Tổ 1' }, reason: 'giữ xe' }),
    act('field', { act: { patrol: 'Tổ 1', state: 'done', outcome: 'confirmed' }, reason: 'cắt dây' }),
  ];
  const [, alarms, , story] = tables({ ...facts, timeline: [...timeline, ...acted] });
  const lines = alarms!.rows[0]!.at(-1)!.split('\n').slice(2);
  expect(lines.map((line) => line.replace('22/11/2026 08:33:00 Lan: ', ''))).toEqual([
    'Giao xử lý → Minh',
    'Tạm gác cảnh báo → đến 22/11/2026 09:30:00 – chờ lái xe',
    'Chuyển cấp trên – cần trưởng ca',
    'Cử lực lượng → Tổ 1 – giữ xe',
    'Tin từ hiện trường → Tổ 1: Đúng như cảnh báo – cắt dây',
  ]);
  expect(story!.rows.map(([, what]) => what)).toContain(
    'Giao xử lý → Minh · Lệch tuyến lúc 22/11/2026 08:04:00',
  );
});

test('who is not told of alarms reads that, not that there were none', () => {
  const carrier = { ...facts, seesAlarms: false, alarms: [] };
  expect(textOf(contentOf(carrier, words).blocks)).toContain('Vai trò này không được xem cảnh báo.');
});

test('one order of time holds what people, gates and seals did; what was known later says so', () => {
  const story = tables(facts, 'en').at(-2)!;
  expect(story.rows.map(([, what]) => what!.split(' –')[0])).toEqual([
    'Departed',
    'S1: rope cut',
    'Off route',
    'Alarm acknowledged',
    'Comment',
    'Held at the gate',
  ]);
  expect(story.rows[0]![0]).toContain('entered at');
  expect(story.rows[1]![0]).toContain('told at');
  expect(story.rows[5]![1]).toBe(
    'Held at the gate – The e-seal is open or not locked; The container is to be scanned and has not been',
  );
});

test('the ledger’s entries have their hashes, and say which of them are signed', () => {
  const ledger = tables(facts).at(-1)!;
  expect(ledger.rows[0]).toEqual([
    '7\nđã ký',
    '2026-11-22T01:00:00.000Z\ntransit.depart transit/T1\nCông chức hải quan, HQ',
    `0191-a\n${'ab'.repeat(32)}`,
  ]);
  expect(ledger.rows[1]![0]).toBe('9\nchưa ký');
  expect(contentOf(facts, words).blocks.at(-1)).toMatchObject({ kind: 'code', text: 'c2ln' });
  expect(
    textOf(contentOf({ ...facts, ledger: [], signed: [], checkpoint: undefined }, words).blocks),
  ).toContain('Nhật ký chưa được ký lần nào.');
});

test('a timeline that nobody would read to its end is cut, and says so', () => {
  const long = Array.from({ length: MOST_LINES + 1 }, (_, i) => ({ ...timeline[0]!, time: iso(i) }));
  const cut = contentOf({ ...facts, timeline: long, alarms: [] }, words).blocks;
  expect(textOf(cut)).toContain('Chỉ 1.000 dòng đầu được in');
});
