import type { ContainerView, PassageView } from '@haidang/contract';
import type { OfflineList } from '@haidang/domain';
import { reasonsOf } from './passages.js';

/** What papers say of a truck; what they do not say is left out. */
export interface Declared {
  readonly plate?: string | undefined;
  readonly carrierSeal?: string | undefined;
  readonly sealId?: string | undefined;
}

const SPEAKS_OF = {
  plate_mismatch: 'plate',
  carrier_seal_mismatch: 'carrierSeal',
  seal_mismatch: 'sealId',
} as const satisfies Record<string, keyof Declared>;

/** What of a passage was read otherwise than declared, by the reasons that hold it. */
export function mismatches(passage: PassageView): (keyof Declared)[] {
  const reasons = reasonsOf(passage);
  return Object.entries(SPEAKS_OF).flatMap(([reason, what]) => (reasons.includes(reason) ? [what] : []));
}

/** What is on file of the container at this place, by the order in which gates look (docs/gates.md). */
export function declaredOnFile(
  view: ContainerView,
  facilityId: string,
  { direction }: PassageView,
): Declared {
  const { transit, number } = view;
  const eligible = view.eligibilities.find((one) => one.facilityId === facilityId);
  const expected = view.expected.find((one) => one.facilityId === facilityId);
  const stay = view.stays.find((one) => one.facilityId === facilityId);
  const box = transit?.containers.find((one) => one.number === number);
  const paper = direction === 'out' ? eligible : expected;
  return {
    plate: box === undefined ? eligible?.plate : (box.vehicle ?? transit?.vehicle)?.plate,
    carrierSeal: paper?.carrierSeal ?? box?.carrierSeal ?? stay?.carrierSeal,
    sealId: box?.sealId,
  };
}

/** What the list that this gatehouse keeps has of the container. */
export function declaredOnList(list: OfflineList, { container = '', direction }: PassageView): Declared {
  const transit = list.transits.get(container);
  const paper = (direction === 'out' ? list.eligible : list.expected).get(container);
  return {
    plate: (transit ?? paper)?.plate ?? undefined,
    carrierSeal: paper?.carrierSeal ?? transit?.carrierSeal ?? undefined,
    sealId: transit?.sealId ?? undefined,
  };
}
