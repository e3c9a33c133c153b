import { MINUTE, type Instant } from '@haidang/domain';
import type { EligibilityFact, Leg, NearSeal, Passing, Report, Story } from './story.js';
import type { Spot } from '@haidang/store';

/** Facts of one container for tests: at the gate of a port at eight o'clock, and some minutes before and after. */
export const BOX = 'CSQU3054383';
export const T0 = Date.UTC(2026, 10, 22, 8);
export const HERE = { lat: 20.8, lon: 106.9 };

export const at = (minutes: number): Instant => T0 + minutes * MINUTE;

const PORT = { facilityId: 'PORT', place: HERE, isReported: true } as const;

/** It goes out and is let through, told at once. */
export const passage = (id: string, minutes: number, more: Partial<Passing> = {}): Passing => ({
  ...PORT,
  gateId: 'PORT-1',
  id,
  time: at(minutes),
  receivedAt: at(minutes),
  direction: 'out',
  plate: '15C12345',
  decided: 'pass',
  reasons: [],
  override: null,
  seals: [],
  plateOf: null,
  ...more,
});

/** Of an exit, told at once. */
export const report = (number: string, minutes: number, more: Partial<Report> = {}): Report => ({
  ...PORT,
  gateId: 'PORT-1',
  form: '21',
  number,
  direction: 'out',
  time: at(minutes),
  receivedAt: at(minutes),
  eligibilityId: null,
  isWatched: false,
  strays: [],
  ...more,
});

export const paper = (more: Partial<EligibilityFact> = {}): EligibilityFact => ({
  id: 'E1',
  facilityId: 'PORT',
  state: 'eligible',
  plate: '15C12345',
  officerConfirmed: true,
  issuedAt: at(-600),
  changedAt: at(-600),
  validUntil: null,
  usedAt: null,
  ...more,
});

export const leg = (more: Partial<Leg> = {}): Leg => ({
  ...PORT,
  transitId: 'T1',
  sealId: 'S1',
  toId: 'BORDER',
  plates: ['15C12345', '15R01234'],
  registeredAt: at(-300),
  approvedAt: at(-100),
  endedAt: null,
  gate: { departedAt: null, arrivedAt: null },
  sealLeftAt: null,
  isWatched: false,
  strays: [],
  ...more,
});

export const seal = (more: Partial<NearSeal> = {}): NearSeal => ({
  sealId: 'S1',
  transitId: 'T1',
  near: null,
  away: null,
  after: null,
  ...more,
});

export const spot = (lat: number, minutes: number, more: Partial<Spot> = {}): Spot => ({
  lat,
  lon: HERE.lon,
  time: at(minutes),
  receivedAt: at(minutes),
  accuracy: 10,
  ...more,
});

/** Of an hour before the day. */
export const story = (more: Partial<Story> = {}): Story => ({
  container: BOX,
  since: at(-10_000),
  stood: null,
  passages: [],
  reports: [],
  loadings: [],
  eligibilities: [],
  legs: [],
  ...more,
});
