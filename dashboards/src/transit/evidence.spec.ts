import type { EvidenceView, TimelineEntry } from '@haidang/contract';
import { expect, test } from 'vitest';
import { evidenceOf } from './evidence.js';

const one = (id: string, minute: number, of: Partial<EvidenceView>) =>
  ({ id, takenAt: `2026-11-22T01:0${minute}:00.000Z`, ...of }) as EvidenceView;

test('what was put in with a transit and what gates saw of its passages belong to it, the first taken first', () => {
  const of = {
    time: '2026-11-22T01:02:00.000Z',
    kind: 'passage',
    what: 'pass',
    passageId: 'P-1',
  } as TimelineEntry;
  const all = [
    one('paper', 5, { transitId: 'QT-1' }),
    one('of its gate', 2, { passageId: 'P-1', container: 'CSQU3054383' }),
    one('of the way before', 1, { passageId: 'P-0', container: 'CSQU3054383' }),
    one('of another', 3, { transitId: 'QT-2' }),
    one('of no passage', 4, { container: 'CSQU3054383' }),
  ];
  expect(evidenceOf({ id: 'QT-1' }, all, [{ of }]).map(({ id }) => id)).toEqual(['of its gate', 'paper']);
});
