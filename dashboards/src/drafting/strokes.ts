import type { Drawn } from './address.js';
import type { Stroke } from './parts.js';

/** What the hand can do on each page. */
export const STROKES_OF: Readonly<Record<Drawn, readonly (Stroke | 'move')[]>> = {
  zones: ['move', 'area', 'hole', 'circle'],
  routes: ['move', 'line', 'split'],
};

/** Letters of the keyboard: V to move as in drawing programs. */
export const KEYS: Readonly<Record<Stroke | 'move', string>> = {
  move: 'v',
  area: 'p',
  hole: 'h',
  circle: 'c',
  line: 'l',
  split: 'x',
};
