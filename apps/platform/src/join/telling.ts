import type { AlarmKind, AlarmReason, Instant, LatLon, Severity } from '@haidang/domain';
import type { FoundAlarm } from '@haidang/store';
import { CLOCKS, nameOf, type Movement } from './movements.js';
import type { EligibilityFact, Leg, Story } from './story.js';

/** What a rule judges. */
export interface Told {
  readonly story: Story;
  readonly movements: readonly Movement[];
  readonly now: Instant;
}

/** One rule of the join: what it finds, and when it is to be asked again. */
export interface JoinRule {
  findings(told: Told): Iterable<FoundAlarm>;
  /** Times at which time itself may change what it finds. */
  dues?(told: Told): Iterable<Instant>;
}

interface Said {
  readonly kind: AlarmKind;
  readonly cause?: string;
  readonly severity: Severity;
  /** By which fact it is named, for good. */
  readonly name: string;
  readonly start: Instant;
  readonly end?: Instant | null;
  readonly proven?: Instant;
  readonly evidence: Instant;
  readonly place: LatLon;
  readonly gateId?: string | undefined;
  readonly transitId?: string | undefined;
  readonly sealId?: string | undefined;
  readonly settings?: AlarmReason['settings'];
  readonly measured: Readonly<Record<string, number | string | null | undefined>>;
}

/** A finding about the container of a story. What was not measured is left out of its reason. */
export function found({ container }: Story, said: Said): FoundAlarm {
  const { kind, cause = '', severity, name, start, end = null, proven = start, evidence, place } = said;
  const measured = Object.entries(said.measured).filter(
    (entry): entry is [string, number | string] => entry[1] != null,
  );
  return {
    key: `${kind} ${container} ${cause} ${name}`,
    ...{ kind, cause, severity, start, end, proven, evidence, place },
    transitId: said.transitId ?? null,
    containerNumber: container,
    sealId: said.sealId ?? null,
    gateId: said.gateId ?? null,
    why: { rule: kind, settings: said.settings ?? {}, measured: Object.fromEntries(measured) },
  };
}

/** What a finding about a movement has of it. */
export function about(story: Story, movement: Movement) {
  const { passages, reports, time, facilityId, direction } = movement;
  const first = passages[0] ?? reports[0]!;
  return {
    name: nameOf(movement),
    start: time,
    evidence: evidenceOf(movement),
    place: first.place,
    // of a report any gate of the place: whose gates they are sees it
    gateId: first.gateId ?? undefined,
    transitId: legAt(story, time)?.transitId,
    measured: {
      facility: facilityId,
      direction,
      passage: passages[0]?.id,
      report: reports[0] === undefined ? undefined : `${reports[0].form} ${reports[0].number}`,
    },
  };
}

/** When the newest fact of a movement came in. */
export function evidenceOf({ passages, reports }: Movement): Instant {
  return Math.max(...[...passages, ...reports].map(({ receivedAt }) => receivedAt));
}

/** The transit on which it travels at a time; the newest. */
export function legAt({ legs }: Story, at: Instant): Leg | undefined {
  return legs
    .filter(({ registeredAt, endedAt }) => registeredAt <= at + CLOCKS && (endedAt === null || endedAt >= at))
    .sort((a, b) => b.registeredAt - a.registeredAt || (a.transitId < b.transitId ? -1 : 1))[0];
}

/** It stood when a movement took place: neither used up before, nor suspended or cancelled by then. */
export function isStandingAt(one: EligibilityFact, at: Instant, usedBefore: Instant): boolean {
  if (one.issuedAt > at + CLOCKS) return false;
  if (one.usedAt !== null && one.usedAt < usedBefore) return false;
  return one.state === 'eligible' || one.state === 'used' || one.changedAt > at;
}
