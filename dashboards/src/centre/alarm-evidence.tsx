import type { AlarmView } from '@haidang/contract';
import { HOUR } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Pictures } from '../office/pictures.js';
import { formatPlate } from '../shared/format/plate.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServices } from '../shared/services.js';
import { tracksOf, type SealTrack } from '../transit/track.js';
import { partsOf, stretchAround, type Stretch } from './evidence.js';
import { MomentSketch, type Met } from './moment-sketch.js';
import { Failed } from '../shared/ui/failed.js';
import classes from './alarm-evidence.module.css';

/** Pictures of a container are shown from this long before the alarm on. */
const PICTURES_SINCE = 24 * HOUR;

const NOTHING: readonly never[] = [];

/** What an alarm rests on, beside it: the way before and after, what the seal said, and what cameras saw. */
export function AlarmEvidence({ alarm }: { alarm: AlarmView }) {
  const { t } = useTranslation();
  const { store } = useServices();
  const stretch = stretchAround(alarm, store.clock.now());
  return (
    <details className={classes['evidence']} open data-testid="alarm-evidence">
      <summary>{t('evidence.title')}</summary>
      {alarm.sealId === undefined ? (
        <MomentSketch alarm={alarm} parts={NOTHING} doubted={NOTHING} />
      ) : (
        <OfSeal alarm={alarm} sealId={alarm.sealId} stretch={stretch} />
      )}
      <OfCameras alarm={alarm} stretch={stretch} />
    </details>
  );
}

function OfSeal({ alarm, sealId, stretch }: { alarm: AlarmView; sealId: string; stretch: Stretch }) {
  const { t } = useTranslation();
  const { desk } = useServices();
  const asked = useQuery({
    ...desk.sealTrack(sealId, alarm.start, alarm.end, stretch),
    select: (fixes) => tracksOf(fixes.map((fix) => ({ ...fix, sealId, container: '' })))[0],
  });
  const { data } = asked;
  const met = useMet(alarm, stretch);
  const parts = useMemo(() => (data === undefined ? NOTHING : partsOf(data, alarm)), [data, alarm]);
  if (asked.isPending) return <p>{t('office.loading')}</p>;
  return (
    <>
      <Failed of={asked} what={t('evidence.ofSeal')} />
      <MomentSketch alarm={alarm} parts={parts} doubted={data?.doubted ?? NOTHING} met={met} />
      {data !== undefined && <Said track={data} />}
    </>
  );
}

/** The way of the truck that this one met, by the first of its seals. */
function useMet(alarm: AlarmView, stretch: Stretch): Met | undefined {
  const { desk } = useServices();
  const { otherTransitId } = alarm;
  const transit = useQuery({
    ...desk.transit(otherTransitId ?? ''),
    enabled: otherTransitId !== undefined,
  }).data;
  const sealId = transit?.containers.find((one) => one.sealId !== undefined)?.sealId;
  const track = useQuery({
    ...desk.sealTrack(sealId ?? '', alarm.start, alarm.end, stretch),
    enabled: otherTransitId !== undefined && sealId !== undefined,
    select: (fixes) => tracksOf(fixes.map((fix) => ({ ...fix, sealId: sealId ?? '', container: '' })))[0],
  }).data;
  const plate = transit?.vehicle.plate;
  return useMemo(
    () =>
      track === undefined || plate === undefined
        ? undefined
        : { name: formatPlate(plate), parts: partsOf(track, alarm) },
    [track, plate, alarm],
  );
}

/** What the seal said happened to it, in the order of its own time. */
function Said({ track }: { track: SealTrack }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  if (track.notes.length === 0) return <p>{t('evidence.quiet')}</p>;
  return (
    <ol aria-label={t('evidence.said')}>
      {track.notes.map(({ time, event }, i) => (
        <li key={i}>
          <time dateTime={new Date(time).toISOString()}>
            {clockAndDay(new Date(time).toISOString(), store.clock.now(), language)}
          </time>{' '}
          {t('transit.sealSays', { seal: track.sealId, what: word(t, 'sealSaid', event) })}
        </li>
      ))}
    </ol>
  );
}

function OfCameras({ alarm, stretch }: { alarm: AlarmView; stretch: Stretch }) {
  const { t } = useTranslation();
  const { containerNumber, gateId } = alarm;
  const ofGate = gateId === undefined ? undefined : { gateId };
  const of = containerNumber === undefined ? ofGate : { container: containerNumber };
  const asked = useQuery(useServices().desk.pictures(of));
  const since = stretch.from - PICTURES_SINCE;
  const taken = (asked.data ?? []).filter(({ takenAt }) => {
    const time = Date.parse(takenAt);
    return time >= since && time <= stretch.to;
  });
  if (asked.isError && asked.data === undefined) return <Failed of={asked} what={t('pictures.title')} />;
  if (taken.length === 0) return null;
  return <Pictures ids={taken.map(({ id }) => id)} none={t('pictures.none')} />;
}
