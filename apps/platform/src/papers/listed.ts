import type { EligibleListView } from '@haidang/contract';
import type { ContainerPapers, ListedHold, TransitState } from '@haidang/domain';
import type { ContainerTask } from '../directory/directory.js';
import { given } from './view.js';

type Standing = Pick<EligibleListView['transits'][number], 'holds' | 'carrierSeal'>;

/** What holds a container at a facility whatever its papers say; and the seal that it came with. */
export function standingOf({ eligibilities, stays }: ContainerPapers, facilityId: string): Standing {
  const stay = stays.find((one) => one.facilityId === facilityId);
  const holds: ListedHold[] = [];
  if (stay?.state === 'segregated') holds.push('segregated');
  if (stay?.scanOrdered === true && stay.scannedAt === null) holds.push('scan_outstanding');
  if (eligibilities.some((one) => one.facilityId === facilityId && one.state === 'suspended'))
    holds.push('eligibility_suspended');
  return given({ holds: holds.length === 0 ? null : holds, carrierSeal: stay?.carrierSeal ?? null });
}

/** Of what may leave by its eligibility, whose own seal counts before that it came with; what travels on a transit has the transit's. */
export function besideEligibility(
  { holds, carrierSeal }: Standing,
  onTransit: boolean,
): Pick<Standing, 'holds' | 'carrierSeal'> {
  return given({ holds: holds ?? null, carrierSeal: onTransit ? null : (carrierSeal ?? null) });
}

/** A container of a transit from or to a facility. */
export function travelling(
  task: ContainerTask,
  standing: Standing,
  facilityId: string,
): EligibleListView['transits'][number] {
  const { container, transitNumber: number, sealId, carrierSeal, plate, means, transitState: state } = task;
  return {
    ...standing,
    ...given({ container, number, sealId, carrierSeal }),
    ...{ plate, means, state, approved: task.approved, comes: task.toId === facilityId && isUnderWay(state) },
  };
}

function isUnderWay(state: TransitState): boolean {
  return state === 'sealed' || state === 'in_transit';
}
