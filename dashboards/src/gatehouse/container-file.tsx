import type { ContainerView } from '@haidang/contract';
import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../shared/api/client.js';
import { containerQuery } from '../shared/api/gates.js';
import { facilitiesQuery, gatesQuery } from '../shared/api/queries.js';
import { problemInWords } from '../shared/format/problem.js';
import { formatPlate } from '../shared/format/plate.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServices } from '../shared/services.js';
import { GroupedNumber } from './grouped-number.js';
import { standing } from './passages.js';
import classes from './lookup.module.css';

interface ContainerFileProps {
  number: string;
  /** Where the question is asked. */
  facilityId: string;
  onClose(): void;
}

/** What is on file of a container: first whether it may leave here, then what that follows from. */
export function ContainerFile({ number, facilityId, onClose }: ContainerFileProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery(containerQuery(number));
  const place = useRef<HTMLElement>(null);
  const isRead = data !== undefined;
  useEffect(() => {
    void place.current?.scrollIntoView({ block: 'nearest' });
  }, [number, isRead]);
  const isUnknown = error instanceof ApiError && error.code === 'container_not_found';
  return (
    <section
      ref={place}
      className={classes['file']}
      aria-label={t('lookup.file', { number })}
      data-testid="container-file"
    >
      <header>
        <h2>
          <GroupedNumber number={number} />
        </h2>
        <CloseButton aria-label={t('card.close')} size="lg" onClick={onClose} />
      </header>
      <div role="status">
        {data !== undefined && <p className={classes['answer']}>{answerHere(data, facilityId, t)}</p>}
        {data === undefined && error === null && <p>{t('lookup.loading')}</p>}
        {data === undefined && isUnknown && <p className={classes['answer']}>{t('lookup.unknown')}</p>}
        {data === undefined && error !== null && !isUnknown && (
          <p>{t('lookup.failed', { detail: problemInWords(error, t) })}</p>
        )}
      </div>
      {data !== undefined && <Papers view={data} />}
    </section>
  );
}

/** The newest word on it at this place. */
function answerHere({ eligibilities, transit }: ContainerView, facilityId: string, t: TFunction): string {
  const here = eligibilities.find((one) => one.facilityId === facilityId);
  if (here !== undefined) return t(`lookupHere.${here.state}`);
  const travels = transit !== null && transit.state !== 'closed' && transit.state !== 'cancelled';
  return t(travels ? 'lookup.onTransit' : 'lookup.none');
}

function Papers({ view }: { view: ContainerView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const facilities = useQuery(facilitiesQuery).data;
  const placeOf = (id: string) => facilities?.find((one) => one.id === id)?.name ?? id;
  const gates = useQuery(gatesQuery).data;
  const gateOf = (id: string) => gates?.find((one) => one.id === id)?.name ?? id;
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const { eligibilities, expected, stays, transit, passages } = view;
  return (
    <dl className={classes['papers']}>
      <Kind title={t('lookup.eligibilities')}>
        {eligibilities.map(({ id, state, facilityId, declaration, reason, validUntil, changedAt }) => (
          <dd key={id}>
            <b>{word(t, 'eligibilityState', state)}</b> · {placeOf(facilityId)} ·{' '}
            {t('card.declaration', { number: declaration })} · {at(changedAt)}
            {validUntil !== undefined && <> · {t('lookup.validUntil', { time: at(validUntil) })}</>}
            {reason !== undefined && <> · {t('lookup.because', { reason })}</>}
          </dd>
        ))}
      </Kind>
      <Kind title={t('lookup.expected')}>
        {expected.map(({ id, state, facilityId, dueAt }) => (
          <dd key={id}>
            <b>{word(t, 'expectedState', state)}</b> · {placeOf(facilityId)}
            {dueAt !== undefined && <> · {at(dueAt)}</>}
          </dd>
        ))}
      </Kind>
      <Kind title={t('lookup.stays')}>
        {stays.map(({ id, facilityId, inAt, outAt, scanOrdered, scannedAt }) => (
          <dd key={id}>
            <b>{outAt === undefined ? t('lookup.inside') : t('lookup.left', { time: at(outAt) })}</b> ·{' '}
            {placeOf(facilityId)} · {t('lookup.since', { time: at(inAt) })}
            {scanOrdered && <> · {t(scannedAt === undefined ? 'lookup.toScan' : 'lookup.scanned')}</>}
          </dd>
        ))}
      </Kind>
      <Kind title={t('lookup.transit')}>
        {transit !== null && (
          <dd>
            <b>{word(t, 'transitState', transit.state)}</b> · {transit.number} · {placeOf(transit.from)} →{' '}
            {placeOf(transit.to)} · {formatPlate(transit.vehicle.plate)}
          </dd>
        )}
      </Kind>
      <Kind title={t('lookup.passages')}>
        {passages.map((passage) => (
          <dd key={`${passage.gateId} ${passage.id}`}>
            <b>{t(`gateVerdict.${standing(passage)}`)}</b> · {t(`direction.${passage.direction}`)} ·{' '}
            {gateOf(passage.gateId)} · {at(passage.time)}
            {passage.decidedOffline !== undefined && <> · {t('offline.told')}</>}
          </dd>
        ))}
      </Kind>
    </dl>
  );
}

/** One kind of paper; nothing where there is none. */
function Kind({ title, children }: { title: string; children: ReactNode }) {
  const isEmpty = children === false || (Array.isArray(children) && children.length === 0);
  if (isEmpty) return null;
  return (
    <div>
      <dt>{title}</dt>
      {children}
    </div>
  );
}
