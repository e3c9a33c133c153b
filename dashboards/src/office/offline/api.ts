import type { Facility, LedgerEntryView, Page } from '@haidang/contract';
import { OFFLINE_POLICY, type OfflinePolicy } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, getTagged, patch } from '../../shared/api/client.js';

/** So many of the latest changes are told. */
const SHOWN = 100;

/** How a facility's gates work without a network; what it has not said is as everywhere. */
export function policyOf({ offline }: Pick<Facility, 'offline'>): OfflinePolicy {
  return { ...OFFLINE_POLICY, ...offline };
}

const path = (id: string) => `/facilities/${encodeURIComponent(id)}`;

/** A facility as it stands now, with what names its state. */
export function facilityQuery(id: string) {
  return queryOptions({
    queryKey: ['facility', id],
    queryFn: () => getTagged<Facility>(path(id)),
  });
}

/** @param tag of the state that was looked at. @throws ApiError `changed_meanwhile`, `forbidden` */
export function setPolicy(id: string, policy: OfflinePolicy, tag: string | undefined): Promise<Facility> {
  return patch(path(id), { offline: policy }, tag);
}

/** A change of the policy, as the ledger has it. */
export interface PolicyChange {
  readonly entry: LedgerEntryView;
  readonly was: OfflinePolicy;
  readonly isNow: OfflinePolicy;
}

/** What was changed of a facility's policy, the latest first; for who may read the ledger. */
export function policyHistoryQuery(id: string) {
  return queryOptions({
    queryKey: ['policy-history', id],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ subject: `facility/${id}`, limit: String(SHOWN) }).toString();
      const { items } = await get<Page<LedgerEntryView>>(`/ledger?${query}`, { signal });
      return changesIn(items);
    },
  });
}

/** Of a facility's entries those that changed the policy. */
export function changesIn(entries: readonly LedgerEntryView[]): PolicyChange[] {
  return entries.flatMap((entry) => {
    const { before, after } = (entry.data ?? {}) as { before?: Partial<Facility>; after?: Partial<Facility> };
    if (before?.offline === undefined && after?.offline === undefined) return [];
    return [
      { entry, was: policyOf({ offline: before?.offline }), isNow: policyOf({ offline: after?.offline }) },
    ];
  });
}
