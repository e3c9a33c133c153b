import { MINUTE, type Millis } from '@haidang/domain';

/*
 * What a browser needs of the contract beyond its types. No schema stands here or is imported: the pages carry no validator, which would
 * try at its start whether it may compile, and their policy forbids that.
 */

export const LIVE_NAMESPACE = '/live';

/** How a container shows on the map: `idle` seals belong to no transit under way. */
export const MARK_STATES = ['idle', 'on_route', 'minor', 'major', 'critical'] as const;

/** Most seals that a client is sent one by one. */
export const SNAPSHOT_LIMIT = 10_000;

/** A feed silent for longer is shown as stale. */
export const STALE_FEED_MS = 10_000;

/** The stretch in which the alarm rate is counted (ISA-18.2, EEMUA 191: one alarm in ten minutes is what an operator can take). */
export const RATE_WINDOW: Millis = 10 * MINUTE;
/** More new alarms in the stretch are a flood. */
export const FLOOD_OVER = 10;

/** What figures of alarms are told by, and what a transit does that is counted. */
export const ALARM_GROUPS = ['kind', 'office', 'carrier', 'route'] as const;
/** What is done about an alarm: somebody sees it, judges it, comes to where it is. */
export const RESPONSES = ['acknowledged', 'judged', 'onSpot'] as const;
export const MOVES = ['registered', 'departed', 'arrived'] as const;

/**
 * What a draft would do: `raised`: an alarm that the register as it is does not raise; `gone`: one that it raises and the draft would not;
 * `changed`: both, but otherwise; `same`: the draft raises it and the register as it is does, too.
 */
export const TRIAL_OUTCOMES = ['raised', 'gone', 'changed', 'same'] as const;

/** What a shift hands over. */
export const HANDOVER_ITEMS = ['alarm', 'dispatch', 'outage', 'deadline'] as const;

/** Who speaks by a credential of its own. */
export const DEVICE_KINDS = ['seal', 'gate', 'camera', 'forwarder'] as const;
