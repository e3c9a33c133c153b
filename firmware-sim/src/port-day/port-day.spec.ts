import { HOLD_REASONS, HOUR, isContainerNumber, OF_GATES, PORT_FLAGS, SECOND } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { PORT_GATES } from './place.js';
import { PLANTED, portDay, SHORT_DAY } from './port-day.js';
import { compare, tableOf, Truth } from './truth.js';

const start = Date.parse('2026-11-24T08:00:00+07:00');
const terms = { ...SHORT_DAY, start };
const day = portDay(terms);

describe('the day of a port', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(JSON.stringify(portDay(terms).happenings)).toBe(JSON.stringify(day.happenings));
    expect(JSON.stringify(portDay({ ...terms, seed: 12 }).happenings)).not.toBe(
      JSON.stringify(day.happenings),
    );
  });

  it('plants every reason for which a gate holds, every alarm of gates, and every flag of a report but those of signatures', () => {
    const alarms = new Set(day.truth.alarms.map(({ kind }) => kind));
    expect([...OF_GATES].filter((kind) => !alarms.has(kind))).toEqual([]);
    const held = new Set([...day.truth.passages.values()].flatMap(({ reasons }) => reasons));
    expect(HOLD_REASONS.filter((reason) => !held.has(reason))).toEqual([]);
    const flags = new Set(day.truth.flags.map(({ kind }) => kind));
    expect(PORT_FLAGS.filter((flag) => !flags.has(flag))).toEqual(['unsigned', 'signature_invalid']);
    for (const name of Object.keys(PLANTED)) expect(day.plots.get(name), name).toBe(terms.each);
  });

  it('has true container numbers, no two alike, at four gates', () => {
    const numbers = day.happenings
      .flatMap((one) => (one.do === 'eligibility' ? one.lines : []))
      .map(({ container }) => container);
    expect(numbers.length).toBeGreaterThan(100);
    expect(numbers.filter((number) => !isContainerNumber(number))).toEqual([]);
    expect(PORT_GATES).toHaveLength(4);
    const gates = new Set(day.happenings.flatMap((one) => (one.do === 'passage' ? [one.gateId] : [])));
    expect(PORT_GATES.filter((id) => !gates.has(id))).toEqual([]);
  });

  it('tells nothing before it happened, nor the same container’s happenings in disorder', () => {
    for (const one of day.happenings)
      if (one.do === 'passage') expect(Date.parse(one.passage.time)).toBeLessThanOrEqual(one.at);
    const times = day.happenings.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('has as many containers as it was told, and is busier in the day than at night', () => {
    const whole = portDay({
      seed: 1,
      start: start - 8 * 3_600_000,
      length: 24 * 3_600_000,
      containers: 1_000,
      each: 1,
    });
    const [plots] = [[...whole.plots.values()].reduce((sum, count) => sum + count, 0)];
    expect(Math.abs(plots - 1_000)).toBeLessThan(3);
    const hours = [...whole.happenings].flatMap((one) =>
      one.do === 'passage' ? [new Date(Date.parse(one.passage.time) + 7 * 3_600_000).getUTCHours()] : [],
    );
    const between = (from: number, to: number) => hours.filter((hour) => hour >= from && hour < to).length;
    expect(between(8, 12)).toBeGreaterThan(2 * between(0, 4));
  });
});

describe('a steady day, as the demo has it', () => {
  const steady = portDay({
    ...{ seed: 7, start, length: 12 * HOUR, containers: 1_935, each: 0, odd: 21, held: 53 },
    ...{ steady: true, transits: false },
  });
  const [main] = PORT_GATES;
  const seen = steady.happenings.flatMap((one) =>
    one.do === 'passage'
      ? [{ gateId: one.gateId, at: one.at, reasons: steady.truth.passages.get(one.passage.id)!.reasons }]
      : [],
  );
  const until = (seconds: number) => seen.filter(({ at }) => at < start + seconds * SECOND);

  it('holds a truck at its main gate in the first minute, and lets one pass', () => {
    const first = until(60).filter(({ gateId }) => gateId === main);
    expect(first.some(({ reasons }) => reasons.length > 0)).toBe(true);
    expect(first.some(({ reasons }) => reasons.length === 0)).toBe(true);
  });

  it('holds about one in four, at the main gate as elsewhere, for many reasons, and none raises an alarm', () => {
    for (const some of [seen, until(HOUR / SECOND).filter(({ gateId }) => gateId === main)]) {
      const held = some.filter(({ reasons }) => reasons.length > 0);
      expect(held.length / some.length).toBeGreaterThan(0.17);
      expect(held.length / some.length).toBeLessThan(0.3);
      expect(new Set(held.flatMap(({ reasons }) => reasons)).size).toBeGreaterThanOrEqual(6);
    }
    expect(steady.truth.alarms).toEqual([]);
  });
});

describe('the truth table', () => {
  const truth = new Truth();
  truth.passages.set('P1', { container: 'A', reasons: ['not_eligible'] });
  truth.passages.set('P2', { container: 'B', reasons: [] });
  truth.passages.set('P3', { container: 'C', reasons: ['container_invalid'] });
  truth.suggestions.set('P3', 'C');
  truth.alarms.push({ kind: 'gate_out_unseen', container: 'D' }, { kind: 'gate_out_unseen', container: 'E' });
  const decision = (reasons: string[], suggestions: string[] = []) => ({ reasons, suggestions });
  const verdicts = compare(truth, {
    decisions: new Map([
      ['P1', decision(['not_eligible'])],
      ['P2', decision(['plate_mismatch'])],
      ['P3', decision(['container_invalid'], ['X', 'C'])],
    ]),
    flags: [{ kind: 'reported_late', container: 'A 21' }],
    alarms: [
      { kind: 'gate_out_unseen', container: 'D' },
      { kind: 'gate_out_unseen', container: 'D' },
    ],
    cases: [],
  });

  it('counts what was planted, found, missed, and invented, a second alarm of one cause as well', () => {
    const rows = verdicts.map(({ kind, planted, found, missed, invented }) => [
      kind,
      planted,
      found,
      missed,
      invented,
    ]);
    expect(rows).toEqual([
      ['container_invalid', 1, 1, [], []],
      ['not_eligible', 1, 1, [], []],
      ['plate_mismatch', 0, 0, [], ['B P2']],
      ['misread', 1, 1, [], []],
      ['reported_late', 0, 0, [], ['A 21']],
      ['gate_out_unseen', 2, 1, ['E'], ['D']],
    ]);
    expect(tableOf(verdicts)).toContain('missed   gate_out_unseen: E');
  });

  it('misses what was never decided', () => {
    const none = compare(truth, { decisions: new Map(), flags: [], alarms: [], cases: [] });
    expect(none.find(({ kind }) => kind === 'undecided')?.invented).toHaveLength(3);
  });
});
