import type { AlarmView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { errandsIn } from './errands.js';

const alarm = (id: string, response?: Partial<NonNullable<AlarmView['response']>>) =>
  [id, { id, ...(response !== undefined && { response }) } as AlarmView] as const;

test('what a patrol of the own was sent to waits until it is accepted, the last one sent first', () => {
  const alarms = new Map([
    alarm('nobody sent'),
    alarm('early', { facilityId: 'PORT', state: 'sent', sentAt: '2026-11-28T08:00:00.000Z' }),
    alarm('late', { facilityId: 'PORT', state: 'sent', sentAt: '2026-11-28T08:05:00.000Z' }),
    alarm('accepted', { facilityId: 'PORT', state: 'accepted', sentAt: '2026-11-28T08:06:00.000Z' }),
    alarm('of another', { facilityId: 'BORDER', state: 'sent', sentAt: '2026-11-28T08:07:00.000Z' }),
  ]);
  expect(errandsIn(alarms, new Set(['PORT'])).map(({ id }) => id)).toEqual(['late', 'early']);
});
