import { HOUR, MINUTE, type Instant, type Millis } from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import type { FoundAlarm } from '@haidang/store';
import { isElsewhere } from '../../gates/decide.js';
import { verdictOf, type Movement } from '../movements.js';
import type { Leg, NearSeal, Passing, Story } from '../story.js';
import { isPerhapsSeen } from '../strays.js';
import { about, found, type JoinRule, type Told } from '../telling.js';
import { GRACE } from './reports.js';

/** How long after its exit a seal may still be placed inside: a queue before the road, a seal that speaks seldom. */
export const SHOULD_HAVE_LEFT: Millis = 30 * MINUTE;
/** A camera and a seal that leave together are seen so far apart at most. */
const TOGETHER: Millis = 2 * HOUR;

interface Sight {
  readonly passage: Passing;
  readonly seal: NearSeal;
}

/** `seal_separated`: a container is at a gate and the e-seal that closes it is elsewhere, by its word nearest to the passage. */
export const separated: JoinRule = {
  *findings({ story, movements }) {
    for (const one of movements) for (const sight of apart(one)) yield separation(story, one, sight);
  },
  dues: (told) => waits(told, [1, 3, 11]),
};

/** `gate_seal_contradiction`: the gate says that it left and its seal stayed; or its seal left and a gate that sees saw nothing. */
export const contradiction: JoinRule = {
  *findings({ story, movements, now }) {
    for (const one of movements) yield* stayed(story, one, movements);
    for (const leg of story.legs) yield* unseenLeaving(story, leg, movements, now);
  },
  *dues(told) {
    yield* waits(told, [32, 62, 122, 242, 482, 722]);
    for (const { sealLeftAt } of told.story.legs) if (sealLeftAt !== null) yield sealLeftAt + GRACE;
  },
};

/** Of each seal what it said nearest to any sight of the vehicle, where that is elsewhere. */
function apart({ passages }: Movement): Sight[] {
  const nearest = new Map<string, Sight>();
  for (const passage of passages)
    for (const seal of passage.seals) {
      const known = nearest.get(seal.sealId);
      if (seal.near !== null && (known === undefined || offOf({ passage, seal }) < offOf(known)))
        nearest.set(seal.sealId, { passage, seal });
    }
  return [...nearest.values()].filter(({ passage, seal }) =>
    isElsewhere(seal.near!, passage.place, passage.time),
  );
}

function offOf({ passage, seal }: Sight): Millis {
  return Math.abs(seal.near!.time - passage.time);
}

function separation(story: Story, one: Movement, { passage, seal }: Sight): FoundAlarm {
  const { measured, ...rest } = about(story, one);
  const { sealId, transitId } = seal;
  const near = seal.near!;
  const { lat, lon } = passage.place;
  return found(story, {
    ...rest,
    ...{ kind: 'seal_separated', severity: 'critical', sealId, transitId },
    name: `${rest.name} ${sealId}`,
    evidence: Math.max(rest.evidence, near.receivedAt),
    measured: {
      ...measured,
      ...{ seal: sealId, placed: near.time, accuracy: near.accuracy },
      distance: Math.round(distanceBetween(lat, lon, near.lat, near.lon)),
    },
  });
}

function* stayed(story: Story, one: Movement, movements: readonly Movement[]): Generator<FoundAlarm> {
  if (one.direction === 'in' || one.moved !== 'passed') return;
  const seals = new Map(one.passages.flatMap(({ seals }) => seals.map((seal) => [seal.sealId, seal])));
  const isApart = new Set(apart(one).map(({ seal }) => seal.sealId));
  for (const { sealId, transitId, after } of seals.values()) {
    // a seal that was never there is another alarm
    if (after?.isInside !== true || isApart.has(sealId)) continue;
    const isBack = movements.some(
      ({ facilityId, direction, time }) =>
        facilityId === one.facilityId && direction === 'in' && time >= one.time && time <= after.time,
    );
    if (isBack) continue;
    const { measured, ...rest } = about(story, one);
    yield found(story, {
      ...rest,
      ...{ kind: 'gate_seal_contradiction', cause: 'seal_stayed', severity: 'major', sealId, transitId },
      name: `${rest.name} ${sealId}`,
      proven: after.time,
      evidence: Math.max(rest.evidence, after.receivedAt),
      settings: { after: SHOULD_HAVE_LEFT },
      measured: { ...measured, cause: 'seal_stayed', seal: sealId, placed: after.time },
    });
  }
}

function* unseenLeaving(
  story: Story,
  leg: Leg,
  movements: readonly Movement[],
  now: Instant,
): Generator<FoundAlarm> {
  const { sealLeftAt, isWatched, strays, facilityId, transitId, sealId, place } = leg;
  if (sealLeftAt === null || !isWatched || now < sealLeftAt + GRACE) return;
  const isSeen = movements.some(
    (one) =>
      one.facilityId === facilityId &&
      one.direction === 'out' &&
      one.passages.length > 0 &&
      Math.abs(one.time - sealLeftAt) <= TOGETHER,
  );
  if (isSeen || isPerhapsSeen(story, strays, sealLeftAt)) return;
  yield found(story, {
    ...{ kind: 'gate_seal_contradiction', cause: 'gate_saw_nothing', severity: 'major', place },
    ...{ name: transitId, start: sealLeftAt, proven: sealLeftAt + GRACE, evidence: sealLeftAt },
    ...{ transitId, sealId: sealId ?? undefined },
    settings: { grace: GRACE },
    measured: { cause: 'gate_saw_nothing', facility: facilityId, seal: sealId, left: sealLeftAt },
  });
}

/** Fixes come in as time goes by: those of a seal that was about a gate are looked at again. */
function* waits({ movements }: Told, minutes: readonly number[]): Generator<Instant> {
  const sealed = movements.flatMap(({ passages }) => passages).filter(({ seals }) => seals.length > 0);
  for (const passage of sealed) {
    const isThrough = passage.direction === 'in' || verdictOf(passage) === 'pass';
    const isKnown = isThrough && passage.seals.every(({ after }) => after !== null);
    for (const minute of minutes) if (minute < 30 || !isKnown) yield passage.time + minute * MINUTE;
  }
}
