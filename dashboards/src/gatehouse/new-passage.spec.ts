import { PassageBody } from '@haidang/contract';
import { expect, test } from 'vitest';
import { PassageMaker } from './new-passage.js';

const NOON = Date.parse('2026-11-20T05:00:00.000Z');
const typed = { direction: 'out', container: ' csqu 305438-3', plate: '15c-123.45', seal: ' ML-7 ' } as const;

test('what is typed becomes a passage of the contract', () => {
  const passage = new PassageMaker().make(typed, NOON);
  expect(PassageBody.parse(passage)).toEqual(passage);
  expect(passage).toMatchObject({
    time: '2026-11-20T05:00:00.000Z',
    direction: 'out',
    container: 'CSQU3054383',
    plate: '15C12345',
    carrierSeal: 'ML-7',
    source: 'gatehouse',
  });
});

test('what was not typed is left out', () => {
  const passage = new PassageMaker().make({ ...typed, plate: ' ', seal: '' }, NOON);
  expect(Object.keys(passage)).not.toContain('plate');
  expect(Object.keys(passage)).not.toContain('carrierSeal');
});

test('what is known of the truck beside what is typed goes with it', () => {
  const known = { lane: '2', sealId: undefined, damage: true, images: ['/api/v1/evidence/1'] };
  const passage = new PassageMaker().make({ ...typed, ...known }, NOON);
  expect(PassageBody.parse(passage)).toEqual(passage);
  expect(passage).toMatchObject({
    lane: '2',
    damage: true,
    images: ['/api/v1/evidence/1'],
    plate: '15C12345',
  });
});

test('sent again it is the same passage, with another content or after the decision another', () => {
  const maker = new PassageMaker();
  const first = maker.make(typed, NOON);
  expect(maker.make(typed, NOON + 5_000)).toEqual(first);
  expect(maker.make({ ...typed, seal: '' }, NOON + 6_000).id).not.toBe(first.id);
  const again = maker.make(typed, NOON + 7_000);
  maker.done();
  expect(maker.make(typed, NOON + 8_000).id).not.toBe(again.id);
});
