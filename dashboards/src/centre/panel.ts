import type { Severity } from '@haidang/domain';

/** What stands at the left: the alarm queue, of one severity or all, or a list behind a figure. */
export type Panel = { list: 'alarms'; severity: Severity | null } | { list: 'inTransit' } | { list: 'stale' };
