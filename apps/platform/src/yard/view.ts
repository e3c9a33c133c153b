import type { YardLineView } from '@haidang/contract';
import { formatInstant, UNCLAIMED_AFTER, type Instant, type YardFlag } from '@haidang/domain';
import type { StandingContainer } from '@haidang/store';

export function yardLineView(record: StandingContainer, now: Instant): YardLineView {
  const { id, facilityId, container, purpose, state, mode, inAt, carrierSeal, eligibility, transit } = record;
  const customsSeal = eligibility?.customsSeal ?? transit?.customsSeal ?? null;
  const flags = flagsOf(record, now);
  return {
    ...{ id, facilityId, container },
    ...(purpose !== null && { purpose }),
    state,
    ...(mode !== null && { mode }),
    since: formatInstant(inAt),
    dwell: Math.max(0, now - inAt),
    overdue: flags.includes('unclaimed'),
    flags,
    ...(carrierSeal !== null && { carrierSeal }),
    ...(customsSeal !== null && { customsSeal }),
    ...(record.scanOrdered && {
      scan: {
        ordered: true as const,
        ...(record.scannedAt !== null && { doneAt: formatInstant(record.scannedAt) }),
      },
    }),
    ...(eligibility !== null && {
      eligibility: { id: eligibility.id, state: eligibility.state, declaration: eligibility.declaration },
    }),
    ...(transit !== null && {
      transit: {
        ...{ id: transit.id, number: transit.number, state: transit.state, approved: transit.isApproved },
        ...(transit.sealId !== null && { sealId: transit.sealId }),
      },
    }),
  };
}

function flagsOf(record: StandingContainer, now: Instant): YardFlag[] {
  const holds: Record<YardFlag, boolean> = {
    stands_elsewhere: record.standsElsewhere,
    unreported: !record.inReported,
    unseen: !record.inSeen,
    unscanned: record.scanOrdered && record.scannedAt === null,
    unclaimed: isUnclaimed(record, now),
  };
  return (Object.keys(holds) as YardFlag[]).filter((flag) => holds[flag]);
}

/** As libs/store's filter has it. */
function isUnclaimed({ inAt, purpose, state }: StandingContainer, now: Instant): boolean {
  return inAt <= now - UNCLAIMED_AFTER && (purpose ?? 'import') === 'import' && state !== 'emptied';
}
