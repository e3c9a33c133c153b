import type { LineString, Point, Polygon } from 'geojson';
import type { Theme } from '../url-state.js';
import type { Snaps } from './snap.js';

/** What is drawn is made of parts: rings of one turn, lines and places. A ring with holes is several parts. */
export type DrawnGeometry = Polygon | LineString | Point;

export interface DrawnPart {
  /** As whoever put it there called it; of one that was drawn by hand a new one. */
  readonly id: string;
  readonly geometry: DrawnGeometry;
}

/** `move`: corners are moved, added and taken out; the others draw one part. */
export const DRAWING_TOOLS = ['move', 'area', 'line', 'place'] as const;
export type DrawingTool = (typeof DRAWING_TOOLS)[number];

/** The hand on the map: what it draws and moves, as whoever opened it is told. */
export interface Drawing {
  /** These parts and no others; the one of this id is ready to be moved. */
  setParts(parts: readonly DrawnPart[], chosen?: string): void;
  setTool(tool: DrawingTool): void;
  /** The part of this id is ready to be moved. */
  choose(part: string): void;
  setSnaps(snaps: Snaps): void;
  setTheme(theme: Theme): void;
  /** A corner was moved, added or taken out, or a part was drawn: then it is named. Not while the pointer moves. */
  onChange(listener: (parts: readonly DrawnPart[], drawn: string | undefined) => void): void;
  /** Another part is ready to be moved, or none, whoever had it so. */
  onChoose(listener: (part: string | undefined) => void): void;
  close(): void;
}
