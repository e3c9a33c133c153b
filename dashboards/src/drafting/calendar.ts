import type { Zone } from '@haidang/contract';

export type DraftCalendar = Zone['calendar'];

/** Minutes: of a calendar that is begun here. */
export const VIETNAM_OFFSET_MINUTES = 420;
