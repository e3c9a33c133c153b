import { describe, expect, it } from 'vitest';
import {
  deadlineState,
  DEADLINES,
  type DEADLINE_KINDS,
  dueOf,
  HOUR,
  MINUTE,
  parseInstant,
  USUAL_CALENDAR,
} from './index.js';

/** 27 November 2026 is a Friday. */
const at = (text: string) => parseInstant(`2026-11-${text}:00+07:00`)!;
const due = (kind: (typeof DEADLINE_KINDS)[number], from: string) =>
  dueOf(kind, at(from), DEADLINES[kind].within, USUAL_CALENDAR);

describe('dueOf', () => {
  it('counts the lists back from the berthing, whoever works then', () => {
    expect(due('discharge_list', '29T04:00')).toBe(at('28T20:00'));
    expect(due('scan_list', '29T04:00')).toBe(at('29T00:00'));
  });

  it('gives an officer two working hours', () => {
    expect(due('transit_approval', '27T09:00')).toBe(at('27T11:00'));
    expect(due('transit_approval', '27T16:00')).toBe(at('30T09:00'));
  });

  it('counts an exit and a declaration on, holidays or not', () => {
    expect(due('gate_out_report', '27T23:50')).toBe(at('28T00:05'));
    expect(due('declaration_unused', '13T09:00')).toBe(at('28T09:00'));
  });
});

it('warns before and misses after, each at its very instant', () => {
  const [warns, end] = [at('27T10:30'), at('27T11:00')];
  const states = [warns - 1, warns, end - 1, end].map((now) => deadlineState(end, 30 * MINUTE, now));
  expect(states).toEqual(['running', 'warning', 'warning', 'missed']);
  expect(deadlineState(end, 0, end - 1)).toBe('running');
  expect(deadlineState(end, 0, end + HOUR)).toBe('missed');
});
