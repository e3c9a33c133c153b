import type { AlarmView } from '@haidang/contract';
import type { LatLon } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery, gatesQuery, zonesQuery } from '../shared/api/queries.js';
import { distance } from '../shared/format/number.js';
import { useLanguage, useServices } from '../shared/services.js';
import type { WayPart } from './evidence.js';
import { HEIGHT, sketchOf, WIDTH, type Sketch, type Surroundings } from './sketch.js';
import classes from './alarm-evidence.module.css';

/** The truck that the alarm's own met. */
export interface Met {
  readonly name: string;
  readonly parts: readonly WayPart[];
}

interface MomentSketchProps {
  alarm: AlarmView;
  parts: readonly WayPart[];
  doubted: readonly LatLon[];
  met?: Met | undefined;
}

/** The moment on a sheet of paper, north up: the way before, during and after, the corridor, the zone it is about, whom it met, and where that is. */
export function MomentSketch({ alarm, parts, doubted, met }: MomentSketchProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const around = useSurroundings(alarm.transitId);
  const sketch = useMemo(
    () => sketchOf(alarm, [...parts, ...(met?.parts ?? [])], around),
    [alarm, parts, met, around],
  );
  const { sheet, bar, nearest } = sketch;
  const [x, y] = sheet.place([alarm.place.lon, alarm.place.lat]);
  return (
    <figure className={classes['sketch']}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('evidence.sketch')}>
        <Ground sketch={sketch} />
        {met?.parts.map(({ line }, i) => (
          <polyline key={i} points={sheet.path(line)} data-line="met" />
        ))}
        {parts.map(({ part, line }, i) => (
          <polyline key={i} points={sheet.path(line)} data-line={part} />
        ))}
        {doubted.map((place, i) => {
          const [cx, cy] = sheet.place([place.lon, place.lat]);
          return <circle key={i} cx={cx} cy={cy} r={3} data-mark="doubted" />;
        })}
        <circle cx={x} cy={y} r={7} data-mark={alarm.severity} />
        <Names sketch={sketch} />
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
        {met !== undefined && (
          <span data-key="met" data-testid="sketch-met">
            {t('evidence.met', { name: met.name })}
          </span>
        )}
        {nearest !== undefined && (
          <span data-testid="sketch-nearest">
            {t('evidence.nearest', {
              name: nearest.name,
              distance: distance(Math.round(nearest.metres), language),
            })}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

/** Forbidden ground is hatched, as on the map. */
function Ground({ sketch: { corridor, zones } }: { sketch: Sketch }) {
  const hatch = useId();
  return (
    <>
      <pattern
        id={hatch}
        width={7}
        height={7}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
        className={classes['hatch']}
      >
        <path d="M0 0V7" />
      </pattern>
      {corridor.map(({ path, width }, i) => (
        <polyline key={i} points={path} data-line="corridor" strokeWidth={width} />
      ))}
      {corridor.map(({ path }, i) => (
        <polyline key={i} points={path} data-line="centre" />
      ))}
      {zones.map(({ id, kind, isAbout, path }) => (
        <path
          key={id}
          d={path}
          data-zone={isAbout ? 'about' : 'other'}
          style={kind === 'forbidden' ? { fill: `url(#${hatch})` } : undefined}
        />
      ))}
    </>
  );
}

function Names({ sketch: { names } }: { sketch: Sketch }) {
  return names.map(({ id, text, x, y, isPoint, anchor }) => {
    const aside = { start: 6, middle: 0, end: -6 }[anchor];
    return (
      <g key={id} data-testid="sketch-name">
        {isPoint && <rect x={x - 3} y={y - 3} width={6} height={6} data-mark="place" />}
        <text x={x + aside} y={isPoint ? y - 5 : y} textAnchor={anchor} data-name>
          {text}
        </text>
      </g>
    );
  });
}

function useSurroundings(transitId: string | undefined): Surroundings {
  const { desk } = useServices();
  const transit = useQuery({ ...desk.transit(transitId ?? ''), enabled: transitId !== undefined });
  const routes = useQuery(desk.routes).data;
  const zones = useQuery(zonesQuery).data;
  const facilities = useQuery(facilitiesQuery).data;
  const gates = useQuery(gatesQuery).data;
  const route = routes?.find(({ id }) => id === transit.data?.routeId);
  return useMemo(
    () => ({ route, zones: zones ?? [], facilities: facilities ?? [], gates: gates ?? [] }),
    [route, zones, facilities, gates],
  );
}
