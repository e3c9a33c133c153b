import { expect, test } from 'vitest';
import { SealNotes } from './seal-note.js';

test('a seal’s word counts once, however many fixes repeat it; shakes of the road do not count', () => {
  const notes = new SealNotes();
  expect(notes.of(['locked', 'vibration'], 'locked')).toEqual(['locked']);
  expect(notes.of(['rope_cut'], 'locked')).toEqual(['rope_cut']);
  expect(notes.of(['rope_cut', 'vibration'], undefined)).toEqual([]);
  expect(notes.of([], 'open')).toEqual(['lock_open']);
  expect(notes.of(['rope_cut'], 'open'), 'another one').toEqual(['rope_cut']);
  expect(notes.of(['locked'], 'locked'), 'the event says it').toEqual(['locked']);
});
