import type { DeadlineView, Page } from '@haidang/contract';
import { DEADLINE_KINDS, MINUTE } from '@haidang/domain';
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../../shared/api/client.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServerNow, useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { PlaceField } from '../place-field.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { leftInWords } from '../words.js';
import { DeadlineItem } from './deadline-item.js';
import { sieved, subjectOf } from './sieve.js';

const SHOWS = ['near', 'all'] as const;
/** Those that end first; what ends later is not yet anybody's trouble. */
const SHOWN = 500;

const deadlinesQuery = queryOptions({
  queryKey: ['deadlines'],
  queryFn: async ({ signal }) =>
    (await get<Page<DeadlineView>>(`/deadlines?limit=${SHOWN}`, { signal })).items,
  refetchInterval: MINUTE,
});

/** What is due by when and not done: missed, near its end, and what has time. */
export function DeadlinesPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const { item, show, kind, place, find = '' } = useSignal(state.sieve);
  const { data, error, refetch } = useQuery(deadlinesQuery);
  useLive(['deadline', 'transit'], 'deadlines');
  const shows = show === 'all' ? 'all' : 'near';
  const items = data && sieved(data, { show: shows, kind, place, find, chosen: item });
  const chosen = data?.find(({ id }) => id === item);
  return (
    <Desk
      title={t('office.deadlines')}
      answer={useAnswer(data)}
      items={items}
      error={error}
      onRetry={() => void refetch()}
      idOf={({ id }) => id}
      empty={t(`deadlinesNone.${shows}`)}
      row={(one) => <Row one={one} />}
      sieves={(field) => (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('office.show')}
            value={shows}
            onChange={(value) => state.setSieve({ show: value === 'near' ? undefined : value })}
            data={SHOWS.map((value) => ({ value, label: t(`deadlinesShow.${value}`) }))}
            data-testid="show"
          />
          <NativeSelect
            aria-label={t('deadline.kind')}
            value={kind ?? ''}
            data={[
              { value: '', label: t('deadline.everyKind') },
              ...DEADLINE_KINDS.map((value) => ({ value, label: word(t, 'deadlineKind', value) })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              state.setSieve({ kind: value === '' ? undefined : value })
            }
          />
          <PlaceField />
          <FindField input={field} label={t('deadline.find')} />
        </>
      )}
    >
      {chosen !== undefined && <DeadlineItem key={chosen.id} one={chosen} />}
      {chosen === undefined && data !== undefined && <p role="status">{t('deadline.done')}</p>}
    </Desk>
  );
}

function Row({ one }: { one: DeadlineView }) {
  const { t } = useTranslation();
  const names = useNames();
  const language = useLanguage();
  const now = useServerNow(MINUTE / 2);
  const { kind, state, dueAt, container, facilityId } = one;
  return (
    <>
      <span>
        <b>{word(t, 'deadlineKind', kind)}</b>
        <Chip waits={state !== 'running'}>{leftInWords(dueAt, now, t)}</Chip>
      </span>
      <span>{container === undefined ? subjectOf(one) : <ContainerNumber number={container} />}</span>
      <small>
        {t('deadline.dueAt', { time: clockAndDay(dueAt, now, language) })}
        {facilityId !== undefined && <> · {names.place(facilityId)}</>}
      </small>
    </>
  );
}

function useAnswer(all: readonly DeadlineView[] | undefined): string | undefined {
  const { t } = useTranslation();
  if (all === undefined) return undefined;
  const count = (state: DeadlineView['state']) => all.filter((one) => one.state === state).length;
  const [missed, warning] = [count('missed'), count('warning')];
  return missed + warning === 0 ? t('deadlinesNeed.none') : t('deadlinesNeed.some', { missed, warning });
}
