import { HOUR, type GeoPosition, type Instant } from '@haidang/domain';
import type { LoadJob } from './generator/job.js';

/** Seals for the single fixes, their first being 1. */
export const LIVE_SEALS = 1_000;
/** Seals that were away and send what they held; they are others, for what they send is older than the rest. */
export const BACKLOG_FIRST = 5_001;
export const BACKLOG_SEALS = 100;
/** Seals that will leave their route. */
export const ALARM_FIRST = 900_001;

const WARM_UP = 1_000;
const DRAIN = 20_000;
/** The oldest fix of a backlog, well within the horizon of 72 h. */
const BACKLOG_AGE = 64 * HOUR;
/** What a turn's backlog may span at most: at one fix a second, 57,600 fixes a seal. */
const BACKLOG_SPAN = 16 * HOUR;

export interface Setting {
  readonly port: number;
  readonly lines: readonly (readonly GeoPosition[])[];
  /** Milliseconds of counting. */
  readonly duration: number;
  /** Counts every load of a run, so that no two send the same fix. */
  readonly turn: number;
}

/** 100 connections with 20 messages of one fix in flight each: as much as the way takes. */
export function singleFixes(setting: Setting): LoadJob {
  return {
    port: setting.port,
    connections: 100,
    window: 20,
    firstSeal: 1,
    seals: 100,
    fixesPerMessage: 1,
    lines: setting.lines,
    metresPerFix: 1,
    clock: { kind: 'now' },
    firstSeq: 1_000_000_000 + setting.turn * 10_000_000,
    pace: { kind: 'closed' },
    warmUp: WARM_UP,
    duration: setting.duration,
    drain: DRAIN,
  };
}

/** 1,000 connections with one message in flight each: how seals really come. */
export function manySeals(setting: Setting): LoadJob {
  return { ...singleFixes(setting), connections: LIVE_SEALS, window: 1, seals: LIVE_SEALS };
}

/** Messages of 20 held fixes, oldest first, each turn's after the last one's. */
export function backlogs(setting: Setting, round: number, now: Instant): LoadJob {
  const from = now - BACKLOG_AGE + (round % 4) * BACKLOG_SPAN;
  return {
    ...singleFixes(setting),
    firstSeal: BACKLOG_FIRST,
    seals: BACKLOG_SEALS,
    fixesPerMessage: 20,
    metresPerFix: 20,
    clock: { kind: 'past', from, step: 1_000 },
  };
}

/** Single fixes on a schedule. The window is wide: a message waits for its time, not for an acknowledgement. */
export function scheduled(setting: Setting, rate: number): LoadJob {
  return { ...singleFixes(setting), window: 200, pace: { kind: 'open', rate } };
}

/** Single fixes in turn from all of many seals, over the connections of a few. */
export function spread(setting: Setting, seals: number, maxMessages?: number): LoadJob {
  return { ...singleFixes(setting), seals, ...(maxMessages === undefined ? {} : { maxMessages }) };
}
