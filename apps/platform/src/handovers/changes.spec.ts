import type { AlarmView, HandoverItem } from '@haidang/contract';
import { describe, expect, it } from 'vitest';
import { changesBetween } from './changes.js';
import type { Undone } from './undone.js';

const AT = Date.parse('2026-11-26T06:00:00.000Z');

function alarm(id: string, change: Partial<AlarmView> = {}): HandoverItem {
  return {
    key: `alarm/${id}`,
    what: 'alarm',
    alarm: {
      ...{ id, kind: 'off_route', severity: 'major', state: 'open', late: false, revision: 1, comments: [] },
      ...{ start: '2026-11-26T05:00:00.000Z', raisedAt: '2026-11-26T05:01:00.000Z' },
      ...{ place: { lat: 0, lon: 0 }, why: { rule: 'off_route', settings: {}, measured: { distance: 700 } } },
      ...change,
    },
  };
}

const between = (
  before: HandoverItem[],
  items: HandoverItem[],
  {
    left = 0,
    leftOf = { dispatch: 0, outage: 0, deadline: 0 },
    others = [],
  }: { left?: number; leftOf?: Undone['leftOf']; others?: HandoverItem[] } = {},
) => changesBetween({ items: before, left, leftOf }, { items, left, leftOf, others }, AT);

describe('what became of a picture', () => {
  it('is nothing while nothing changes, and while only measurements grow', () => {
    const grown = {
      revision: 4,
      why: { rule: 'off_route', settings: {}, measured: { distance: 900 } },
    } as const;
    expect(between([alarm('a')], [alarm('a', grown)])).toEqual([]);
  });

  it.each([
    [{ severity: 'critical' }, { severity: ['major', 'critical'] }],
    [{ assignee: 'Lan', assigneeId: 'x' }, { assignee: [null, 'Lan'] }],
    [{ escalated: { at: 'T' } }, { escalated: [null, 'T'] }],
    [
      { state: 'shelved', shelved: { until: 'T', reason: 'works', by: 'Lan' } },
      { state: ['open', 'shelved'], shelved: [null, 'T'], shelvedFor: [null, 'works'] },
    ],
    [{ comments: [{ at: 'T', by: 'Lan', text: 'x' }] }, { comments: [null, '1'] }],
    [{ end: 'T' }, { end: [null, 'T'] }],
  ] as const)('%j is a change', (change, fields) => {
    expect(between([alarm('a')], [alarm('a', change as unknown as Partial<AlarmView>)])).toEqual([
      { key: 'alarm/a', what: 'changed', fields },
    ]);
  });

  it('tells how an alarm that is gone ended, and of any other thing as it was last seen', () => {
    const outage: HandoverItem = {
      key: 'outage/o',
      what: 'outage',
      outage: { id: 'o', facilityId: 'F', reason: 'x', beganAt: 'T', beginRecordedAt: 'T' },
    };
    const resolved = alarm('a', { state: 'resolved', ending: 'false' });
    expect(between([alarm('a'), outage], [], { others: [resolved] })).toEqual([
      {
        ...{ key: 'alarm/a', what: 'gone', item: resolved },
        fields: { state: ['open', 'resolved'], ending: [null, 'false'] },
      },
      { key: 'outage/o', what: 'gone', fields: {}, item: outage },
    ]);
  });

  it('does not take for new what stood behind others and is shown now', () => {
    const outage = (id: string, beganAt: string): HandoverItem => ({
      ...{ key: `outage/${id}`, what: 'outage' },
      outage: { id, facilityId: 'F', reason: 'x', beganAt, beginRecordedAt: beganAt },
    });
    const after = [outage('b', '2026-11-26T04:00:00.000Z'), outage('c', '2026-11-26T06:00:01.000Z')];
    expect(between([], after).map(({ key }) => key)).toEqual(['outage/b', 'outage/c']);
    const leftOf = { dispatch: 0, outage: 2, deadline: 0 };
    expect(between([], after, { leftOf }).map(({ key }) => key)).toEqual(['outage/c']);
  });

  it('does not take for gone or new what stands behind graver ones', () => {
    const before = [alarm('a'), alarm('b')];
    const after = [alarm('a'), alarm('c'), alarm('d', { raisedAt: '2026-11-26T06:00:01.000Z' })];
    expect(between(before, after, { left: 9, others: [alarm('b')] })).toEqual([
      { key: 'alarm/d', what: 'new', fields: {} },
    ]);
    const lower = alarm('b', { severity: 'minor' });
    expect(between(before, after.slice(0, 2), { left: 9, others: [lower] })).toEqual([
      { key: 'alarm/b', what: 'changed', fields: { severity: ['major', 'minor'] }, item: lower },
    ]);
  });
});
