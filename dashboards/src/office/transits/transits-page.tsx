import type { TransitView } from '@haidang/contract';
import { CUSTOMS, MINUTE } from '@haidang/domain';
import { SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { transitQuery } from '../../shared/api/queries.js';
import { takeStep, type OfficerStep } from '../../shared/api/transits.js';
import { formatPlate } from '../../shared/format/plate.js';
import { timeOfField } from '../../shared/format/moment.js';
import { useServerNow, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { MoreButton } from '../more-button.js';
import { ReasonDialog, type Act } from '../reason-dialog.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { useOwnPlaces } from '../use-own-places.js';
import { agoInWords } from '../words.js';
import { showOf, SHOWS, transitsListQuery, transitsQueryOf } from './api.js';
import { needOf, stepsOf } from './needs.js';
import { TransitItem } from './transit-item.js';
import classes from '../office.module.css';

/** The transits of an office, from their registration to their end: what each waits for, and the steps that officers take with it. */
export function TransitsPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const names = useNames();
  const sieve = useSignal(state.sieve);
  const [query] = useDebouncedValue(transitsQueryOf(sieve), 250);
  const list = useInfiniteQuery(transitsListQuery(query));
  useLive(['transit', 'alarm'], 'office-transits transit');
  const items = list.data?.pages.flatMap((page) => page.items);
  const listed = items?.find(({ id }) => id === sieve.item);
  // a step may take what is looked at out of the list, and an address may name any
  const far = useQuery({
    ...transitQuery(sieve.item ?? ''),
    enabled: items !== undefined && sieve.item !== undefined && listed === undefined,
  });
  const chosen = listed ?? (far.data?.id === sieve.item ? far.data : undefined);
  const acts = useIsOneOf(CUSTOMS);
  const own = new Set((useOwnPlaces() ?? []).map(({ id }) => id));
  const steps = chosen === undefined || !acts ? [] : stepsOf(chosen, own);
  const [act, setAct] = useState<Act | null>(null);

  const readAgain = async () => {
    for (const key of ['office-transits', 'transit']) await queries.invalidateQueries({ queryKey: [key] });
  };
  const ask = (step: OfficerStep | undefined) => {
    if (chosen === undefined || step === undefined || step === 'seal' || !steps.includes(step)) return;
    const { number, proposed } = chosen;
    const isShown = proposed?.step === step;
    setAct({
      title: t(`transitStep.${step}`),
      text: t(`transitStepMeans.${step}`, { number }),
      label: t(step === 'cancel' ? 'override.reason' : 'decide.note'),
      isRequired: step === 'cancel',
      most: 500,
      time: {
        label: t('transitStepAt.label'),
        hint: t(isShown ? 'transitStepAt.shown' : 'transitStepAt.now'),
      },
      take: async (words, _, time) => {
        // what the officer has seen is confirmed, also when late evidence moves it by seconds at that very moment
        const at = timeOfField(time) ?? (isShown ? proposed.at : undefined);
        const said = { at, reason: words === '' ? undefined : words };
        // one that was refused is shown as it is now, to be taken anew
        await takeStep(chosen, step, said).finally(readAgain);
      },
    });
  };
  const show = showOf(sieve);
  const counted = { count: items?.length ?? 0 };
  return (
    <>
      <Desk
        title={t('office.transits')}
        answer={
          items &&
          (list.hasNextPage ? t(`transitsNeedMore.${show}`, counted) : t(`transitsNeed.${show}`, counted))
        }
        items={items}
        error={list.error}
        onRetry={() => void list.refetch()}
        idOf={({ id }) => id}
        empty={t('transitsShow.none')}
        row={(one) => <Row transit={one} />}
        keys={
          acts ? [{ key: 'a', what: t('transitStep.next'), act: () => ask(chosen && needOf(chosen)) }] : []
        }
        sieves={(find) => (
          <>
            <SegmentedControl
              fullWidth
              aria-label={t('office.show')}
              value={show}
              onChange={(value) => state.setSieve({ show: value === 'waiting' ? undefined : value })}
              data={SHOWS.map((value) => ({ value, label: t(`transitsShow.${value}`) }))}
              data-testid="show"
            />
            <FindField input={find} label={t('transitsShow.find')} />
          </>
        )}
        more={<MoreButton list={list} />}
      >
        {chosen !== undefined && (
          <TransitItem
            key={chosen.id}
            transit={chosen}
            names={names}
            steps={steps}
            onStep={ask}
            onSealed={() => void readAgain()}
          />
        )}
        {chosen === undefined && items !== undefined && !far.isFetching && (
          <p role="status">{t('office.gone')}</p>
        )}
      </Desk>
      <ReasonDialog act={act} onClose={() => setAct(null)} />
    </>
  );
}

function Row({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useServerNow(MINUTE);
  const { number, containers, vehicle, from, to, createdAt } = transit;
  const need = needOf(transit);
  return (
    <>
      <span>
        <b>{number}</b>
        <Chip waits={need !== undefined && need !== 'arrive' && need !== 'depart'}>
          {need === undefined ? t(`transitState.${transit.state}`) : t(`transitWaits.${need}`)}
        </Chip>
      </span>
      <span>
        {containers.map((one) => (
          <Fragment key={one.number}>
            <ContainerNumber number={one.number} />{' '}
          </Fragment>
        ))}
        <span className={classes['whole']}>{formatPlate(vehicle.plate)}</span>
      </span>
      <small>
        {names.place(from)} → {names.place(to)} · {agoInWords(now - Date.parse(createdAt), t)}
      </small>
    </>
  );
}
