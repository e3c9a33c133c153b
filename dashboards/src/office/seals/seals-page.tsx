import type { SealStandingView } from '@haidang/contract';
import { BATTERY_BANDS, SEAL_CUSTODIES, SECOND } from '@haidang/domain';
import { NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useServerNow, useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { MoreButton } from '../more-button.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { agoInWords } from '../words.js';
import { sealFiguresQuery, sealsListQuery, sealsQueryOf } from './api.js';
import { SealItem } from './seal-item.js';
import classes from '../office.module.css';

/** Every seal that one sees: how full its battery is, in whose hands it is, and when it was last heard. */
export function SealsPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const names = useNames();
  const sieve = useSignal(state.sieve);
  const [query] = useDebouncedValue(sealsQueryOf(sieve), 250);
  const list = useInfiniteQuery(sealsListQuery(query));
  const figures = useQuery(sealFiguresQuery).data;
  useLive(['transit'], 'office-seals seal-figures');
  const items = list.data?.pages.flatMap((page) => page.items);
  const chosen = items?.find(({ id }) => id === sieve.item);
  const orNone = (text: string) => (text === '' ? undefined : text);
  return (
    <Desk
      title={t('office.seals')}
      answer={
        figures &&
        t('sealsNeed.all', {
          ...{ count: figures.count, low: figures.battery.low },
          ...{ free: figures.custody.free, arrived: figures.custody.arrived },
        })
      }
      items={items}
      error={list.error}
      onRetry={() => void list.refetch()}
      idOf={({ id }) => id}
      empty={t('sealsNeed.none')}
      row={(one) => <Row one={one} />}
      sieves={(find) => (
        <>
          <div className={classes['pair']}>
            <NativeSelect
              aria-label={t('sealFact.battery')}
              value={BATTERY_BANDS.find((one) => one === sieve.kind) ?? ''}
              data={[
                { value: '', label: t('sealFact.everyBattery') },
                ...BATTERY_BANDS.map((value) => ({ value, label: t(`batteryBand.${value}`) })),
              ]}
              onChange={({ currentTarget: { value } }) => state.setSieve({ kind: orNone(value) })}
              data-testid="band"
            />
            <NativeSelect
              aria-label={t('sealFact.custody')}
              value={SEAL_CUSTODIES.find((one) => one === sieve.show) ?? ''}
              data={[
                { value: '', label: t('sealFact.everyCustody') },
                ...SEAL_CUSTODIES.map((value) => ({ value, label: t(`sealCustody.${value}`) })),
              ]}
              onChange={({ currentTarget: { value } }) => state.setSieve({ show: orNone(value) })}
              data-testid="custody"
            />
          </div>
          <NativeSelect
            aria-label={t('sealFact.holder')}
            value={sieve.place ?? ''}
            data={[
              { value: '', label: t('sealFact.everyHolder') },
              ...(figures?.holders ?? []).map(({ holderId, count }) => ({
                value: holderId,
                label: `${names.organisation(holderId)} (${count})`,
              })),
            ]}
            onChange={({ currentTarget: { value } }) => state.setSieve({ place: orNone(value) })}
            data-testid="holder"
          />
          <FindField input={find} label={t('sealFact.find')} />
        </>
      )}
      more={<MoreButton list={list} />}
    >
      {chosen !== undefined && <SealItem key={chosen.id} one={chosen} />}
      {chosen === undefined && items !== undefined && <p role="status">{t('office.gone')}</p>}
    </Desk>
  );
}

function Row({ one }: { one: SealStandingView }) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useServerNow(30 * SECOND);
  const { id, band, battery, custody, holderId, lastSeenAt, transitNumber } = one;
  return (
    <>
      <span>
        <b>{id}</b>
        <Chip waits={band === 'low'}>{battery === null ? t(`batteryBand.${band}`) : `${battery}%`}</Chip>
      </span>
      <span>
        {[
          t(`sealCustody.${custody}`),
          holderId === undefined ? undefined : names.organisation(holderId),
          transitNumber,
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </span>
      <small>
        {lastSeenAt === null
          ? t('user.never')
          : t('device.heard', { ago: agoInWords(now - Date.parse(lastSeenAt), t) })}
      </small>
    </>
  );
}
