import type { Position, TransitView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IncidentNote } from '../carrier/incident-note.js';
import { ReportButton } from '../carrier/report-button.js';
import { facilitiesQuery } from '../shared/api/queries.js';
import { distance, whole } from '../shared/format/number.js';
import { formatPlate } from '../shared/format/plate.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage } from '../shared/services.js';
import { transitPath } from '../transit/address.js';
import { Icon } from '../shared/ui/icon.js';
import { Deadline, DepartureDeadline } from './deadline.js';
import { Outlook } from './outlook.js';
import { TransitActs } from './transit-acts.js';
import classes from './container-card.module.css';

interface TransitSummaryProps {
  transit: TransitView;
  /** Of the feed, while the seal is in view. */
  live: Position | undefined;
}

/** A transit's first lines: what waits for an officer, whether it will be in time, where it goes and how far it is. */
export function TransitSummary({ transit, live }: TransitSummaryProps) {
  const { t } = useTranslation();
  return (
    <>
      <TransitActs transit={transit} />
      <IncidentNote transit={transit} pictures />
      <div className={classes['transit']}>
        <Outlook transit={transit} live={live} />
        <Way from={transit.from} to={transit.to} />
        <span className={classes['state']}>{t(`transitState.${transit.state}`)}</span>
        <DepartureDeadline transit={transit} />
        <Deadline
          arriveBy={transit.arriveBy}
          arrivedAt={transit.arrivedAt}
          countdown={transit.eta === undefined}
        />
        <span className={classes['papers']}>
          <span>{t('card.transit', { number: transit.number })}</span>
          <span>{t('card.declaration', { number: transit.declaration })}</span>
          <span>{t('card.plate', { plate: formatPlate(transit.vehicle.plate) })}</span>
        </span>
        <a className={classes['door']} href={transitPath(transit.id)} data-testid="to-transit">
          {t('transit.openPage')}
        </a>
        <ReportButton transit={transit} />
      </div>
      <Progress transit={transit} />
    </>
  );
}

/** How far along the route, and the checkpoints so far. */
function Progress({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { progress, remaining, checkpoints = [], witnesses } = transit;
  const [departure, arrival] = [witnessOf(witnesses?.departure), witnessOf(witnesses?.arrival)];
  const passed = checkpoints.filter(({ passedAt }) => passedAt !== undefined).length;
  const missed = checkpoints.length - passed;
  const isKnown = progress !== undefined && remaining !== undefined;
  if (!isKnown && checkpoints.length === 0 && departure === undefined && arrival === undefined) return null;
  return (
    <div className={classes['progress']}>
      {isKnown && (
        <>
          <progress max={progress + remaining} value={progress} aria-label={t('progress.label')} />
          <span>
            {t('progress.driven', {
              driven: distance(progress, language),
              left: distance(remaining, language),
            })}
          </span>
        </>
      )}
      {passed > 0 && <span>{t('progress.passed', { count: whole(passed, language) })}</span>}
      {departure !== undefined && (
        <span>{t('progress.departedBy', { by: word(t, 'witness', departure) })}</span>
      )}
      {arrival !== undefined && <span>{t('progress.arrivedBy', { by: word(t, 'witness', arrival) })}</span>}
      {missed > 0 && <b>{t('progress.missed', { count: whole(missed, language) })}</b>}
    </div>
  );
}

/** Who saw a step: the seals, a gate, or both. */
function witnessOf(seen: { seal?: string | undefined; gate?: string | undefined } | undefined) {
  if (seen?.seal !== undefined && seen.gate !== undefined) return 'both';
  if (seen?.seal !== undefined) return 'seal';
  return seen?.gate === undefined ? undefined : 'gate';
}

/** Where from and where to, by the facilities' names. */
function Way({ from, to }: { from: string; to: string }) {
  const { data } = useQuery(facilitiesQuery);
  const nameOf = (id: string) => data?.find((facility) => facility.id === id)?.name ?? id;
  return (
    <strong className={classes['way']}>
      {nameOf(from)} <Icon name="arrow" size={15} /> {nameOf(to)}
    </strong>
  );
}
