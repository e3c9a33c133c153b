import { slotCorners } from '../shared/map/trails.js';

/** A transit's own colour and shape, as on the map. */
export function SlotMark({ slot, size = 16 }: { slot: number; size?: number }) {
  const corners = slotCorners(slot, size / 2 - 1);
  const style = { fill: `var(--track-${slot})`, stroke: 'var(--text)', strokeWidth: 1 };
  return (
    <svg
      width={size}
      height={size}
      viewBox={`${-size / 2} ${-size / 2} ${size} ${size}`}
      style={{ flex: 'none' }}
      aria-hidden
    >
      {corners.length === 0 ? (
        <circle r={size / 2 - 2} style={style} />
      ) : (
        <polygon points={corners.join(' ')} style={style} />
      )}
    </svg>
  );
}
