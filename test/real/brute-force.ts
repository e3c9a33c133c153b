import type { Fix, Instant, Leg, Metres } from '@haidang/domain';

/**
 * `off_route` once more, from the words of the rule and by brute force: every segment for every fix, whole histories in
 * place of a fold, distances of its own, nothing of the engine and nothing of libs/geo.
 */
export interface Departure {
  readonly start: Instant;
  readonly end: Instant | null;
}

/** Fixes of the recording all have one. */
type Place = Pick<Fix, 'lat' | 'lon'>;

/** The recording names no accuracy. */
const ACCURACY: Metres = 30;
const TOP_SPEED = 160 / 3_600; // metres a millisecond
const RAD = Math.PI / 180;

export function departures(fixes: readonly Fix[], legs: readonly Leg[]): Departure[] {
  const seen = believable(fixes);
  const far = seen.map((fix) => distanceToLegs(fix, legs));
  const { halfWidth } = legs[0]!;
  const isOut = (i: number): boolean => far[i]! > halfWidth + ACCURACY;
  const isIn = (i: number): boolean => i < far.length && far[i]! <= halfWidth;
  const found: Departure[] = [];
  for (let i = 0; i < seen.length; i++) {
    if (!isOut(i)) continue;
    let after = i;
    while (after < seen.length && isOut(after)) after++;
    const start = seen[i]!.time;
    if (after - i < 3 || seen[after - 1]!.time - start < 60_000) {
      i = after;
      continue;
    }
    while (after < seen.length && !(isIn(after) && isIn(after + 1))) after++;
    const end = seen[after]?.time ?? null;
    const before = found.at(-1);
    const resumes = before !== undefined && start - before.end! <= 5 * 60_000;
    if (resumes) found[found.length - 1] = { start: before.start, end };
    else found.push({ start, end });
    i = after + 1;
  }
  return found;
}

/** Fixes whose places a bus can have reached: from the last one, or three that agree with one another (two at first). */
function believable(fixes: readonly Fix[]): Fix[] {
  const believed: Fix[] = [];
  let doubted: Fix[] = [];
  for (const fix of fixes) {
    const last = believed.at(-1);
    if (last !== undefined && canFollow(last, fix)) {
      believed.push(fix);
      doubted = [];
      continue;
    }
    const newest = doubted.at(-1);
    doubted = newest !== undefined && canFollow(newest, fix) ? [...doubted, fix] : [fix];
    if (doubted.length < (last === undefined ? 2 : 3)) continue;
    believed.push(...doubted);
    doubted = [];
  }
  return believed;
}

function canFollow(a: Fix, b: Fix): boolean {
  return distanceBetween(a, b) - 2 * ACCURACY <= TOP_SPEED * (b.time - a.time);
}

export function distanceBetween(a: Place, b: Place): Metres {
  const [kx, ky] = scales((a.lat! + b.lat!) / 2);
  return Math.hypot((b.lon! - a.lon!) * kx, (b.lat! - a.lat!) * ky);
}

export function distanceToLegs({ lat, lon }: Place, legs: readonly Leg[]): Metres {
  const [kx, ky] = scales(lat!);
  let least = Infinity;
  for (const { line } of legs) {
    for (let i = 1; i < line.coordinates.length; i++) {
      const [a, b] = [line.coordinates[i - 1]!, line.coordinates[i]!];
      const [ax, ay] = [(a[0] - lon!) * kx, (a[1] - lat!) * ky];
      const [dx, dy] = [(b[0] - a[0]) * kx, (b[1] - a[1]) * ky];
      const squared = dx * dx + dy * dy;
      const part = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared));
      least = Math.min(least, (ax + part * dx) ** 2 + (ay + part * dy) ** 2);
    }
  }
  return Math.sqrt(least);
}

/** Metres in a degree of longitude and of latitude: the usual series for WGS 84. */
export function scales(lat: number): [number, number] {
  const cosOf = (times: number): number => Math.cos(times * lat * RAD);
  return [111_412.84 * cosOf(1) - 93.5 * cosOf(3), 111_132.954 - 559.822 * cosOf(2) + 1.175 * cosOf(4)];
}
