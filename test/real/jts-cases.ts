import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { GeoPosition, Ring, ZoneGeometry } from '@haidang/domain';
import { JTS } from './shared-data.js';

export type Areal = Extract<ZoneGeometry, { type: 'MultiPolygon' }>;

/** An area, the points of another geometry, and what JTS says of the two. */
export interface JtsCase {
  readonly name: string;
  readonly area: Areal;
  readonly points: Ring;
  /** The other geometry is these points and nothing else. */
  readonly arePoints: boolean;
  /** Whether some point lies inside, some on the boundary, some outside; known where the case gives the whole matrix. */
  readonly places?: { readonly inside: boolean; readonly boundary: boolean; readonly outside: boolean };
  /** Every point of the other geometry belongs to the area. */
  readonly covered: boolean | undefined;
  readonly meet: boolean | undefined;
}

/** JTS's cases lie in a plane of hundreds of units; a 64th of a degree a unit keeps every coordinate exact. */
const UNIT = 1 / 64;

/** Each case of an area and something else, twice where both are areas. */
export function readJtsCases(): JtsCase[] {
  if (!existsSync(JTS)) return [];
  const files = readdirSync(JTS).filter((name) => /^Test(Relate|Prepared).*\.xml$/.test(name));
  return files.flatMap((file) => {
    const text = readFileSync(path.join(JTS, file), 'utf8');
    return [...text.matchAll(/<case>([\s\S]*?)<\/case>/g)].flatMap(([, body], i) =>
      casesOf(`${path.basename(file, '.xml')} ${i + 1}`, body!),
    );
  });
}

function casesOf(file: string, body: string): JtsCase[] {
  const part = (tag: string): string =>
    new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(body)?.[1]?.trim() ?? '';
  const [a, b] = [withoutEmpty(part('a')), withoutEmpty(part('b'))];
  const name = `${file}: ${part('desc').replace(/\s+/g, ' ')}`;
  const says = (op: string): boolean | undefined => {
    const answer = new RegExp(`name="${op}"[^>]*>\\s*(true|false)`).exec(body)?.[1];
    return answer === undefined ? undefined : answer === 'true';
  };
  const matrix = /arg3="([F0-2]{9})"[^>]*>\s*true/.exec(body)?.[1];
  const meet = says('intersects') ?? negated(says('disjoint'));
  return [
    ...caseOf(`${name}, A in B`, b, a, matrix, [0, 1, 2], says('coveredBy') ?? yes(says('within')), meet),
    ...caseOf(`${name}, B in A`, a, b, matrix, [0, 3, 6], says('covers') ?? yes(says('contains')), meet),
  ];
}

function caseOf(
  name: string,
  area: string,
  other: string,
  matrix: string | undefined,
  row: readonly [number, number, number],
  covered: boolean | undefined,
  meet: boolean | undefined,
): JtsCase[] {
  if (!/^(MULTI)?POLYGON\s*\(/.test(area) || /EMPTY|COLLECTION/.test(area + other)) return [];
  const arePoints = /^(MULTI)?POINT/.test(other);
  const has = (i: number): boolean => matrix![row[i]!] !== 'F';
  const places =
    arePoints && matrix !== undefined ? { inside: has(0), boundary: has(1), outside: has(2) } : undefined;
  const known = { name, area: areaOf(area), points: positions(other), arePoints, covered, meet };
  return [places === undefined ? known : { ...known, places }];
}

/** What is covered is known to be so; what is not within may still be covered. */
function yes(answer: boolean | undefined): true | undefined {
  return answer === true ? true : undefined;
}

/** An empty part of several adds nothing. */
function withoutEmpty(text: string): string {
  return text.replace(/EMPTY\s*,\s*/g, '');
}

function negated(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

function areaOf(text: string): Areal {
  const polygons = text.startsWith('MULTI') ? text.split(/(?<=\)\s*\))\s*,/) : [text];
  const rings = (one: string): Ring[] =>
    [...one.matchAll(/\(([^()]+)\)/g)].map(([, ring]) => positions(ring!));
  return { type: 'MultiPolygon', coordinates: polygons.map(rings) };
}

function positions(text: string): GeoPosition[] {
  return [...text.matchAll(/(-?[\d.]+)\s+(-?[\d.]+)/g)].map(([, x, y]): GeoPosition => [
    Number(x) * UNIT,
    Number(y) * UNIT,
  ]);
}
