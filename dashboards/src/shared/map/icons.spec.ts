import { MARK_STATES } from '@haidang/contract';
import { expect, test } from 'vitest';
import { corners, drawMark, lookOf, MARK_ICONS, markIcon, markIconName, markSize } from './icons.js';
import { PALETTES } from './palette.js';

test('every state has two images, fresh and stale, each with a name of its own', () => {
  expect(new Set(MARK_ICONS.map(({ name }) => name)).size).toBe(2 * MARK_STATES.length);
  expect(markIconName('critical', false)).toBe('mark-critical');
  expect(markIconName('critical', true)).toBe('mark-critical-stale');
});

test('states differ in shape, not in colour or size alone', () => {
  const looks = MARK_STATES.map((state) => markIcon(state, false).shape);
  expect(new Set(looks).size).toBe(MARK_STATES.length);
  expect(markIcon('critical', false).shape).toBe('octagon');
  expect(markIcon('major', false).shape).toBe('triangle');
  expect(markIcon('minor', false).shape).toBe('square');
});

test('an octagon of 24 has eight corners and flat sides 24 apart', () => {
  const points = corners('octagon', 24);
  expect(points).toHaveLength(8);
  expect(Math.max(...points.map(([x]) => x))).toBeCloseTo(12, 9);
  expect(Math.min(...points.map(([, y]) => y))).toBeCloseTo(-12, 9);
  expect(points.filter(([x]) => Math.abs(x - 12) < 1e-9)).toHaveLength(2);
});

test('the three alarm colours are used for nothing else, in either theme', () => {
  for (const { marks, ...others } of Object.values(PALETTES)) {
    const rest = [...Object.values(others), marks.on_route, marks.idle];
    for (const colour of [marks.critical, marks.major, marks.minor]) expect(rest).not.toContain(colour);
  }
});

test('a stale mark is hollow with a dashed edge of its colour; a fresh one is filled and never dashed', () => {
  expect(draw(true)).toMatchObject({ filled: PALETTES.dark.halo, dashed: true });
  expect(draw(false)).toMatchObject({ filled: PALETTES.dark.marks.critical, dashed: false });
});

/** Draws a critical mark and says what was filled last and whether the edge was dashed. */
function draw(stale: boolean) {
  const seen = { filled: '', dashed: false };
  const canvas = {
    fillStyle: '' as string | CanvasGradient | CanvasPattern,
    strokeStyle: '',
    lineWidth: 0,
    lineJoin: 'miter' as CanvasLineJoin,
    beginPath: () => undefined,
    closePath: () => undefined,
    moveTo: () => undefined,
    lineTo: () => undefined,
    arc: () => undefined,
    stroke: () => undefined,
    fill: () => (seen.filled = canvas.fillStyle as string),
    setLineDash: (dash: Iterable<number>) => (seen.dashed ||= [...dash].length > 0),
  };
  drawMark(canvas, markIcon('critical', stale), 'critical', PALETTES.dark);
  return seen;
}

test('a mark’s look is its place among the icons', () => {
  for (const state of MARK_STATES)
    for (const stale of [false, true])
      expect(MARK_ICONS[lookOf(state, stale)]!.name).toBe(markIconName(state, stale));
});

test('marks grow from three quarters at zoom 4 to their whole size at zoom 8', () => {
  expect([3, 4, 6, 8, 18].map(markSize)).toEqual([0.75, 0.75, 0.875, 1, 1]);
});
