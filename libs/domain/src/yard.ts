import { DAY, type Millis } from './time.js';

/** How goods come to a facility: over the sea, on inland waters, by rail, by road. */
export const TRANSPORT_MODES = ['sea', 'waterway', 'rail', 'road'] as const;
export type TransportMode = (typeof TRANSPORT_MODES)[number];

/**
 * What an officer should know of a container that stands somewhere.
 * - `stands_elsewhere`: at another facility, too, by what is reported
 * - `unreported`: a camera saw it come, and the port has not said so (form 14)
 * - `unseen`: the port said so, and no gate saw it; of what came by sea or rail nothing else can be
 * - `unscanned`: a scan was ordered (form 03) and is not done
 * - `unclaimed`: imported goods that stand longer than {@link UNCLAIMED_AFTER}
 */
export const YARD_FLAGS = ['stands_elsewhere', 'unreported', 'unseen', 'unscanned', 'unclaimed'] as const;
export type YardFlag = (typeof YARD_FLAGS)[number];

/** Imported goods that nobody has fetched by then are left over (Customs Law 54/2014/QH13, Art. 58). */
export const UNCLAIMED_AFTER: Millis = 90 * DAY;
