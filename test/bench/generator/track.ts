import type { GeoPosition, Metres } from '@haidang/domain';

/** Length of a degree of latitude, good enough to lay out a load. */
const METRES_PER_DEGREE = 111_195;
/** Places kept of one line; past them the walk turns back. */
const MAX_PLACES = 50_000;

const LAT_CHARS = 9;
const LON_CHARS = 10;
const PLACE_CHARS = LAT_CHARS + LON_CHARS;

/**
 * The places of a walk along a line, as the characters a message carries: `dd.dddddd` and `ddd.dddddd`. The digits are
 * made once, so that a message copies 19 bytes instead of formatting two numbers. Latitudes 10 to 90 and longitudes
 * 100 to 180 only: one width for all.
 */
export class Track {
  readonly places: number;
  private readonly chars: Uint8Array;

  constructor(line: readonly GeoPosition[], step: Metres) {
    const walk = places(line, step);
    this.places = walk.length;
    this.chars = Buffer.from(
      walk.map(([lon, lat]) => fixedWidth(lat, LAT_CHARS) + fixedWidth(lon, LON_CHARS)).join(''),
      'latin1',
    );
  }

  /** Writes place `n` of an endless walk to the line's end and back. */
  write(bytes: Uint8Array, latAt: number, lonAt: number, n: number): void {
    const lap = 2 * this.places - 2;
    const inLap = n % lap;
    let from = (inLap < this.places ? inLap : lap - inLap) * PLACE_CHARS;
    for (let i = 0; i < LAT_CHARS; i++) bytes[latAt + i] = this.chars[from++]!;
    for (let i = 0; i < LON_CHARS; i++) bytes[lonAt + i] = this.chars[from++]!;
  }
}

function places(line: readonly GeoPosition[], step: Metres): GeoPosition[] {
  const walk: GeoPosition[] = [];
  let rest = 0;
  for (let i = 1; i < line.length; i++) {
    const [lon1, lat1] = line[i - 1]!;
    const [lon2, lat2] = line[i]!;
    const dx = (lon2 - lon1) * Math.cos((lat1 * Math.PI) / 180);
    const length = Math.hypot(dx, lat2 - lat1) * METRES_PER_DEGREE;
    for (; rest < length; rest += step) {
      if (walk.length === MAX_PLACES) return walk;
      const part = rest / length;
      walk.push([lon1 + (lon2 - lon1) * part, lat1 + (lat2 - lat1) * part]);
    }
    rest -= length;
  }
  if (walk.length < 2) throw new RangeError('the line is shorter than one step');
  return walk;
}

function fixedWidth(degrees: number, width: number): string {
  const text = degrees.toFixed(6);
  if (text.length !== width) throw new RangeError(`${text} is not ${String(width)} characters wide`);
  return text;
}
