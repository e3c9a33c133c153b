import type { AlarmView } from '@haidang/contract';
import type { Severity } from '@haidang/domain';
import type { DossierFacts } from './facts.js';
import type { Box } from './sheets.js';
import type { Line } from './track-fold.js';
import type { Words } from './words.js';

type Pdf = PDFKit.PDFDocument;
type Point = readonly [x: number, y: number];

const METRES_A_DEGREE = 111_320;
const COLOURS: Record<Severity, string> = { minor: '#4f6f96', major: '#d97b00', critical: '#cf2620' };
const [SEA, TRACK, BAND, FORBIDDEN, INK] = ['#f7f8f9', '#08736a', '#cfe6e2', '#7b5f8a', '#15191e'] as const;
/** Narrower than this a corridor is not seen on paper. */
const THINNEST = 4;
const ROOM = 26;
/** Nearer than so many degrees nothing is enlarged: a truck that stood is a point, not a page. */
const LEAST = 0.02;

/** The way from above: corridor, forbidden zones, track and alarms, as lines that stay sharp at any size. */
export function drawMap(pdf: Pdf, box: Box, facts: DossierFacts, words: Words): void {
  const legs = (facts.route?.legs ?? []).map(({ line, halfWidth }) => ({
    line: line.coordinates as Line,
    halfWidth,
  }));
  const lines = facts.drawn.flatMap(({ told, late }) => [...told, ...late]);
  const map = new Projection(box, [...legs.map(({ line }) => line), ...lines]);
  pdf.rect(box.x, box.y, box.width, box.height).fill(SEA);
  pdf.save();
  pdf.rect(box.x, box.y, box.width, box.height).clip();
  drawForbidden(pdf, map, facts);
  pdf.lineJoin('round').lineCap('round');
  for (const { line, halfWidth } of legs) {
    const width = Math.max(THINNEST, map.points(2 * halfWidth));
    stroke(pdf, map, line, { colour: BAND, width });
  }
  for (const { told, late, doubted } of facts.drawn) {
    for (const line of told) stroke(pdf, map, line, { colour: TRACK, width: 1.4 });
    for (const line of late) stroke(pdf, map, line, { colour: TRACK, width: 1.4, dash: 3 });
    pdf.font('strong').fontSize(7).fillColor(TRACK);
    for (const place of doubted) text(pdf, map.at(place), '?');
  }
  drawEnds(pdf, map, box, { facts, legs });
  drawAlarms(pdf, map, facts.alarms);
  pdf.restore();
  drawScale(pdf, box, map);
  drawLegend(
    pdf,
    box,
    words,
    [...legs.map(({ line }) => line), ...lines].flat().map((place) => map.at(place)),
  );
  pdf.rect(box.x, box.y, box.width, box.height).lineWidth(0.6).stroke('#9aa5af');
}

/** A degree of longitude as long as it is at the map's middle: good enough for a country's length on paper. */
class Projection {
  private readonly west: number;
  private readonly north: number;
  private readonly squeeze: number;
  private readonly scale: number;
  private readonly shift: Point;

  constructor(box: Box, lines: readonly Line[]) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const line of lines)
      for (const [lon, lat] of line) {
        [west, east] = [Math.min(west, lon), Math.max(east, lon)];
        [south, north] = [Math.min(south, lat), Math.max(north, lat)];
      }
    if (west === Infinity) [west, south, east, north] = [102, 8, 110, 24];
    const [wide, high] = [Math.max(LEAST, east - west), Math.max(LEAST, north - south)];
    this.squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
    this.scale = Math.min((box.width - 2 * ROOM) / (wide * this.squeeze), (box.height - 2 * ROOM) / high);
    this.west = (west + east - wide) / 2;
    this.north = (south + north + high) / 2;
    this.shift = [
      box.x + (box.width - wide * this.squeeze * this.scale) / 2,
      box.y + (box.height - high * this.scale) / 2,
    ];
  }

  at([lon, lat]: readonly number[]): Point {
    const [x, y] = this.shift;
    return [
      x + ((lon ?? 0) - this.west) * this.squeeze * this.scale,
      y + (this.north - (lat ?? 0)) * this.scale,
    ];
  }

  /** How long so many metres are on paper. */
  points(metres: number): number {
    return (metres / METRES_A_DEGREE) * this.scale;
  }
}

function stroke(
  pdf: Pdf,
  map: Projection,
  line: readonly (readonly number[])[],
  { colour, width, dash }: { colour: string; width: number; dash?: number },
): void {
  line.forEach((place, i) => {
    const [x, y] = map.at(place);
    if (i === 0) pdf.moveTo(x, y);
    else pdf.lineTo(x, y);
  });
  if (dash !== undefined) pdf.dash(dash, { space: dash * 0.8 });
  pdf.lineWidth(width).stroke(colour);
  if (dash !== undefined) pdf.undash();
}

function drawForbidden(pdf: Pdf, map: Projection, { forbidden }: DossierFacts): void {
  for (const { geometry } of forbidden) {
    if (geometry.type === 'Circle') {
      const [x, y] = map.at([geometry.center.lon, geometry.center.lat]);
      pdf.circle(x, y, Math.max(2, map.points(geometry.radius)));
      pdf.dash(2, { space: 2 }).lineWidth(0.8).stroke(FORBIDDEN).undash();
      continue;
    }
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    for (const ring of polygons.flat()) stroke(pdf, map, ring, { colour: FORBIDDEN, width: 0.8, dash: 2 });
  }
}

