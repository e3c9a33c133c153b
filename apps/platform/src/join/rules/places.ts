import { HOUR, type Metres } from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import type { FoundAlarm } from '@haidang/store';
import { CLOCKS, FASTEST, nameOf, type Movement } from '../movements.js';
import type { Passing, Story } from '../story.js';
import { about, evidenceOf, found, type JoinRule } from '../telling.js';

/** Nearer than this two gates are one place with two names. */
const NEAR: Metres = 5_000;
/** A truck that was held at an exit turns round and is seen coming in. */
const TURNED_ROUND = HOUR;

/** Where the container is known to be: inside a facility, or out of it. */
interface Whereabouts {
  readonly facilityId: string;
  readonly isInside: boolean;
  readonly since: number;
  readonly evidence: number;
}

/**
 * `place_contradiction`: a container cannot go out twice, come in twice, or be at two places. What was only seen before a barrier counts as well: it
 * was there. One that was misread is not among the facts.
 */
export const places: JoinRule = {
  *findings({ story, movements }) {
    let where: Whereabouts | null =
      story.stood === null
        ? null
        : {
            facilityId: story.stood.facilityId,
            isInside: true,
            since: story.stood.since,
            evidence: story.stood.since,
          };
    let turned: Movement | undefined;
    let before: Passing | undefined;
    for (const one of movements) {
      if (where !== null && wasLoaded(story, where, one)) where = null;
      const cause = contradiction(one, where, turned);
      if (cause !== null) yield contradicted(story, one, cause, where!);
      const seen = one.passages[0];
      if (seen !== undefined) {
        if (cause === null && before !== undefined) yield* tooFast(story, one, before, seen);
        before = one.passages.at(-1);
      }
      if (one.moved === null) {
        if (one.direction === 'out') turned = one;
        continue;
      }
      const { facilityId, direction, time } = one;
      where = { facilityId, isInside: direction === 'in', since: time, evidence: evidenceOf(one) };
    }
  },
};

/** A vessel took it from there in between; where it goes ashore, it comes in. */
function wasLoaded(
  { loadings }: Story,
  { facilityId, isInside, since }: Whereabouts,
  { time }: Movement,
): boolean {
  return (
    isInside && loadings.some((one) => one.facilityId === facilityId && since <= one.time && one.time <= time)
  );
}

function contradiction(
  { facilityId, direction, time }: Movement,
  where: Whereabouts | null,
  turned: Movement | undefined,
): 'twice_in' | 'twice_out' | 'two_places' | null {
  if (where === null) return null;
  if (where.facilityId !== facilityId) return where.isInside ? 'two_places' : null;
  if (direction === 'out') return where.isInside ? null : 'twice_out';
  if (!where.isInside) return null;
  const isBack = turned?.facilityId === facilityId && time - turned.time <= TURNED_ROUND;
  return isBack ? null : 'twice_in';
}

function contradicted(story: Story, one: Movement, cause: string, where: Whereabouts): FoundAlarm {
  const { measured, ...rest } = about(story, one);
  return found(story, {
    ...rest,
    kind: 'place_contradiction',
    cause,
    severity: 'major',
    evidence: Math.max(rest.evidence, where.evidence),
    measured: { ...measured, cause, other: where.facilityId, since: where.since },
  });
}

function* tooFast(story: Story, one: Movement, before: Passing, seen: Passing): Generator<FoundAlarm> {
  if (before.facilityId === seen.facilityId) return;
  const apart = distanceBetween(before.place.lat, before.place.lon, seen.place.lat, seen.place.lon);
  const speed = apart / 1_000 / ((seen.time - before.time + CLOCKS) / HOUR);
  if (apart < NEAR || speed <= FASTEST) return;
  const { measured, ...rest } = about(story, one);
  yield found(story, {
    ...rest,
    kind: 'place_contradiction',
    cause: 'too_fast',
    severity: 'major',
    name: `${nameOf(one)} ${before.gateId}`,
    evidence: Math.max(rest.evidence, before.receivedAt),
    settings: { fastest: FASTEST },
    measured: {
      ...measured,
      ...{ cause: 'too_fast', other: before.facilityId, since: before.time },
      distance: Math.round(apart),
      speed: Math.round(speed),
    },
  });
}
