import type { PatrolView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { expect, test } from 'vitest';
import { patrolFeatures, placedPatrols } from './patrols.js';

const NOW = Date.parse('2026-11-28T08:00:00Z');
const patrol = (id: string, minutes: number | undefined, onDuty = true): PatrolView => ({
  ...{ id, name: id, kind: 'patrol', facilityId: 'F', contact: '1', onDuty, busy: false },
  place: { lat: 20.9, lon: 106.5 },
  ...(minutes !== undefined && { placedAt: new Date(NOW - minutes * MINUTE).toISOString() }),
});

test('patrols on duty have a mark: whole where they told their place of late, hollow where that is old or their base’s', () => {
  const all = [patrol('near', 30), patrol('old', 31), patrol('base', undefined), patrol('off', 1, false)];
  const { features } = patrolFeatures(placedPatrols(all, NOW, ({ name }) => `Tổ ${name}`));
  expect(features.map(({ properties }) => properties)).toEqual([
    { id: 'near', label: 'Tổ near', isAtBase: false, icon: 'patrol' },
    { id: 'old', label: 'Tổ old', isAtBase: false, icon: 'patrol-old' },
    { id: 'base', label: 'Tổ base', isAtBase: true, icon: 'patrol-old' },
  ]);
  expect(features[0]!.geometry).toEqual({ type: 'Point', coordinates: [106.5, 20.9] });
});
