/** Metres. */
export type Metres = number;

/** Kilometres an hour. */
export type KmH = number;

/** Degrees clockwise from true north, 0 to 360. */
export type Heading = number;

/** A place on WGS 84: `lat` -90 to 90, `lon` -180 to 180, in degrees. */
export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}