/** Where the route begins and ends, by name. */
function drawEnds(
  pdf: Pdf,
  map: Projection,
  box: Box,
  { facts: { transit, names }, legs }: { facts: DossierFacts; legs: readonly { readonly line: Line }[] },
): void {
  pdf.font('strong').fontSize(8);
  for (const [place, id] of [
    [legs[0]?.line[0], transit.from],
    [legs.at(-1)?.line.at(-1), transit.to],
  ] as const) {
    if (place === undefined) continue;
    const [x, y] = map.at(place);
    pdf
      .rect(x - 3, y - 3, 6, 6)
      .lineWidth(1.4)
      .fillAndStroke('#ffffff', INK);
    pdf.fillColor(INK);
    const name = names.get(id) ?? id;
    const half = pdf.widthOfString(name) / 2 + 4;
    const middle = Math.min(box.x + box.width - half, Math.max(box.x + half, x));
    text(pdf, [middle, y - 11], name);
  }
}

/** Each in its own shape and with its number in the table; several at one place are told by the numbers of all. */
function drawAlarms(pdf: Pdf, map: Projection, alarms: readonly AlarmView[]): void {
  const taken: { x: number; y: number; numbers: number[]; severity: Severity }[] = [];
  const rank: readonly Severity[] = ['minor', 'major', 'critical'];
  alarms.forEach(({ place, severity }, i) => {
    const [x, y] = map.at([place.lon, place.lat]);
    const near = taken.find((one) => Math.hypot(one.x - x, one.y - y) < 9);
    if (near === undefined) return void taken.push({ x, y, numbers: [i + 1], severity });
    near.numbers.push(i + 1);
    if (rank.indexOf(severity) > rank.indexOf(near.severity)) near.severity = severity;
  });
  for (const { x, y, numbers, severity } of taken) {
    shape(pdf, x, y, severity);
    pdf.font('strong').fontSize(8).fillColor(INK);
    pdf.text(listed(numbers), x + 7, y - 5, { lineBreak: false });
  }
}

function listed(numbers: readonly number[]): string {
  return numbers.length <= 4 ? numbers.join(', ') : `${numbers.slice(0, 3).join(', ')}…${numbers.at(-1)}`;
}

/** As on the screens: an octagon, a triangle, a square. */
function shape(pdf: Pdf, x: number, y: number, severity: Severity): void {
  const r = 5;
  const ring = (count: number, turn: number): [number, number][] =>
    Array.from({ length: count }, (_, i) => {
      const angle = turn + (2 * Math.PI * i) / count;
      return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    });
  if (severity === 'critical') pdf.polygon(...ring(8, Math.PI / 8));
  else if (severity === 'major') pdf.polygon(...ring(3, -Math.PI / 2));
  else pdf.rect(x - r * 0.7, y - r * 0.7, r * 1.4, r * 1.4);
  pdf.lineWidth(0.8).fillAndStroke(COLOURS[severity], '#ffffff');
}

function text(pdf: Pdf, [x, y]: Point, what: string): void {
  pdf.text(what, x - pdf.widthOfString(what) / 2, y - 4, { lineBreak: false });
}

/** A round length of about a fifth of the map. */
function drawScale(pdf: Pdf, box: Box, map: Projection): void {
  const lengths = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000];
  const metres = lengths.findLast((length) => map.points(length) < box.width / 5) ?? lengths[0]!;
  const [x, y] = [box.x + 10, box.y + box.height - 10];
  pdf
    .moveTo(x, y - 4)
    .lineTo(x, y)
    .lineTo(x + map.points(metres), y)
    .lineTo(x + map.points(metres), y - 4);
  pdf.lineWidth(0.8).stroke(INK);
  pdf.font('regular').fontSize(7).fillColor(INK);
  pdf.text(metres < 1_000 ? `${metres} m` : `${metres / 1_000} km`, x + 4, y - 11, { lineBreak: false });
}

/** In the corner where it covers least; below at the left stands the scale. @param drawn what it should not cover */
function drawLegend(pdf: Pdf, box: Box, words: Words, drawn: readonly Point[]): void {
  const rows = [
    { text: words.own('legendCorridor'), colour: BAND, width: 5 },
    { text: words.of('standing', 'believed'), colour: TRACK, width: 1.4 },
    { text: words.of('standing', 'late'), colour: TRACK, width: 1.4, dash: 3 },
    { text: `? ${words.of('standing', 'doubted')}`, colour: SEA, width: 0 },
    { text: words.own('legendForbidden'), colour: FORBIDDEN, width: 0.8, dash: 2 },
  ];
  const [width, height] = [128, rows.length * 11 + 6];
  const [left, right] = [box.x + 4, box.x + box.width - width - 4];
  const [top, bottom] = [box.y + 4, box.y + box.height - height - 4];
  const covered = ([x, y]: Point) =>
    drawn.filter(([a, b]) => a > x - 20 && a < x + width + 20 && b > y - 20 && b < y + height + 20).length;
  const corners: Point[] = [
    [right, bottom],
    [right, top],
    [left, top],
  ];
  const [x, y] = corners.reduce((best, corner) => (covered(corner) < covered(best) ? corner : best));
  pdf.rect(x, y, width, height).fillOpacity(0.9).fill('#ffffff').fillOpacity(1);
  pdf.font('regular').fontSize(7.5);
  rows.forEach((row, i) => {
    const middle = y + 9 + i * 11;
    if (row.width > 0) {
      pdf.moveTo(x + 5, middle).lineTo(x + 23, middle);
      if (row.dash !== undefined) pdf.dash(row.dash, { space: row.dash * 0.8 });
      pdf.lineWidth(row.width).stroke(row.colour);
      pdf.undash();
    }
    pdf.fillColor(INK).text(row.text, x + 29, middle - 5, { lineBreak: false });
  });
}
