import type { LatLon } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { drawn, type Line } from '../../shared/map/drawn.js';
import classes from '../office.module.css';

const [WIDTH, HEIGHT, MARGIN] = [640, 240, 24];

interface RouteSketchProps {
  /** The route by which it is judged now. */
  present: readonly Line[];
  /** The one that is asked for, where another is. */
  asked: readonly Line[];
  /** Where the truck was last. */
  truck: LatLon | undefined;
  from: string;
  to: string;
}

/** The way on a sheet of paper, north up: the present route, the one that is asked for, and the truck. The words beside it say the same. */
export function RouteSketch({ present, asked, truck, from, to }: RouteSketchProps) {
  const { t } = useTranslation();
  const [first, last] = [present[0]?.[0], present.at(-1)?.at(-1)];
  if (first === undefined || last === undefined) return null;
  const points = truck === undefined ? [] : [[truck.lon, truck.lat] as const];
  const sheet = drawn({
    lines: [...present, ...asked],
    points,
    width: WIDTH,
    height: HEIGHT,
    margin: MARGIN,
  });
  const [begin, end] = [sheet.place(first), sheet.place(last)];
  const at = truck === undefined ? undefined : sheet.place([truck.lon, truck.lat]);
  const label = t(asked.length > 0 ? 'sketch.both' : 'sketch.one', { from, to });
  return (
    <figure className={classes['sketch']}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {present.map((line, i) => (
          <polyline key={i} points={sheet.path(line)} data-line={asked.length > 0 ? 'present' : 'only'} />
        ))}
        {asked.map((line, i) => (
          <polyline key={i} points={sheet.path(line)} data-line="asked" />
        ))}
        <circle cx={begin[0]} cy={begin[1]} r={5} data-mark="from" />
        <rect x={end[0] - 5} y={end[1] - 5} width={10} height={10} data-mark="to" />
        {at !== undefined && <path d={`M${at[0]} ${at[1] - 9} l8 15 h-16 z`} data-mark="truck" />}
      </svg>
      <figcaption>
        <span data-key="from">{from}</span>
        <span data-key="to">{to}</span>
        {asked.length > 0 && <span data-key="present">{t('sketch.present')}</span>}
        {asked.length > 0 && <span data-key="asked">{t('sketch.asked')}</span>}
        {at !== undefined && <span data-key="truck">{t('sketch.truck')}</span>}
      </figcaption>
    </figure>
  );
}
