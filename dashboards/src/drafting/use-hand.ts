import { useEffect, useMemo, useRef, useState } from 'react';
import type { Drawing, DrawingTool } from '../shared/map/drawing.js';
import type { MapEngine, Register } from '../shared/map/engine.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import type { Draft } from './draft.js';
import { snapsOf } from './geometry.js';
import { partsOf, withParts, type Stroke } from './parts.js';

/** What the hand on the map is to do: draw something, or move what is there. */
export interface Hand {
  readonly stroke: Stroke | 'move';
  /** It has drawn or moved. */
  onDraft(draft: Draft, isDrawn: boolean): void;
  onChoose(part: string | undefined): void;
}

const TOOLS: Record<Hand['stroke'], DrawingTool> = {
  move: 'move',
  area: 'area',
  hole: 'area',
  circle: 'place',
  line: 'line',
  split: 'place',
};

/**
 * Puts a hand on the map while there is one to be, gives it the draft's parts and tells what it made of them.
 * @returns true while it is there
 */
export function useHand(
  engine: MapEngine | null,
  draft: Draft | null,
  hand: Hand | null,
  part: string | undefined,
  others: Register,
): boolean {
  const { state } = useServices();
  const theme = useSignal(state.theme);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const isWanted = hand !== null && engine !== null;
  /** As the library has them: what it says itself is not told back to it. */
  const known = useRef('');
  const now = useRef({ draft, hand });
  useEffect(() => {
    now.current = { draft, hand };
  });

  useEffect(() => {
    if (!isWanted) return;
    let opened: Drawing | undefined;
    let closed = false;
    void engine.openDrawing().then((own) => {
      if (closed) return own.close();
      opened = own;
      known.current = '';
      own.onChange((parts, drawn) => {
        const { draft: before, hand: at } = now.current;
        if (before === null || at === null) return;
        const as = at.stroke === 'move' ? undefined : at.stroke;
        const next = withParts(
          before,
          parts,
          drawn !== undefined && as !== undefined ? { id: drawn, as } : undefined,
        );
        known.current = drawn === undefined ? JSON.stringify(parts) : '';
        if (next !== before) return at.onDraft(next, drawn !== undefined);
        // not while the library is still busy with it
        queueMicrotask(() => {
          if (closed) return;
          own.setParts(partsOf(before));
          own.setTool(TOOLS[at.stroke]);
        });
      });
      own.onChoose((chosen) => now.current.hand?.onChoose(chosen));
      setDrawing(own);
    });
    return () => {
      closed = true;
      opened?.close();
      setDrawing(null);
    };
  }, [engine, isWanted]);

  useEffect(() => drawing?.setTheme(theme), [drawing, theme]);
  const stroke = hand?.stroke;
  const around = useMemo(() => snapsOf(others), [others]);
  useEffect(() => {
    // a leg is split where it passes, and nowhere else
    const own = draft?.what === 'routes' && stroke === 'split' ? draft.legs : undefined;
    drawing?.setSnaps(own === undefined ? around : { places: [], lines: own.map(({ line }) => line) });
  }, [drawing, around, draft, stroke]);
  useEffect(() => {
    // once saved, what is looked at changes while the hand is being taken away
    if (drawing === null || draft === null || !isWanted) return;
    const parts = partsOf(draft);
    const told = JSON.stringify(parts);
    if (told === known.current) return;
    known.current = told;
    // the corners of a whole route are more than an eye can tell apart: a leg shows them when it is clicked
    drawing.setParts(parts, part ?? (draft.what === 'zones' ? parts.at(-1)?.id : undefined));
  }, [drawing, draft, part, isWanted]);
  useEffect(() => {
    if (stroke !== undefined) drawing?.setTool(TOOLS[stroke]);
  }, [drawing, stroke, draft]);
  useEffect(() => {
    if (part !== undefined && isWanted) drawing?.choose(part);
  }, [drawing, stroke, draft, part, isWanted]);
  return drawing !== null;
}
