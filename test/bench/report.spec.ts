import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseOptions } from './options.js';
import { FIGURES, median, Report } from './report.js';

interface Line {
  figures: Record<string, { value: number; floor?: number; ratio?: number; met: boolean }>;
  void?: string[];
}
const lastLine = (report: Report): Line => JSON.parse(report.json()) as Line;

describe('Report', () => {
  beforeEach(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
  afterEach(() => void vi.restoreAllMocks());

  it('judges a rate by its ratio to the floor of the same run', () => {
    const report = new Report('ingest', FIGURES);
    report.figure('singleFixRate', { value: 8_123, floor: 12_000 });
    report.figure('manySealsRate', { value: 8_400, floor: 12_000 });
    expect(lastLine(report).figures).toMatchObject({
      singleFixRate: { value: 8_123, floor: 12_000, ratio: 0.677, met: false },
      manySealsRate: { ratio: 0.7, met: true },
    });
  });

  it('judges a latency by staying under its goal, a rate without a floor by reaching it', () => {
    const report = new Report('ingest', FIGURES);
    report.figure('pubackP99HalfLoad', { value: 100 });
    report.figure('alarmP99', { value: 249.4 });
    report.figure('externalBrokerRate', { value: 10_000 });
    expect(lastLine(report).figures).toMatchObject({
      pubackP99HalfLoad: { met: false },
      alarmP99: { value: 249, met: true },
      externalBrokerRate: { met: true },
    });
  });

  it('says why a run does not count, and says nothing of it when it does', () => {
    const report = new Report('ingest', FIGURES);
    expect(lastLine(report).void).toBeUndefined();
    report.void('fsync is off');
    expect(lastLine(report).void).toEqual(['fsync is off']);
    expect(report.isVoid).toBe(true);
  });
});

describe('median', () => {
  it('is the middle of three, whatever their order', () => {
    expect(median([30, 10, 20])).toBe(20);
  });
});

describe('parseOptions', () => {
  const KEYS = ['alarmP99', 'rss100k'];

  it('takes figures by their keys and seconds a turn', () => {
    const options = parseOptions(['--only', 'alarmP99,rss100k', '--seconds', '3'], KEYS);
    expect([...options.only]).toEqual(['alarmP99', 'rss100k']);
    expect(options).toMatchObject({ duration: 3_000, turns: 3 });
  });

  it('refuses a figure there is none of, and a time without end', () => {
    expect(() => parseOptions(['--only', 'alarmP98'], KEYS)).toThrow('alarmP98');
    expect(() => parseOptions(['--seconds', '3600'], KEYS)).toThrow('--seconds');
  });
});
