import type { AlarmView } from '@haidang/contract';
import type { LatLon } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { distance } from '../shared/format/number.js';
import { drawn, type Line, type Sheet } from '../shared/map/drawn.js';
import { useLanguage, useServices } from '../shared/services.js';
import type { WayPart } from './evidence.js';
import classes from './alarm-evidence.module.css';

const [WIDTH, HEIGHT, MARGIN] = [360, 200, 26];
/** Degrees about the place that are always in view, some 300 m: a truck that stands is not drawn as large as a town. */
const LEAST = 0.003;
const METRES_A_DEGREE = 111_200;
/** Lengths of the scale's bar, metres, and the widest one in pixels. */
const BARS = [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100];
const WIDEST = 120;

interface MomentSketchProps {
  alarm: AlarmView;
  parts: readonly WayPart[];
  doubted: readonly LatLon[];
}

/** The moment on a sheet of paper, north up: the way before, during and after, the route, and the place of the alarm. */
export function MomentSketch({ alarm, parts, doubted }: MomentSketchProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const route = useRouteOf(alarm.transitId);
  const { lat, lon } = alarm.place;
  const corners = [-LEAST, LEAST].map((by) => [lon + by, lat + by]);
  const sheet = drawn({
    lines: parts.map(({ line }) => line),
    points: corners,
    width: WIDTH,
    height: HEIGHT,
    margin: MARGIN,
  });
  const [x, y] = sheet.place([lon, lat]);
  const bar = barOf(sheet, lat, lon);
  return (
    <figure className={classes['sketch']}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('evidence.sketch')}>
        {route.map((line, i) => (
          <polyline key={i} points={sheet.path(line)} data-line="route" />
        ))}
        {parts.map(({ part, line }, i) => (
          <polyline key={i} points={sheet.path(line)} data-line={part} />
        ))}
        {doubted.map((place, i) => {
          const [cx, cy] = sheet.place([place.lon, place.lat]);
          return <circle key={i} cx={cx} cy={cy} r={3} data-mark="doubted" />;
        })}
        <circle cx={x} cy={y} r={7} data-mark={alarm.severity} />
        <path d={`M12 ${HEIGHT - 12} h${bar.pixels}`} data-line="bar" />
        <text x={12} y={HEIGHT - 18}>
          {distance(bar.metres, language)}
        </text>
      </svg>
      <figcaption>
        {(['before', 'during', 'after'] as const)
          .filter((which) => parts.some(({ part }) => part === which))
          .map((which) => (
            <span key={which} data-key={which}>
              {t(`evidence.${which}`)}
            </span>
          ))}
      </figcaption>
    </figure>
  );
}

function useRouteOf(transitId: string | undefined): readonly Line[] {
  const { desk } = useServices();
  const transit = useQuery({ ...desk.transit(transitId ?? ''), enabled: transitId !== undefined });
  const routes = useQuery(desk.routes);
  const route = routes.data?.find(({ id }) => id === transit.data?.routeId);
  return route?.legs.map(({ line }) => line.coordinates) ?? [];
}

/** The longest bar of round length that is no wider than {@link WIDEST}. */
function barOf(sheet: Sheet, lat: number, lon: number): { metres: number; pixels: number } {
  const [[, south], [, north]] = [sheet.place([lon, lat]), sheet.place([lon, lat + 0.01])];
  const pixels = (south - north) / (0.01 * METRES_A_DEGREE);
  const metres = BARS.find((one) => one * pixels <= WIDEST) ?? BARS.at(-1)!;
  return { metres, pixels: Math.round(metres * pixels) };
}
