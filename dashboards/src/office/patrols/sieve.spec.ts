import type { PatrolView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { sieved, type Show } from './sieve.js';

const patrol = (id: string, more: Partial<PatrolView>): PatrolView => ({
  ...{ id, name: id, kind: 'patrol', facilityId: 'PORT', contact: '0900', onDuty: true, busy: false },
  place: { lat: 20, lon: 106 },
  ...more,
});
const all = [
  patrol('Off', { onDuty: false }),
  patrol('Ready', { contact: 'kênh 3' }),
  patrol('Sent', { busy: true, busyWith: 'alarm' }),
  // of another office's alarm no more is told
  patrol('Called', { onDuty: false, busy: true, facilityId: 'BORDER' }),
];
const names = (show: Show, find = '', chosen?: string) =>
  sieved(all, { show, find, chosen }, (id) => (id === 'PORT' ? 'Cảng' : 'Cửa khẩu')).map(({ id }) => id);

test('who was sent somewhere comes first, and is shown though off duty', () => {
  expect(names('duty')).toEqual(['Called', 'Sent', 'Ready']);
  expect(names('busy')).toEqual(['Called', 'Sent']);
  expect(names('all')).toEqual(['Called', 'Sent', 'Ready', 'Off']);
});

test('found by place and by how they are reached; what is chosen stays', () => {
  expect(names('all', 'cửa')).toEqual(['Called']);
  expect(names('all', 'KÊNH')).toEqual(['Ready']);
  expect(names('duty', 'kênh', 'Off')).toEqual(['Ready', 'Off']);
});
