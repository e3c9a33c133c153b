/** An alarm that is left, and what the bus really did. */
export interface LeftOver {
  readonly route: string;
  readonly bus: string;
  readonly trip: string;
  /** The local time of Austin, five hours behind UTC. */
  readonly start: string;
  readonly end: string;
  readonly why: string;
  /** How many of the fixes meanwhile lie in the corridor of another route, which is the proof of `why` where there is one. */
  readonly onRoadOf?: { readonly route: string; readonly fixes: number; readonly of: number };
}

/**
 * Every `off_route` left on the well-learnt routes. In each the bus really is away from where the trips that drew the
 * corridor ran: none is the engine's mistake, and none the receiver's.
 */
export const LEFT_OVER: readonly LeftOver[] = [
  {
    route: '1',
    bus: '7417',
    trip: '1535251',
    start: '20:08:04',
    end: '20:16:08',
    why: 'still at the southern end of route 3, which it has just driven; then by the I-35 to the beginning of route 1',
    onRoadOf: { route: '3', fixes: 5, of: 6 },
  },
  {
    route: '331',
    bus: '2351',
    trip: '1543995',
    start: '19:31:55',
    end: '19:37:54',
    why: 'drives empty by the freeway (6.6 km in 6 minutes) from one end of its route to the other',
  },
  {
    route: '6',
    bus: '2004',
    trip: '1548915',
    start: '22:59:02',
    end: '23:33:00',
    why: 'on East 12th Street: buses of route 6 go on as 323 there, and the last of the evening keeps its number',
    onRoadOf: { route: '323', fixes: 21, of: 21 },
  },
];
