import type { MarkState } from '@haidang/contract';
import { corners, markIcon } from '../map/icons.js';

const COLOURS: Record<MarkState, string> = {
  critical: 'var(--critical)',
  major: 'var(--major)',
  minor: 'var(--minor)',
  on_route: 'var(--on-route)',
  idle: 'var(--idle)',
};

interface StateMarkProps {
  state: MarkState;
  stale?: boolean;
  /** Across, in pixels; the map's own size when absent. */
  size?: number;
  /** Read out in place of the picture; decorative when absent. */
  label?: string;
}

/** The map's mark for a state, in text: the same corners as on the map. */
export function StateMark({ state, stale = false, size, label }: StateMarkProps) {
  const { shape, size: own } = markIcon(state, stale);
  const across = size ?? own;
  const half = across / 2;
  const style = stale
    ? { fill: 'none', stroke: COLOURS[state], strokeWidth: 1.6, strokeDasharray: '3 2' }
    : { fill: COLOURS[state] };
  return (
    <svg
      width={across}
      height={across}
      viewBox={`${-half - 1} ${-half - 1} ${across + 2} ${across + 2}`}
      style={{ flex: 'none', overflow: 'visible' }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {shape === 'dot' ? (
        <circle r={half} style={style} />
      ) : (
        <polygon points={corners(shape, across).join(' ')} style={style} />
      )}
    </svg>
  );
}
