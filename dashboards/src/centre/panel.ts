import { SEVERITIES, type Severity } from '@haidang/domain';
import type { Sieve } from '../shared/url-state.js';
import { QUEUE_PARTS, type QueuePart } from './alarm-order.js';

/** What stands at the left: the alarm queue, of one severity or all, or a list behind a figure. */
export type Panel = { list: 'alarms'; severity: Severity | null } | { list: 'inTransit' } | { list: 'stale' };

/** As the address says. */
export function panelOf({ list, kind }: Sieve): Panel {
  if (list === 'inTransit' || list === 'stale') return { list };
  return { list: 'alarms', severity: SEVERITIES.find((one) => one === kind) ?? null };
}

export function sieveOf(panel: Panel): Pick<Sieve, 'list' | 'kind'> {
  if (panel.list !== 'alarms') return { list: panel.list, kind: undefined };
  return { list: undefined, kind: panel.severity ?? undefined };
}

export function partOf({ show }: Sieve): QueuePart {
  return QUEUE_PARTS.find((part) => part === show) ?? 'all';
}
