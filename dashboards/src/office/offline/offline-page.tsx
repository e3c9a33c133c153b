import type { Facility } from '@haidang/contract';
import { OFFLINE_POLICY, type OfflinePolicy } from '@haidang/domain';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery, gatesQuery } from '../../shared/api/queries.js';
import { useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { useLive } from '../../shared/live/use-live.js';
import { useOwnPlaces } from '../use-own-places.js';
import { policyOf } from './api.js';
import { PolicyItem } from './policy-item.js';
import { policyInWords } from './words.js';

const SHOWS = ['gates', 'own'] as const;

/** How the gates of each place work without a network: how long a list is good for, and what is done afterwards. */
export function OfflinePage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const { item, show, find = '' } = useSignal(state.sieve);
  const { error, refetch } = useQuery(facilitiesQuery);
  const gates = useQuery(gatesQuery).data;
  const places = useOwnPlaces();
  useLive([], 'facilities');
  const withGates = new Set(gates?.map(({ facilityId }) => facilityId));
  const all = gates === undefined ? undefined : places?.filter(({ id }) => withGates.has(id));
  const wanted = find.trim().toLowerCase();
  const items = all?.filter(
    (one) =>
      one.id === item ||
      ((show !== 'own' || isOwn(policyOf(one))) && `${one.name} ${one.id}`.toLowerCase().includes(wanted)),
  );
  const chosen = all?.find(({ id }) => id === item);
  const lenient = all?.filter((one) => policyOf(one).afterExpiry === 'allow_listed').length;
  return (
    <Desk
      title={t('office.offline')}
      answer={all && t('policy.answer', { count: all.length, lenient })}
      items={items}
      error={error}
      onRetry={() => void refetch()}
      idOf={({ id }) => id}
      empty={t('policy.none')}
      row={(one) => <Row one={one} />}
      sieves={(field) => (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('office.show')}
            value={show === 'own' ? 'own' : 'gates'}
            onChange={(value) => state.setSieve({ show: value === 'gates' ? undefined : value })}
            data={SHOWS.map((value) => ({ value, label: t(`policyShow.${value}`) }))}
            data-testid="show"
          />
          <FindField input={field} label={t('policy.find')} />
        </>
      )}
    >
      {chosen !== undefined && <PolicyItem key={chosen.id} id={chosen.id} name={chosen.name} />}
      {chosen === undefined && all !== undefined && <p role="status">{t('office.gone')}</p>}
    </Desk>
  );
}

function Row({ one }: { one: Facility }) {
  const { t } = useTranslation();
  const policy = policyOf(one);
  return (
    <>
      <span>
        <b>{one.name}</b>
        <Chip waits={policy.afterExpiry === 'allow_listed'}>
          {t(isOwn(policy) ? 'policy.own' : 'policy.usual')}
        </Chip>
      </span>
      <small>{policyInWords(policy, t)}</small>
    </>
  );
}

/** It differs from what holds everywhere. */
function isOwn({ listMinutes, afterExpiry }: OfflinePolicy): boolean {
  return listMinutes !== OFFLINE_POLICY.listMinutes || afterExpiry !== OFFLINE_POLICY.afterExpiry;
}
