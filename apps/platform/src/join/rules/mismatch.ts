import { HOUR } from '@haidang/domain';
import { isAlike } from '../../gates/misread.js';
import type { Passing, Story } from '../story.js';
import { about, found, isStandingAt, legAt, type JoinRule } from '../telling.js';

/**
 * `plate_mismatch`, `container_mismatch`: the truck is plainly not the declared one; the second where it is one that was declared for another
 * container. What a camera may have misread speaks against nobody, nor does one reading against another of the same truck.
 */
export const mismatch: JoinRule = {
  *findings({ story, movements }) {
    for (const one of movements) {
      const read = one.passages.filter(({ plate }) => plate !== null);
      const wrong = read.map((passage) => mismatchOf(story, passage));
      const first = wrong.findIndex((kind) => kind !== null);
      if (first < 0 || wrong.includes(null)) continue;
      const { plate, plateOf, id } = read[first]!;
      const kind = wrong[first]!;
      const { measured, ...rest } = about(story, one);
      yield found(story, {
        ...rest,
        kind,
        severity: 'major',
        measured: {
          ...measured,
          ...{ passage: id, plate },
          declared: declaredPlates(story, read[first]!).join(' ') || undefined,
          ...(kind === 'container_mismatch' && { other: plateOf }),
        },
      });
    }
  },
};

function mismatchOf(story: Story, passage: Passing): 'plate_mismatch' | 'container_mismatch' | null {
  const { plateOf } = passage;
  const declared = declaredPlates(story, passage);
  if (declared.some((plate) => isAlike(passage.plate!, plate))) return null;
  if (plateOf !== null && !isAlike(story.container, plateOf)) return 'container_mismatch';
  return declared.length === 0 ? null : 'plate_mismatch';
}

/** Of the transit on which it travels, else of the eligibility by which it leaves. */
function declaredPlates(story: Story, { facilityId, direction, time }: Passing): readonly string[] {
  const leg = legAt(story, time);
  if (leg !== undefined) return leg.plates;
  if (direction === 'in') return [];
  return story.eligibilities
    .filter((one) => one.facilityId === facilityId && isStandingAt(one, time, time - HOUR))
    .flatMap(({ plate }) => plate ?? []);
}
