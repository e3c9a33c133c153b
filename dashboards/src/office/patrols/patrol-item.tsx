import type { PatrolView } from '@haidang/contract';
import { CUSTOMS } from '@haidang/domain';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { PrimaryButton } from '../../session/primary-button.js';
import { ActProblem } from '../act-problem.js';
import { Chip, Fact, Facts } from '../facts.js';
import { useNames } from '../use-names.js';
import { useOwnPlaces } from '../use-own-places.js';
import { alarmQuery, changePatrol, type PatrolChange } from './api.js';
import { Errand } from './errand.js';
import { whereNow } from './where.js';
import classes from '../office.module.css';

/** One patrol: what it is on the way to and what it tells of that; its duty, and where it is. */
export function PatrolItem({ patrol }: { patrol: PatrolView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const queries = useQueryClient();
  const { id, name, kind, facilityId, contact, onDuty, place, placedAt, busy, busyWith } = patrol;
  const keeps = useIsOneOf(CUSTOMS);
  const isOwn = useOwnPlaces()?.some((one) => one.id === facilityId) === true;
  const alarm = useQuery(alarmQuery(busyWith)).data;
  const changing = useMutation({
    mutationFn: (change: PatrolChange) => changePatrol(id, change),
    onSettled: () => queries.invalidateQueries({ queryKey: ['patrols'] }),
  });
  const telling = useMutation({
    mutationFn: async () => changePatrol(id, { place: await whereNow() }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['patrols'] }),
  });
  const isDenied = telling.error !== null && !(telling.error instanceof Error);
  return (
    <article aria-label={name}>
      <header className={classes['itemHead']}>
        <h2>{name}</h2>
        <Chip waits={busy}>{t(onDuty ? 'patrol.onDuty' : 'patrol.offDuty')}</Chip>
      </header>
      {busyWith === undefined && (
        <p className={classes['said']}>{t(busy ? 'patrol.sentElsewhere' : 'patrol.free')}</p>
      )}
      {busyWith !== undefined && alarm !== undefined && <Errand alarm={alarm} patrolId={id} />}
      {keeps && isOwn && (
        <div className={classes['acts']}>
          {onDuty ? (
            <Button
              variant="default"
              size="lg"
              loading={changing.isPending}
              onClick={() => changing.mutate({ onDuty: false })}
              data-testid="end-duty"
            >
              {t('patrol.endDuty')}
            </Button>
          ) : (
            <PrimaryButton
              type="button"
              size="lg"
              loading={changing.isPending}
              onClick={() => changing.mutate({ onDuty: true })}
              data-testid="begin-duty"
            >
              {t('patrol.beginDuty')}
            </PrimaryButton>
          )}
          <Button
            variant="default"
            size="lg"
            loading={telling.isPending}
            onClick={() => telling.mutate()}
            data-testid="tell-place"
          >
            {t('patrol.tellPlace')}
          </Button>
          {placedAt !== undefined && (
            <Button variant="default" size="lg" onClick={() => changing.mutate({ place: null })}>
              {t('patrol.atBase')}
            </Button>
          )}
        </div>
      )}
      <ActProblem error={changing.error} />
      {isDenied ? <p role="alert">{t('patrol.noPlace')}</p> : <ActProblem error={telling.error} />}
      <Facts>
        <Fact name={t('patrol.base')}>{names.place(facilityId)}</Fact>
        <Fact name={t('patrol.kind')}>{t(`patrolKind.${kind}`)}</Fact>
        <Fact name={t('patrol.contact')}>
          {/^[+\d][\d .-]{5,}$/.test(contact) ? (
            <a href={`tel:${contact.replace(/[^+\d]/g, '')}`}>{contact}</a>
          ) : (
            contact
          )}
        </Fact>
        <Fact name={t('patrol.place')}>
          <a href={`/centre?map=12.00/${place.lat.toFixed(5)}/${place.lon.toFixed(5)}`}>
            {placedAt === undefined
              ? t('field.atBase')
              : t('field.seenAt', { time: clockAndDay(placedAt, store.clock.now(), language) })}
          </a>
        </Fact>
      </Facts>
    </article>
  );
}
