import type { LedgerEntryView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import type { LedgerRecord } from '@haidang/store';

export function ledgerView({
  position,
  id,
  at,
  kind,
  subject,
  by,
  data,
  hash,
}: LedgerRecord): LedgerEntryView {
  return {
    id,
    ...(position !== null && { position }),
    at: formatInstant(at),
    kind,
    subject,
    ...(by !== null && { by: { personId: by.person, role: by.role, organisationId: by.organisation } }),
    ...(data !== null && { data: data as Record<string, unknown> }),
    ...(hash !== null && { hash }),
  };
}
